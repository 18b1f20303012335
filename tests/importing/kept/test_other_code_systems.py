"""Catalogues in other code systems: their own codes stay, base codes are mapped, many to one."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from app.codes.local_schemes import BY_NAME
from app.importing.kept import amending, service
from app.importing.kept.problems import CorrespondenceUnreadable
from app.importing.proposing.correspondence import Table, read_correspondence
from app.items.documents import read_documents
from app.kernel.db import Database
from tests.factories.catalogue import CITY, base
from tests.factories.files import Brought, bring, lines
from tests.importing.proposing.strangers import GANSU, HUBEI, JIANGXI, SICHUAN
from tests.importing.proposing.test_columns import propose
from tests.importing.zoo import write

NATIONAL = ("000117001001", "000117001002")
SYSTEMS = {
    "hubei": (HUBEI, "000010100100"[2:]),
    "jiangxi": (JIANGXI, "000001001000"),
    "sichuan": (SICHUAN, "511A0138000000"),
    "gansu-county": (GANSU, "MZ-XK-0001"),
}


def table_of(content: str, **named: str) -> Table:
    return read_correspondence(io.BytesIO(content.encode()), "对照.csv", **named)


def documents(connection: Connection) -> list[dict[str, Any]]:
    ids = connection.execute(text("SELECT id FROM item WHERE kind = 1 ORDER BY code"))
    return [one.content for one in read_documents(connection, ids.scalars().all())]


def rules(connection: Connection) -> set[str]:
    """The codes of the rules that found something about codes."""
    found = connection.execute(
        text("SELECT DISTINCT r.code FROM audit_rule r WHERE r.id IN (SELECT rule_id FROM finding)")
    )
    return set(found.scalars())


def kept(database: Database, name: str, mapping: dict[str, Any]) -> None:
    with database.write() as connection:
        service.save(connection, name, mapping, confirmed=True)


@pytest.mark.parametrize("scheme, known", SYSTEMS.items())
def test_items_keep_their_codes_and_follow_the_base_codes_they_are_given(
    database: Database, tmp_path: Path, scheme: str, known: tuple[tuple[str, ...], str]
) -> None:
    codes, first = known
    rows = [f"{code},城镇排水许可{number},某市水务局,{CITY}" for number, code in enumerate(codes)]
    content = "\n".join(["事项编码,事项名,办理部门,所在区划代码", *rows]) + "\n"
    own = [BY_NAME[scheme].base_code(code) for code in codes]
    assert own[0] == first
    pairs = [f"{code},{NATIONAL[number % 2]}" for number, code in enumerate(own)]
    table = table_of("\n".join(["地方编码,国家编码", *pairs]) + "\n")
    told = propose(write(tmp_path / "a.csv", content), correspondence=table)
    mapping = told["mapping"]
    assert mapping["fields"]["/local_code"] == {"from": "事项编码", "scheme": scheme}
    assert mapping["fields"]["/base_code"]["unknown"] == "refuse"
    kept(database, scheme, amending.set_field(mapping, "所在区划代码", "/region"))
    bring(database, tmp_path, lines(base(), base(base_code=NATIONAL[1])))
    result = bring(database, tmp_path, content.encode(), name="a.csv")
    assert (result.refusals, result.batch.counts.created) == ([], len(codes))
    with database.read() as connection:
        found = documents(connection)
        assert {one["local_code"] for one in found} == {*codes}
        assert [one["local_base_code"] for one in found] == own
        assert {one["base_code"] for one in found} == {*NATIONAL}
        followed = connection.execute(
            text("SELECT count(*) FROM item WHERE kind = 1 AND standard_id IS NOT NULL")
        ).scalar_one()
        assert followed == len(codes)
        coded = {rule for rule in rules(connection) if "code" in rule}
        assert coded == {"missing-code", "missing-agency-code"}  # the file has neither


def _mapped(database: Database, folder: Path, content: str, table: Table) -> Brought:
    mapping = propose(write(folder / "a.csv", content), correspondence=table)["mapping"]
    kept(database, "place", mapping)
    return bring(database, folder, content.encode(), name="a.csv", mode="valid")


def test_what_the_correspondence_lacks_is_refused_with_its_remedy(
    database: Database, tmp_path: Path
) -> None:
    rows = [f"{code},城镇排水许可,某市水务局" for code in JIANGXI[:4]]
    content = "\n".join(["事项编码,事项名,办理部门", *rows]) + "\n"
    own = [BY_NAME["jiangxi"].base_code(code) for code in JIANGXI[:4]]
    table = table_of(
        "地方编码,国家编码\n"
        f"{own[0]},{NATIONAL[0]}\n{own[1]},{NATIONAL[0]}\n{own[1]},{NATIONAL[1]}\n{own[2]},无\n"
    )
    assert table == {own[0]: NATIONAL[0], own[1]: [*NATIONAL], own[2]: None}
    result = _mapped(database, tmp_path, content, table)
    assert [(one.code, one.row, one.column) for one in result.refusals] == [
        ("several-correspondences", 3, "事项编码"),
        ("no-correspondence", 5, "事项编码"),
    ]
    several, lacking = result.refusals
    assert "、".join(NATIONAL) in several.reason()
    assert str(own[3]) in lacking.reason()
    assert "对照表" in lacking.remedy()
    with database.read() as connection:
        found = documents(connection)
    assert [one.get("base_code") for one in found] == [NATIONAL[0], None]
    assert found[1]["raw"]["/base_code"] == own[2]


def test_a_code_outside_the_declared_scheme_is_refused(database: Database, tmp_path: Path) -> None:
    rows = [f"{code},城镇排水许可,某市水务局" for code in HUBEI]
    content = "\n".join(["事项编码,事项名,办理部门", *rows]) + "\n"
    mapping = propose(write(tmp_path / "a.csv", content))["mapping"]
    kept(database, "hubei", mapping)
    broken = content + "42010000,取水许可,某市水务局\n"
    result = bring(database, tmp_path, broken.encode(), name="a.csv", mode="valid")
    assert result.batch.counts.created == len(HUBEI)
    assert {one.code for one in result.refusals} == {"outside-scheme"}
    assert "湖北" in result.refusals[0].reason()


def test_a_base_catalogue_comes_in_under_its_own_codes(database: Database, tmp_path: Path) -> None:
    """20 signs that no known scheme has: the catalogue's own, and no fault of its items."""
    own = [f"99AQ{number:04}-2020-0000-{number}" for number in range(1, 5)]
    assert {len(code) for code in own} == {20}
    rows = [f"{code},排水许可{n},行政许可,市级" for n, code in enumerate(own)]
    content = "\n".join(["目录编号,目录事项名称,类别,行使层次", *rows]) + "\n"
    pairs = [f"{code},{NATIONAL[number % 2]}" for number, code in enumerate(own)]
    table = table_of("\n".join(["本地,国家", *pairs]) + "\n")
    path = write(tmp_path / "a.csv", content)
    mapping = propose(path, record="base", correspondence=table)["mapping"]
    mapping["fields"]["/issuer"] = {"constant": CITY}
    assert mapping["fields"]["/upper_code"]["table"] == "correspondence"
    kept(database, "place", mapping)
    bring(database, tmp_path, lines(base(), base(base_code=NATIONAL[1])))
    result = bring(database, tmp_path, content.encode(), name="a.csv")
    assert (result.refusals, result.batch.counts.created) == ([], len(own))
    with database.read() as connection:
        rows_ = connection.execute(
            text("SELECT code, upper_code, standard_id FROM item WHERE kind = 0 AND code IN"
                 " (SELECT code FROM item WHERE code LIKE '99AQ%') ORDER BY code")
        ).all()  # fmt: skip
        assert [(row.code, row.upper_code) for row in rows_] == [
            (code, NATIONAL[number % 2]) for number, code in enumerate(own)
        ]
        assert all(row.standard_id for row in rows_)
        assert not rules(connection) & {"malformed-base-code", "unrecognised-code"}


def test_a_correspondence_tells_its_columns_by_what_stands_in_them() -> None:
    content = "事项名称,省基本编码,国家基本编码\n甲,440117001001,000117001001\n"
    assert table_of(content) == {"440117001001": "000117001001"}
    swapped = "国家,省\n000117001001,440117001001\n"
    assert table_of(swapped) == {"440117001001": "000117001001"}
    named = "甲,乙,丙\nA-0001,B-0001,000117001001\n"
    assert table_of(named, own="乙", base="丙") == {"B-0001": "000117001001"}


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "no rows"),
        ("甲,乙\n".encode(), "no rows"),
        ("甲,乙\n一,二\n".encode(), "columns"),
        (b"\xff\xfe\x00\xd8,\x81", "UTF-8"),
    ],
)
def test_what_is_no_correspondence_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(CorrespondenceUnreadable, match=said):
        read_correspondence(io.BytesIO(content), "对照.csv")


def test_the_codes_of_guangdong_and_of_the_nation(
    database: Database, tmp_path: Path, shared_data: Path
) -> None:
    """One item, two codes: many of the province to one of the nation; the type may differ."""
    from app.regions import load_regions

    with database.write() as connection:
        load_regions(connection)
    path = shared_data / "guangdong_province_vs_national_codes.csv"
    mapping = propose(path)["mapping"]
    assert not mapping.get("undecided")
    kept(database, "pairs", mapping)
    result = bring(database, tmp_path, path.read_bytes(), name="pairs.csv", mode="valid")
    assert result.batch.mapping == "pairs@1"
    assert result.batch.counts.created >= 0.99 * result.batch.counts.rows
    with database.read() as connection:
        found = documents(connection)
        assert {one["base_code"][:2] for one in found} == {"00"}
        assert {one["local_base_code"][:2] for one in found} == {"44"}
        assert all(one["handling_code"][19:21] == "44" for one in found)
        nonsense = {"malformed-base-code", "base-code-differs", "handling-code-apart"}
        assert not rules(connection) & nonsense
    with path.open("rb") as content:
        table = read_correspondence(content, path.name)
    assert len({*map(str, table.values())}) < len(table)


def test_the_base_catalogue_of_guangdong_under_its_own_codes(
    database: Database, tmp_path: Path, shared_data: Path
) -> None:
    """What has a counterpart follows it; of what has none in the table, the row says so."""
    from app.regions import load_regions

    with database.write() as connection:
        load_regions(connection)
    with (shared_data / "guangdong_province_vs_national_codes.csv").open("rb") as content:
        table = read_correspondence(content, "对照.csv")
    path = shared_data / "guangdong_base_catalogue_2021.csv"
    mapping = propose(path, correspondence=table)["mapping"]
    kept(database, "place", mapping)
    result = bring(database, tmp_path, path.read_bytes(), name="a.csv", mode="valid")
    assert {one.code for one in result.refusals} == {"no-correspondence"}
    with database.read() as connection:
        rows_ = connection.execute(text("SELECT code, upper_code FROM item WHERE kind = 0")).all()
    assert rows_
    assert all(row.upper_code == table[row.code] for row in rows_)
