"""The writer takes, tells apart and refuses; what it refuses leaves no trace."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import inspect, text

from app.items import writing
from app.items.documents import read_document
from app.items.record import IMPLEMENTATION
from app.kernel.db import Database
from tests.factories.audited import put
from tests.factories.catalogue import BASE_CODE, CITY, COUNTY, NATION, PROVINCE, base, local

ITEM = "SELECT {columns} FROM item WHERE kind = 1"


def _one(database: Database, columns: str) -> Any:
    with database.read() as connection:
        return connection.execute(text(ITEM.format(columns=columns))).one()


def _count(database: Database, table: str) -> int:
    with database.read() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_creates_then_leaves_alone_then_changes(database: Database) -> None:
    assert put(database, local())[0].verb == "created"
    assert put(database, local())[0].verb == "unchanged"
    assert put(database, local(name="另一名称"))[0].verb == "changed"
    assert _one(database, "number").number == 2
    assert _count(database, "revision") == 2


def test_looks_nobody_meant_to_type_change_nothing(database: Database) -> None:
    put(database, local(conditions="符合条件。"))
    same = local(conditions="\u3000符合条件。\x00 ", questions=None)
    assert put(database, same)[0].verb == "unchanged"


def test_one_key_says_one_thing_per_transaction(database: Database) -> None:
    first, second = local(), local(status="2")
    outcomes = put(database, first, dict(first), second)
    assert [one.verb for one in outcomes] == ["created", "unchanged", "refused"]
    assert outcomes[2].errors[0].code == "twice"
    assert outcomes[2].errors[0].value == first["code"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_which_row_comes_first_does_not_decide_whether_two_disagree(
    database: Database, order: tuple[int, int]
) -> None:
    rows = local(), local(status="2")
    put(database, rows[0])
    outcomes = put(database, *(rows[place] for place in order))
    assert outcomes[1].verb == "refused"
    assert outcomes[1].errors[0].code == "twice"


@pytest.mark.parametrize(
    "changes, pointer, code",
    [
        ({"name": None}, "/name", "no-name"),
        ({"name": "\u200b "}, "/name", "no-name"),
        ({"code": None}, "/code", "no-code"),
        ({"code": "1" * 65}, "/code", "too-long"),
        ({"row_id": "r" * 65}, "/row_id", "too-long"),
        ({"region": "981234000000"}, "/region", "unknown-region"),
        ({"region": "甲县"}, "/region", "unknown-region"),
        ({"cancel_date": "2021-02-30"}, "/cancel_date", "no-date"),
        ({"effective_date": "明年"}, "/effective_date", "no-date"),
        ({"level": 4}, "/level", "wrong-type"),
        ({"links": []}, "/links", "wrong-type"),
        ({"colour": "red"}, "/colour", "unknown-field"),
        ({"materials": {"name": "a"}}, "/materials", "wrong-type"),
        ({"materials": [{"name": "a"}, {"colour": "red"}]}, "/materials/1/colour", "unknown-field"),
        ({"materials": [{"copies": 2**31}]}, "/materials/0/copies", "out-of-range"),
        ({"handling": {"visits": 40000}}, "/handling/visits", "out-of-range"),
        ({"time_limit": {"promised": {"number": 1.5}}}, "/time_limit/promised/number", "wrong-type"),
        ({"name": "甲\ud800"}, "", "unstorable"),
        ({"raw": {"/name": "\ud800"}}, "", "unstorable"),
    ],
)  # fmt: skip
def test_refusals_name_the_place(
    database: Database, changes: dict[str, Any], pointer: str, code: str
) -> None:
    document = {**local(agency={"code": "NEW", "name": "新局"}), **changes}
    document = {name: part for name, part in document.items() if part is not None}
    before = _count(database, "agency")
    outcome = put(database, document)[0]
    assert outcome.verb == "refused"
    assert [(error.pointer, error.code) for error in outcome.errors] == [(pointer, code)]
    assert _count(database, "item") == 0
    assert _count(database, "agency") == before


@pytest.mark.parametrize("depth", [200, 300, 2000])
def test_bottomless_values_are_refused_not_fatal(database: Database, depth: int) -> None:
    nested: Any = []
    for _ in range(depth):
        nested = [nested]
    for field in ("materials", "raw", "name", "colour"):
        outcome = put(database, local(**{field: nested}), base())[0]
        assert outcome.verb == "refused"


def test_a_first_load_leaves_the_indexes_as_they_were(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "FIRST_LOAD", 1)
    before = {
        one["name"]: one["column_names"] for one in inspect(database.engine).get_indexes("item")
    }
    put(database, base(), local(COUNTY), local(CITY))
    assert _count(database, "item") == 3
    after = inspect(database.engine).get_indexes("item")
    assert {one["name"]: one["column_names"] for one in after} == before
    assert before


def test_numbers_no_column_holds_are_refused_or_left_out_of_the_columns(database: Database) -> None:
    huge = [{"name": "审查", "number": 2**31 - 1, "unit": "1"}] * 3
    many = [{"name": f"材料{n}"} for n in range(40_000)]
    put(database, local(process={"steps": huge}, materials=many, handling={"visits": 5.0}))
    row = _one(database, "step_total, steps, material_count, visits")
    assert tuple(row) == (None, 3, 32767, 5)


def test_codes_that_are_digits_elsewhere_are_no_numbers(database: Database) -> None:
    outcome = put(database, local(level="²", status="٣", handling={"depth": ["②", "3"]}))[0]
    assert outcome.verb == "created"
    assert tuple(_one(database, "level, status, depth")) == (None, None, 8)


def test_a_type_longer_than_its_column_is_kept_whole_in_its_document(database: Database) -> None:
    put(database, local(type="行政许可一类的长名"))
    assert _one(database, "type").type == "行政许可一类的长"
    with database.read() as connection:
        document = read_document(connection, 1)
    assert document
    assert document.content["type"] == "行政许可一类的长名"


def test_dates_are_kept_in_the_one_spelling_that_compares(database: Database) -> None:
    put(database, local(cancel_date="20210304"))
    assert str(_one(database, "cancel_date").cancel_date) == "2021-03-04"


def test_the_same_code_of_another_row_of_the_source_is_another_item(database: Database) -> None:
    outcomes = put(database, local(row_id="1"), local(row_id="2"))
    assert [one.verb for one in outcomes] == ["created", "created"]


def test_a_missing_region_is_read_off_the_credit_code(database: Database) -> None:
    document = local(COUNTY)
    del document["region"]
    put(database, document)
    assert _one(database, "region_id").region_id == int(COUNTY)


def test_the_nearest_issuer_above_gives_the_standard(database: Database) -> None:
    put(database, local(CITY), local(COUNTY))
    for issuer, followers in ((NATION, 2), (CITY, 2), (PROVINCE, 0)):
        put(database, base(issuer=issuer))
        assert _followers(database, issuer) == followers
    assert _followers(database, NATION) == 0


def _followers(database: Database, issuer: str) -> int:
    sql = (
        "SELECT count(*) FROM item i JOIN item b ON b.id = i.standard_id"
        " WHERE i.kind = :kind AND b.qualifier = :issuer"
    )
    with database.read() as connection:
        found = connection.execute(text(sql), {"kind": IMPLEMENTATION, "issuer": issuer})
        return int(found.scalar_one())


@pytest.mark.parametrize("suffix", ["01", "99", "AB", "zz"])
def test_items_of_a_split_base_item_fall_back_to_the_whole(database: Database, suffix: str) -> None:
    put(database, local(base_code=BASE_CODE + suffix))
    put(database, base())
    assert _followers(database, NATION) == 1
    put(database, base(BASE_CODE + suffix, issuer=NATION))
    with database.read() as connection:
        sql = "SELECT b.code FROM item i JOIN item b ON b.id = i.standard_id WHERE i.kind = 1"
        assert connection.execute(text(sql)).scalars().all() == [BASE_CODE + suffix]


def test_a_lower_base_item_is_held_against_the_one_above_by_code_or_by_what_it_states(
    database: Database,
) -> None:
    put(database, base("990117001001", issuer=PROVINCE, upper_code=BASE_CODE))
    put(database, base(BASE_CODE, issuer=CITY))
    put(database, base())
    with database.read() as connection:
        sql = "SELECT i.code, b.qualifier FROM item i JOIN item b ON b.id = i.standard_id ORDER BY i.code"
        rows = [tuple(row) for row in connection.execute(text(sql))]
    assert rows == [(BASE_CODE, NATION), ("990117001001", NATION)]
