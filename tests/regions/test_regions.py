from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from sqlalchemy import Connection, func, select, text, update

from app.kernel.db import Database
from app.regions import (
    Lineages,
    RegionIndex,
    Town,
    add_towns,
    ancestors,
    by_code,
    children,
    load_regions,
    read_towns,
    subtree_ids,
)
from app.regions.models import Region, RegionWithin


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.write() as connection:
        load_regions(connection)
        yield connection


def closure(connection: Connection) -> set[tuple[int, int]]:
    rows = connection.execute(select(RegionWithin.ancestor_id, RegionWithin.region_id))
    return {(row.ancestor_id, row.region_id) for row in rows}


def test_loading_again_changes_nothing(connection: Connection) -> None:
    before = closure(connection)
    assert load_regions(connection) == 0
    assert connection.scalar(select(func.count()).select_from(Region)) == 3352
    assert closure(connection) == before


def test_older_rows_are_renewed_newer_ones_left_alone(connection: Connection) -> None:
    for region, year in ((440113000000, 2021), (440114000000, 2030)):
        changed = {"name": "旧名", "year": year}
        connection.execute(update(Region).where(Region.id == region).values(**changed))
    assert load_regions(connection) == 1
    renewed, kept = by_code(connection, "440113"), by_code(connection, "440114")
    assert renewed is not None
    assert kept is not None
    assert (renewed.name, kept.name) == ("番禺区", "旧名")


def test_the_closure_is_what_the_parents_say(connection: Connection) -> None:
    index = RegionIndex(connection)
    expected = {(above, region) for region in index.names for above in index.lineage(region)}
    assert closure(connection) == expected


def test_looking_up(connection: Connection) -> None:
    panyu = by_code(connection, "440113")
    assert panyu is not None
    assert (panyu.id, panyu.code, panyu.name, panyu.level) == (
        440113000000,
        "440113000000",
        "番禺区",
        4,
    )
    assert by_code(connection, "440113000000") == panyu
    assert by_code(connection, "999999") is None
    assert by_code(connection, "nonsense") is None
    assert [row.name for row in ancestors(connection, panyu.id)] == [
        "广州市",
        "广东省",
        "中华人民共和国",
    ]


def test_what_lies_within(connection: Connection) -> None:
    guangzhou = subtree_ids(connection, 440100000000)
    assert guangzhou[0] == 440100000000
    assert len(guangzhou) == 12
    assert [row.name for row in children(connection, 419000000000)] == ["济源市"]
    assert len(subtree_ids(connection, 0)) == 3352


def test_the_index_answers_as_the_tables(connection: Connection) -> None:
    index = RegionIndex(connection)
    assert len(index) == 3352
    assert index.id_of("110101") == 110101000000
    assert 110101000000 in index
    assert index.id_of("999999") is None
    assert index.ancestors(110101000000) == (110100000000, 110000000000, 0)
    assert index.ancestors(0) == ()
    assert index.is_within(110101000000, 0)
    assert not index.is_within(110000000000, 110101000000)
    assert [row.id for row in ancestors(connection, 419001000000)] == list(
        index.ancestors(419001000000)
    )


TOWNS = """\ufeff代码,名称,上级代码
440113001001,桥南社区,
440113001,市桥街道,
441900003,东城街道,
653228,和安县,653200
440113,番禺区,
440114,花都,

44011,少一位,
440113002,,
449999001,没有上级的镇,
440113003,上级太低的镇,440113001001
440113004,重名的镇,
440113004,另一个镇,
"""


def test_towns_and_villages_are_added_in_any_order(connection: Connection) -> None:
    report = add_towns(connection, read_towns(StringIO(TOWNS.removeprefix("\ufeff"))), 2025)
    assert (report.added, report.renamed, report.unchanged) == (5, 1, 1)
    assert [(error.line, error.problem) for error in report.errors] == [
        (9, "invalid-code"),
        (10, "missing-name"),
        (11, "unknown-parent"),
        (12, "parent-not-above"),
        (14, "repeated-code"),
    ]
    assert all(error.message for error in report.errors)
    village = by_code(connection, "440113001001")
    assert village is not None
    assert (village.level, village.year) == (6, 2025)
    assert [row.name for row in ancestors(connection, village.id)][:2] == ["市桥街道", "番禺区"]
    assert 441900003000 in subtree_ids(connection, 441900000000)
    assert 653228000000 in subtree_ids(connection, 653200000000)


def test_adding_again_changes_nothing(connection: Connection) -> None:
    towns = [Town(2, "440113001", "市桥街道"), Town(3, "440113001001", "桥南社区")]
    add_towns(connection, towns)
    before = closure(connection)
    report = add_towns(connection, towns)
    assert (report.added, report.renamed, report.unchanged, report.errors) == (0, 0, 2, [])
    assert closure(connection) == before
    connection.execute(text("UPDATE region SET year = 2000 WHERE id = 440113000000"))
    load_regions(connection)
    assert closure(connection) == before


def test_parents_are_checked(connection: Connection) -> None:
    towns = [
        Town(2, "440113001", "市桥街道", "440114"),
        Town(3, "440113002", "沙头街道", "440113003"),
        Town(4, "440113003", "东环街道", ""),
        Town(5, "440113", "番禺区", "440200"),
        Town(6, "440115", "南沙区", "44"),
        Town(7, "000000", "中国", ""),
    ]
    report = add_towns(connection, towns)
    assert [(error.line, error.problem) for error in report.errors] == [
        (3, "parent-not-above"),
        (5, "parent-differs"),
        (6, "unknown-parent"),
        (7, "invalid-code"),
    ]
    assert report.added == 2


def test_a_file_without_rows(connection: Connection) -> None:
    assert list(read_towns(StringIO(""))) == []
    assert add_towns(connection, []).added == 0


def test_lineages_are_the_same_one_by_one_and_all_at_once(connection: Connection) -> None:
    index, one_by_one = RegionIndex(connection), Lineages(connection)
    for region in sorted(index.names)[::40]:
        assert one_by_one.lineage(region) == index.lineage(region)
        assert region in one_by_one
    for unknown in (999, 440113999999):
        assert unknown not in one_by_one
        assert unknown not in Lineages(connection)
        assert Lineages(connection).lineage(unknown) == ()
