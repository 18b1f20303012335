"""The mappings over real records: every row accounted for, and nothing absurd read out of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Literal

import orjson
import pytest

from app.elements.readers import READERS
from app.elements.standard import enumeration, record_validator
from app.importing.mappings import Mapped, choose
from app.importing.readers import open_source

Document = dict[str, Any]


def read(path: Path, mapping: str) -> list[Mapped]:
    """All rows; detection must find the mapping by itself."""
    with open_source(path) as source:
        chosen = choose(source)
        assert chosen.name == mapping
        unread = {*source.headers} - {*chosen.ignored}
        results = [chosen.apply(row) for row in source.rows()]
    assert unread
    return results


def valid(results: list[Mapped], record: Literal["implementation", "base"]) -> list[Document]:
    """The documents of rows without errors, all of them fit for the catalogue."""
    documents = [result.document for result in results if not result.errors]
    validator = record_validator(record)
    faults = [str(error) for document in documents for error in validator.iter_errors(document)]
    assert faults == []
    return documents


def counted(documents: list[Document], pointer: str) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    for document in documents:
        value: Any = document
        for step in pointer.split("/")[1:]:
            value = value.get(step) if isinstance(value, dict) else None
        counts.update(value if isinstance(value, list) else [value])
    return counts


@pytest.fixture(scope="module")
def portal(shared_data: Path) -> list[Mapped]:
    return read(shared_data / "guangdong_items_2021.jsonl", "guangdong-portal")


@pytest.fixture(scope="module")
def items(portal: list[Mapped]) -> list[Document]:
    return valid(portal, "implementation")


@pytest.fixture(scope="module")
def listed(shared_data: Path) -> list[Document]:
    path = shared_data / "guangdong_implementation_list_2021.csv"
    return valid(read(path, "guangdong-implementation-list"), "implementation")


def test_two_excerpts_are_refused_with_what_they_lack(portal: list[Mapped]) -> None:
    assert len(portal) == 2026
    refused = [result for result in portal if result.errors]
    assert [error.code for one in refused for error in one.errors] == ["not-an-item"] * 2
    assert all("TASK_CODE" in one.errors[0].reason() for one in refused)
    assert "劳动人事争议仲裁申请" in refused[0].row.raw.decode()  # type: ignore[union-attr]


def test_codes_are_split_and_never_changed(portal: list[Mapped], items: list[Document]) -> None:
    assert len(items) == 2024
    assert Counter(len(item["code"]) for item in items) == {31: 2024}
    assert sum("handling_code" in item for item in items) == 235
    assert all(
        item["handling_code"][:31] == item["code"] for item in items if "handling_code" in item
    )
    assert all(item["code"].startswith(item["agency"]["code"]) for item in items)
    assert all(item["code"].endswith(item["base_code"]) for item in items)
    national = [code for item in items for code in item.get("other_codes", ())]
    assert len(national) == 197, "38 repeat their own code there"
    assert {len(code) for code in national} == {33}
    assert {code[19:21] for code in national} == {"00"}
    good = [result for result in portal if not result.errors]
    typed = [orjson.loads(result.row.raw or b"")["TASK_CODE"] for result in good]
    assert [item.get("handling_code", item["code"]) for item in items] == typed


def test_types_are_the_national_ones_with_theirs_beside(items: list[Document]) -> None:
    assert counted(items, "/type") == {
        "20": 1586, "01": 272, "10": 77, "08": 52, "07": 26, "05": 8, "09": 3,
    }  # fmt: skip
    raw = Counter(
        (item["type"], item["raw"]["/type"]) for item in items if "/type" in item.get("raw", {})
    )
    assert raw == {("20", "21"): 1586, ("10", "20"): 77}
    assert {pointer for item in items for pointer in item.get("raw", {})} == {"/type"}


@pytest.mark.parametrize("term, none", [("statutory", 713), ("promised", 539)])
def test_every_limit_is_read_or_says_none(items: list[Document], term: str, none: int) -> None:
    limits = [item["time_limit"][term] for item in items]
    without = [limit for limit in limits if "number" not in limit]
    assert without == [{"text": "无"}] * none
    for limit in limits:
        if "number" in limit:
            assert limit["text"].startswith(f"{limit['number']}(")
            assert enumeration("time-unit")[limit["unit"]] in limit["text"]


def test_visits_and_online_are_as_published(items: list[Document]) -> None:
    assert counted(items, "/handling/visits") == {0: 1937, 1: 82, 2: 4, 3: 1}
    assert counted(items, "/handling/online") == {True: 1958, False: 66}
    assert counted(items, "/level") == {"2": 2024}
    assert counted(items, "/region") == {"440000000000": 2024}


def test_the_collectors_fillers_are_no_values(items: list[Document]) -> None:
    assert counted(items, "/handling/delivery") == {None: 1586, True: 363, False: 75}
    addresses = counted(items, "/contact/address")
    assert addresses[None] == 797
    assert not [address for address in addresses if address and "办理地点" in address[:5]]
    assert sum("materials" in item for item in items) == 2024 - 1446 - 4
    assert all(item["materials"] for item in items if "materials" in item)
    links = counted(items, "/links/appointment")
    assert (links[None], links["无"]) == (1929, 0)
    assert counted(items, "/links/online")[None] == 66


def test_materials_are_the_names_of_the_list(portal: list[Mapped]) -> None:
    count = 0
    for result in portal:
        names = result.row.cells.get("申请材料")
        if not result.errors and isinstance(names, list) and names:
            read_names = [material["name"] for material in result.document["materials"]]
            assert len(read_names) == len(names)
            same = [a == b.strip() for a, b in zip(read_names, names, strict=True)]
            count += len(same) - sum(same)
    assert count < 100, "only copies written into a name are taken out of it"


def test_objects_and_topics_are_codes(items: list[Document]) -> None:
    assert {*counted(items, "/audience/objects")} <= {*enumeration("service-object")}
    assert counted(items, "/audience/objects")["1"] == 2024
    topics = counted(items, "/audience/personal_topics")
    assert {*topics} - {None} <= {*enumeration("personal-topic")}
    assert topics["085"] == 59, "社会保障（社会保险、社会救助） is one topic"
    local = counted(items, "/audience/personal_local_topics")
    assert (local["纳税"], local["找工作"]) == (54, 50)
    assert not {*local} & {*enumeration("personal-topic"), *enumeration("personal-topic").values()}


def test_names_are_as_typed(items: list[Document]) -> None:
    names = counted(items, "/name")
    assert len(names) == 2022
    assert sum("((" in name or "(（" in name for name in names) >= 1
    assert all(name == name.strip() for name in names)


def test_the_table_and_the_portal_agree(items: list[Document], listed: list[Document]) -> None:
    assert len(listed) == 2024
    by_code = {item.get("handling_code", item["code"]): item for item in items}
    for row in listed:
        item = by_code[row.get("handling_code", row["code"])]
        for field in ("code", "base_code", "name", "type", "level", "agency", "time_limit"):
            assert row[field] == item[field]
        assert row["audience"]["objects"] == item["audience"]["objects"]
        assert row.get("other_codes") == item.get("other_codes")
        assert row["handling"]["visits"] == item["handling"]["visits"]
        assert row["handling"]["online"] == item["handling"]["online"]


def test_the_base_catalogue_is_its_leaves(shared_data: Path) -> None:
    path = shared_data / "guangdong_base_catalogue_2021.csv"
    leaves = valid(read(path, "guangdong-base-catalogue"), "base")
    assert len(leaves) == 1878
    distinct = {leaf["base_code"]: leaf for leaf in leaves}
    assert len(distinct) == 1876
    assert all(leaf == distinct[leaf["base_code"]] for leaf in leaves), "repeats say the same"
    assert counted(leaves, "/issuer") == {"440000000000": 1878}
    assert counted(leaves, "/type") == {
        "20": 1565, "01": 189, "10": 66, "08": 31, "07": 16, "05": 8, "09": 3,
    }  # fmt: skip
    assert all(leaf["parent_code"] and leaf["parent_name"] for leaf in leaves)
    assert sum(leaf["parent_code"].endswith("Y") for leaf in leaves) > 400


def test_exchange_records_are_read_whole(shared_data: Path) -> None:
    path = shared_data / "exchange_records_guangxi_2019.jsonl"
    first, second = valid(read(path, "national-exchange"), "implementation")
    assert first["code"] == "1145072100811537184452004020000"
    assert first["agency"]["code"] == "114507210081153718"
    assert first["region"] == "450721000000"
    assert first["audience"] == {"objects": ["3", "6"]}
    assert first["time_limit"]["promised"] == {"number": 5, "unit": "1"}
    assert second["time_limit"]["statutory"]["note"].startswith("除可以当场")
    assert second["audience"]["corporate_topics"] == ["040"]
    assert second["handling"]["depth"] == ["1", "6"]
    assert second["handling"]["service_forms"] == ["2", "4"]
    assert second["result"]["types"] == ["20"]
    laws = first["legal_basis"]
    assert next(law["law"] for law in laws) == "国务院关于投资体制改革的决定"
    assert laws[0]["effective_date"] == "2004-07-16"
    assert [law["kind"] for law in laws] == ["2", "6", "6", "4", "2"]
    assert len(first["materials"]) == 6
    assert first["materials"][0]["copies"] == 3
    assert "format" not in first["materials"][0], "original or copy is not paper or electronic"
    assert first["time_limit"]["special_procedures"][0]["number"] == 30
    assert first["contact"]["hours"].startswith("工作日")
    assert [question["question"][:2] for question in second["questions"]] == ["是不", "跨地"]


def test_every_column_is_read_or_left_out_on_purpose(shared_data: Path) -> None:
    for name in ("guangdong_items_2021.jsonl", "exchange_records_guangxi_2019.jsonl"):
        with open_source(shared_data / name) as source:
            mapping = choose(source)
            assert mapping.unread(source) == ()


def test_what_the_readers_read_they_read_again(items: list[Document]) -> None:
    """A value written out and read back is the same value: no meaning is made up on the way."""
    for limit in {item["time_limit"]["promised"]["text"] for item in items}:
        again = READERS["limit"](limit)
        assert isinstance(again, dict)
        assert again["text"] == limit
