"""The registry: the shipped list is sound, lists are read, citations find the law they mean."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import text

from app.kernel.db import Database
from app.laws import LawIndex, add_laws, load_laws, read_laws, shipped_laws
from app.laws.loading import BadLaw, key_of

TODAY = date(2026, 1, 1)
LAWS = {row.name for row in shipped_laws()}


def test_no_two_shipped_laws_have_one_name_and_number() -> None:
    keys = Counter(key_of(row) for row in shipped_laws())
    assert [key for key, number in keys.items() if number > 1] == []
    assert len(keys) > 500


def test_dates_of_shipped_laws_follow_each_other() -> None:
    for row in shipped_laws():
        days = [day for day in (row.effective, row.ended) if day]
        assert days == sorted(days), row
        # 城市维护建设税暂行条例 was published in February 1985, in force from 1 January
        retroactive = row.name == "城市维护建设税暂行条例"
        assert (
            not row.published or not row.effective or retroactive or row.published <= row.effective
        )
        assert row.source


def test_successors_are_in_the_list_and_in_force_when_the_law_ends() -> None:
    begins = {row.name: row.effective for row in shipped_laws() if not row.ended and row.effective}
    for row in shipped_laws():
        if row.successor and row.successor in begins:
            assert row.ended
            assert begins[row.successor] <= row.ended, row
        assert row.successor is None or row.successor in LAWS, row


def test_versions_of_one_name_take_over_from_each_other_without_gap() -> None:
    by_name: dict[str, list[tuple[date, date | None]]] = {}
    for row in shipped_laws():
        by_name.setdefault(row.name, []).append((row.effective or date.min, row.ended))
    for name, spans in by_name.items():
        spans.sort()
        for (_, ended), (effective, _) in pairwise(spans):
            assert ended == effective, name


def test_loading_again_adds_nothing_and_keeps_corrections(database: Database) -> None:
    with database.write() as connection:
        assert load_laws(connection) == len(list(shipped_laws()))
        connection.execute(text("UPDATE law SET ended = '2030-01-01' WHERE name = '消防法'"))
        assert load_laws(connection) == 0
        kept = connection.execute(text("SELECT ended FROM law WHERE name = '消防法'")).scalar_one()
    assert str(kept) == "2030-01-01"


def test_a_list_adds_corrects_and_tells_what_it_cannot_read(database: Database) -> None:
    lines = [
        "name,number,rank,effective,ended",
        "示例省排水条例,,3,2010-01-01,2020-01-01",
        "示例省排水条例,第9号,3,2020-01-01,",
        "消防法,,1,1998-09-01,",
        "坏日期法,,1,2020-13-01,",
        ",,1,,",
        "坏位阶法,,9,,",
    ]
    with database.write() as connection:
        load_laws(connection)
        done = add_laws(connection, read_laws(lines))
        again = add_laws(connection, read_laws(lines[:4]))
        rows = connection.execute(
            text("SELECT number, superseded FROM law WHERE name = '示例省排水条例' ORDER BY id")
        ).all()
        fire = connection.execute(
            text("SELECT issuer, revised FROM law WHERE name = '消防法'")
        ).one()
    assert (done.added, done.renewed, [error.line for error in done.errors]) == (2, 1, [5, 6, 7])
    assert (again.added, again.renewed, again.unchanged) == (0, 0, 3)
    assert [tuple(row) for row in rows] == [(None, 1), ("第9号", 0)]
    assert tuple(fire) == (None, None)  # what the list leaves blank is not known


def test_a_line_that_cannot_be_read_is_named() -> None:
    assert list(read_laws(["name,revised", "甲法,二零"])) == [
        BadLaw(2, "invalid literal for int() with base 10: '二零'")
    ]


@pytest.mark.parametrize(
    "key, number, name, found",
    [
        ("医疗器械监督管理条例", "国务院令650号", "医疗器械监督管理条例", "国务院令第650号"),
        ("医疗器械监督管理条例", "", "医疗器械监督管理条例", "国务院令第739号"),
        ("医疗器械监督管理条例", "国务院令797号修订", "医疗器械监督管理条例", "国务院令第739号"),
        ("医疗器械监督管理条例", "国务院令276号公布国务院令739号修订", "医疗器械监督管理条例", "国务院令第739号"),
        ("合同法", "主席令15号", "合同法", None),
        ("", "国务院令641号", "城镇排水与污水处理条例", "国务院令第641号"),
    ],
)  # fmt: skip
def test_a_citation_finds_the_law_it_means(
    database: Database, key: str, number: str, name: str, found: str | None
) -> None:
    with database.write() as connection:
        load_laws(connection)
        for index in (LawIndex(connection), LawIndex(connection, {key})):
            law = index.find(key, number)
            row = connection.execute(
                text("SELECT name, number FROM law WHERE id = :law"), {"law": law}
            ).one()
            assert tuple(row) == (name, found)
        assert LawIndex(connection).find("示例市不存在的办法", "国务院令641号") is None
        assert LawIndex(connection).find("", "") is None
