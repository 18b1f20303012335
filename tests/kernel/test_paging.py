"""Keyset paging: every row once, in order, and a cursor that cannot be made up."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, column, select, table, text

from app.kernel.db import Database
from app.kernel.paging import InvalidCursor, Key, decode, encode, page

KEYS = st.lists(
    st.one_of(st.text(max_size=20), st.integers(-(2**53), 2**53)), min_size=1, max_size=4
)


@given(KEYS)
def test_a_cursor_gives_its_key_back(key: list[Key]) -> None:
    assert decode(encode(key), len(key)) == key


@given(KEYS, st.data())
def test_an_altered_cursor_is_refused(key: list[Key], data: st.DataObject) -> None:
    cursor = encode(key)
    place = data.draw(st.integers(0, len(cursor) - 2))  # the last sign may hold unused bits
    other = data.draw(st.sampled_from([sign for sign in "AbC9_" if sign != cursor[place]]))
    with pytest.raises(InvalidCursor):
        decode(cursor[:place] + other + cursor[place + 1 :], len(key))


@pytest.mark.parametrize("cursor", ["", "x", "中文", "!!!!", urlsafe_b64encode(b"[1]").decode()])
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        decode(cursor, 1)


def test_a_cursor_of_another_order_is_refused() -> None:
    with pytest.raises(InvalidCursor):
        decode(encode([1, 2]), 1)


THING = table("thing", column("area"), column("code"))


@pytest.fixture
def things(database: Database) -> Database:
    with database.write() as connection:
        connection.execute(text("CREATE TABLE thing (area integer, code varchar(9))"))
        rows = [{"area": n % 3, "code": f"{n:03}"} for n in range(25)]
        connection.execute(text("INSERT INTO thing VALUES (:area, :code)"), rows)
    return database


def _walk(connection: Connection, limit: int) -> list[list[str]]:
    pages, cursor = [], None
    while True:
        key = (THING.c.area, THING.c.code)
        rows, cursor = page(connection, select(THING), key=key, limit=limit, cursor=cursor)
        pages.append([row["code"] for row in rows])
        if cursor is None:
            return pages


@pytest.mark.parametrize("limit,sizes", [(10, [10, 10, 5]), (25, [25]), (200, [25]), (5, [5] * 5)])
def test_pages_hold_every_row_once_in_order(things: Database, limit: int, sizes: list[int]) -> None:
    with things.read() as connection:
        pages = _walk(connection, limit)
    assert [len(rows) for rows in pages] == sizes
    expected = sorted((n % 3, f"{n:03}") for n in range(25))
    assert [code for rows in pages for code in rows] == [code for _, code in expected]


def test_rows_added_behind_do_not_shift_the_next_page(things: Database) -> None:
    key = (THING.c.area, THING.c.code)
    with things.read() as connection:
        first, cursor = page(connection, select(THING), key=key, limit=5)
    with things.write() as connection:
        connection.execute(text("INSERT INTO thing VALUES (-1, 'new')"))
    with things.read() as connection:
        second, _ = page(connection, select(THING), key=key, limit=5, cursor=cursor)
    assert not {row["code"] for row in first} & {row["code"] for row in second}
    assert second[0]["code"] == "015"
