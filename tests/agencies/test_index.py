from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, select

from app.agencies import AgencyIndex, by_code, local_code
from app.agencies.models import Agency
from app.kernel.db import Database
from app.regions import load_regions

PANYU, GUANGZHOU = 440113000000, 440100000000
CODE = "11440100007483172Q"


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.write() as connection:
        load_regions(connection)
        yield connection


def stored(connection: Connection) -> list[tuple[Any, ...]]:
    columns = (Agency.id, Agency.code, Agency.name, Agency.region_id, Agency.line)
    return [tuple(row) for row in connection.execute(select(*columns).order_by(Agency.id))]


def test_a_body_is_stored_once(connection: Connection) -> None:
    index = AgencyIndex(connection)
    assert index.intern(CODE, "广州市公安局", GUANGZHOU) == 1
    assert index.intern(f"{CODE.lower()} ", " 广州市公安局\u3000", GUANGZHOU) == 1
    assert index.intern("TE4401", "广州市教育局", GUANGZHOU) == 2
    assert index.flush(connection) == 2
    assert stored(connection) == [
        (1, CODE, "广州市公安局", GUANGZHOU, "公安"),
        (2, "TE4401", "广州市教育局", GUANGZHOU, "教育"),
    ]
    assert index.flush(connection) == 0


def test_the_next_import_knows_them(connection: Connection) -> None:
    first = AgencyIndex(connection)
    first.intern(CODE, "广州市公安局", GUANGZHOU)
    first.flush(connection)
    second = AgencyIndex(connection)
    assert len(second) == 1
    assert second.intern(CODE, "广州市公安局", GUANGZHOU) == 1
    assert second.intern("another", "另一个局", None) == 2
    assert second.flush(connection) == 1


def test_a_body_without_code_is_known_by_name_and_region(connection: Connection) -> None:
    index = AgencyIndex(connection)
    panyu = index.intern(None, "教育局", PANYU)
    assert index.intern("", "教育局 ", PANYU) == panyu
    assert index.intern(None, "教育局", GUANGZHOU) != panyu
    index.flush(connection)
    row = by_code(connection, local_code("教育局", PANYU))
    assert row is not None
    assert row["code"].startswith("name:")
    assert (row["id"], row["region_name"], row["line"]) == (panyu, "番禺区", "教育")
    assert AgencyIndex(connection).intern(None, "教育局", PANYU) == panyu


def test_a_name_finds_the_body_with_a_code(connection: Connection) -> None:
    index = AgencyIndex(connection)
    coded = index.intern(CODE, "广州市公安局（本级）", GUANGZHOU)
    assert index.intern(None, "广州市公安局(本级)", GUANGZHOU) == coded


def test_namesakes_in_one_region_are_not_mixed_up(connection: Connection) -> None:
    index = AgencyIndex(connection)
    both = {index.intern("A1", "服务中心", PANYU), index.intern("A2", "服务中心", PANYU)}
    assert index.intern(None, "服务中心", PANYU) not in both


def test_nothing_to_go_by(connection: Connection) -> None:
    index = AgencyIndex(connection)
    for code, name in ((None, None), (" ", "\u3000")):
        with pytest.raises(ValueError, match="code or a name"):
            index.intern(code, name, PANYU)
    assert index.flush(connection) == 0


def test_a_code_without_name_gets_its_name_later(connection: Connection) -> None:
    index = AgencyIndex(connection)
    index.intern(CODE, None, None)
    index.flush(connection)
    assert stored(connection) == [(1, CODE, CODE, None, None)]
    index.intern(CODE, "广州市公安局", GUANGZHOU)
    assert index.flush(connection) == 1
    assert stored(connection) == [(1, CODE, "广州市公安局", GUANGZHOU, "公安")]


def test_the_first_name_of_an_import_renames_the_body_for_good(connection: Connection) -> None:
    first = AgencyIndex(connection)
    first.intern(CODE, "广州市旅游局", GUANGZHOU)
    first.intern(CODE, "旅游局", GUANGZHOU)
    first.flush(connection)
    second = AgencyIndex(connection)
    second.intern(CODE, "广州市文化广电旅游局", PANYU)
    second.intern(CODE, "广州市旅游局", GUANGZHOU)
    assert second.flush(connection) == 1
    assert stored(connection) == [(1, CODE, "广州市文化广电旅游局", GUANGZHOU, "文旅")]


def test_what_differs_in_looks_only_renames_nothing(connection: Connection) -> None:
    index = AgencyIndex(connection)
    index.intern(CODE, "公安局（本级）", GUANGZHOU)
    index.flush(connection)
    again = AgencyIndex(connection)
    again.intern(CODE, "公安局(本级)", GUANGZHOU)
    assert again.flush(connection) == 0


def test_bodies_read_one_by_one_are_those_of_all(connection: Connection) -> None:
    first = AgencyIndex(connection)
    for number in range(9):
        first.intern(f"A{number}", f"第{number % 7}服务中心", PANYU)
    first.flush(connection)
    index = AgencyIndex(connection)
    assert index.intern("A8", "第三医院", PANYU) == 9
    index.flush(connection)
    named = {name: index.intern(None, name, PANYU) for name in ("第三医院", "第1服务中心")}
    assert named == {"第三医院": 9, "第1服务中心": 10}, "A8 was the second of that name"
    assert index.intern(None, "第2服务中心", PANYU) == 3
    assert len(index) == 10
