"""Real records: everything they spell is read, or it is explained here why not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.elements.comparing.aligning import align
from app.elements.comparison import COMPARATORS, Answer
from app.elements.kinds import KIND_BY_NAME
from app.elements.material_keys import exact_key
from app.elements.prose import fold_title
from app.elements.readers import READERS, read_bases, read_phones, says_none

# A province's own topics, beside those of the national list.
LOCAL_TOPICS = {
    "升学", "儿童青少年", "外国人", "港澳台侨", "创业", "找工作", "高校毕业生", "人才", "养老服务", "纳税",
    "生小孩", "妇女", "农民", "义务教育", "涉农补贴", "城市综合执法", "社会救助", "结婚", "退休", "老年人", "失业",
    "迁居", "买房子", "残疾人",
}  # fmt: skip
# One material that one list names in two ways: as equal as they look.
SAME_IN_ONE_LIST = 12


@pytest.fixture(scope="module")
def records(shared_data: Path) -> list[dict[str, Any]]:
    with (shared_data / "guangdong_items_2021.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="module")
def exchange(shared_data: Path) -> list[dict[str, Any]]:
    with (shared_data / "exchange_records_guangxi_2019.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def spelled(records: list[dict[str, Any]], *keys: str) -> set[str]:
    """Every distinct text that stands under one of the keys."""
    cells = (record.get(key) for record in records for key in keys)
    return {text for cell in cells for text in _texts(cell)}


def _texts(cell: Any) -> Iterator[str]:
    if isinstance(cell, list):
        yield from cell
    elif cell is not None:
        yield str(cell)


def material_lists(records: list[dict[str, Any]]) -> Iterator[list[str]]:
    for record in records:
        if isinstance(record.get("申请材料"), list):
            yield record["申请材料"]


def test_limits(records: list[dict[str, Any]]) -> None:
    texts = spelled(records, "法定办结时限", "承诺办结时限")
    unread = {text for text in texts if "number" not in (READERS["limit"](text) or {})}  # type: ignore[operator]
    assert unread == {"无"}
    assert len(texts) > 50


def test_visits_and_flags(records: list[dict[str, Any]]) -> None:
    visits = spelled(records, "到办事现场次数", "LIMIT_SCENE_NUM")
    assert {READERS["visits"](text) for text in visits} == {0, 1, 2, 3}
    flags = spelled(records, "是否网办", "是否支持物流快递", "ONLINECHECK")
    assert {READERS["yes_no"](text) for text in flags} == {True, False}


def test_codes(records: list[dict[str, Any]]) -> None:
    levels = {READERS["level"](text) for text in spelled(records, "行使层级")}
    assert levels <= {"1", "2", "3", "4", "5", "6"}
    types = {READERS["item_type"](text) for text in spelled(records, "事项类型")}
    assert types <= {"01", "05", "07", "08", "09", "10", "20"}
    objects = [READERS["objects"](text) for text in spelled(records, "服务对象")]
    assert all(set(codes) <= set("1234569") for codes in objects if isinstance(codes, list))


def test_topics(records: list[dict[str, Any]]) -> None:
    topics = spelled(records, "面向自然人事项主题分类")
    read = {topic: READERS["personal_topics"](topic) for topic in topics}
    assert {topic for topic, codes in read.items() if codes == [topic]} == LOCAL_TOPICS


def test_agencies(records: list[dict[str, Any]]) -> None:
    for text in spelled(records, "联办机构"):
        agencies = READERS["agencies"](text)
        assert isinstance(agencies, list)
        assert all("级" in agency or agency == "" for agency in agencies), text


def test_phones(records: list[dict[str, Any]]) -> None:
    texts = {text for text in spelled(records, "咨询电话", "投诉电话") if not says_none(text)}
    phones = [phone for text in texts for phone in read_phones(text)]
    wrong = [phone.text for phone in phones if not phone.kind]
    assert len(phones) > 500
    assert len(wrong) < len(phones) / 50, wrong
    assert len([text for text in texts if not read_phones(text)]) <= 2


def test_names_of_materials(records: list[dict[str, Any]]) -> None:
    twice = 0
    for names in material_lists(records):
        keys = [exact_key(name) for name in names]
        assert all(keys), names
        distinct = {fold_title(name) for name in names}
        twice += len(distinct) - len({exact_key(name) for name in distinct})
    assert twice <= SAME_IN_ONE_LIST


def test_every_list_of_materials_is_the_same_as_itself(records: list[dict[str, Any]]) -> None:
    materials = KIND_BY_NAME["materials"]
    for names in material_lists(records):
        if any("；" in name.rstrip("；") for name in names):
            continue  # two materials under one name: the text of the list has one more
        value = materials.parse([{"name": name} for name in names])
        as_text = materials.parse(READERS["materials"]("；".join(names)) or [])
        alignment = align(value, as_text)
        assert alignment is not None
        assert not alignment.extra, names
        assert not alignment.missing, names
        assert COMPARATORS["materials"].compare(value, as_text).answer is Answer.SAME


def test_conditions_lose_their_markup(records: list[dict[str, Any]]) -> None:
    for text in spelled(records, "受理条件"):
        shown = READERS["text"](text)
        assert isinstance(shown, str)
        assert not {"&nbsp", "<br", "<p>", "-->"} & {
            mark for mark in ("&nbsp", "<br", "<p>", "-->") if mark in shown
        }


def test_laws_of_exchange_records(exchange: list[dict[str, Any]]) -> None:
    laws = [law for record in exchange for law in record.get("AUDIT_ITEM_BYLAW", [])]
    assert laws
    for law in laws:
        parts = READERS["law_number"](law["law_number"])
        assert isinstance(parts, dict)
        assert "颁布" not in parts["number"], law["law_number"]
        assert parts.get("effective_date") == READERS["date"](str(law["law_date"]))
        spelled_out = f"{law['law_name']}（{law['law_number']}）{law['clause_number']}"
        citations = read_bases(spelled_out)
        assert citations is not None
        assert citations[0].law
        assert citations[0].article


def test_materials_of_exchange_records(exchange: list[dict[str, Any]]) -> None:
    materials = [one for record in exchange for one in record.get("AUDIT_MATERIAL", [])]
    assert materials
    for one in materials:
        assert READERS["necessity"](one["is_need"]) in {"1", "2", "3"}
        assert READERS["material_type"](one["material_type"]) in {"1", "2", "3"}
        assert READERS["whole"](str(one["copy_amount"])) == one["copy_amount"]


LOOKS = (
    lambda name: name,
    lambda name: name.replace("（", "(").replace("）", ")"),
    lambda name: f"《{name}》",
    lambda name: f"{name}（原件1份，复印件2份）",
    lambda name: f"{name}复印件一份",
    lambda name: f" {name}；",
    lambda name: f"{name}（必要）",
)


def test_real_lists_in_other_looks(records: list[dict[str, Any]]) -> None:
    """The same list in another order and other looks is the same; one fewer better, one more worse."""
    parse, compare = KIND_BY_NAME["materials"].parse, COMPARATORS["materials"].compare
    for number, names in enumerate(material_lists(records)):
        distinct = list({exact_key(name): name for name in names}.values())
        standard = parse([{"name": name} for name in distinct])
        dressed = [LOOKS[(number + place) % 7](name) for place, name in enumerate(distinct)][::-1]
        local = [{"name": name} for name in dressed]
        assert compare(standard, parse(local)).answer is Answer.SAME, distinct
        if distinct:
            assert compare(standard, parse(local[1:])).answer is Answer.BETTER, distinct
            more = [*local, {"name": "某某部门出具的无欠税情况证明"}]
            assert compare(standard, parse(more)).answer is Answer.WORSE, distinct
