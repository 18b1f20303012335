"""A table is filled without its indexes, and nobody who reads it meanwhile can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, inspect, text

from app.kernel import loading
from app.kernel.db import Database
from app.kernel.loading import make_indexes, set_indexes_aside

_THING = """
CREATE TABLE owner (id integer PRIMARY KEY);
INSERT INTO owner VALUES (1), (2);
CREATE TABLE thing (
    id integer PRIMARY KEY,
    word varchar(9) NOT NULL,
    owner_id integer REFERENCES owner (id),
    CONSTRAINT uq_thing UNIQUE (word)
);
CREATE INDEX ix_thing_owner ON thing (owner_id) WHERE owner_id > 1
"""


@pytest.fixture
def thing(database: Database) -> Database:
    """A catalogue with a table that has a key, an index and one that it points at."""
    with database.write() as connection:
        for statement in _THING.split(";"):
            connection.execute(text(statement))
        if not database.is_sqlite:
            connection.execute(text("CREATE STATISTICS thing_words ON (id % 2), word FROM thing"))
    return database


def _filled(connection: Connection, number: int) -> list[str]:
    """Fill the table: one row before its indexes are set aside, the others after that."""
    connection.execute(text("INSERT INTO thing VALUES (0, 'w0', 1)"))
    making = set_indexes_aside(connection, "thing")
    for n in range(1, number):
        connection.execute(text("INSERT INTO thing VALUES (:n, 'w' || :n, 2)"), {"n": n})
    make_indexes(connection, making)
    return making


def _shape(database: Database) -> str:
    """Return what there is to tell of the table, save its rows."""
    seen = inspect(database.engine)
    told: list[object] = [
        seen.get_columns("thing"),
        seen.get_pk_constraint("thing"),
        seen.get_indexes("thing"),
        seen.get_unique_constraints("thing"),
        seen.get_foreign_keys("thing"),
        seen.get_schema_names(),
    ]
    if not database.is_sqlite:
        with database.read() as connection:
            told += connection.execute(_STATISTICS).all()
    return re.sub(r" at 0x\w+", "", str(told))


_STATISTICS = text(
    "SELECT stxnamespace::regnamespace, stxname, stxkind, pg_get_statisticsobjdef_columns(oid)"
    " FROM pg_statistic_ext WHERE stxrelid = 'thing'::regclass"
)


def _words(connection: Connection) -> list[str]:
    found = connection.execute(text("SELECT word FROM thing ORDER BY id"))
    return list(found.scalars())


def test_a_loaded_table_is_what_it_was(thing: Database) -> None:
    before = _shape(thing)
    with thing.write() as connection:
        assert _filled(connection, 3)
        assert _words(connection) == ["w0", "w1", "w2"]
    assert _shape(thing) == before
    with thing.read() as connection:
        assert _words(connection) == ["w0", "w1", "w2"]


def test_a_load_looks_up_by_unique_keys(thing: Database) -> None:
    explain = "EXPLAIN QUERY PLAN" if thing.is_sqlite else "EXPLAIN"
    with thing.write() as connection:
        assert set_indexes_aside(connection, "thing")
        if not thing.is_sqlite:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = connection.execute(text(f"{explain} SELECT id FROM thing WHERE word = 'w1'")).all()
    assert re.search("INDEX|Index", str(plan))


def test_a_load_that_fails_leaves_the_table_empty(thing: Database) -> None:
    before = _shape(thing)
    with pytest.raises(RuntimeError), thing.write() as connection:
        _filled(connection, 3)
        raise RuntimeError
    with thing.write() as connection, connection.begin_nested() as nested:
        _filled(connection, 3)
        nested.rollback()
    assert _shape(thing) == before
    with thing.read() as connection:
        assert _words(connection) == []


@contextmanager
def _impatient(database: Database) -> Iterator[Connection]:
    """Read as one who would rather fail than wait."""
    with database.read() as connection:
        if not database.is_sqlite:
            connection.execute(text("SET LOCAL lock_timeout = '200ms'"))
        yield connection


def test_readers_need_not_wait_for_a_load(thing: Database) -> None:
    with thing.write() as connection:
        _filled(connection, 3)
        with _impatient(thing) as reader:
            assert _words(reader) == []


def test_readers_that_asked_before_a_load_find_its_rows_after_it(thing: Database) -> None:
    older = Database(thing.url.render_as_string(hide_password=False))
    for _ in range(8):  # often enough for the driver to have the statement prepared
        with older.read() as reader:
            assert _words(reader) == []
    with thing.write() as connection:
        _filled(connection, 3)
    with older.read() as reader:
        assert _words(reader) == ["w0", "w1", "w2"]
    older.dispose()


def test_readers_that_hold_on_to_the_table_do_not_stop_a_load(
    thing: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "PATIENCE", 0.05)
    before = _shape(thing)
    with _impatient(thing) as reader:
        assert _words(reader) == []
        with thing.write() as connection:
            _filled(connection, 3)
        assert _words(reader) == []
    with thing.read() as connection:
        assert _words(connection) == ["w0", "w1", "w2"]
    assert _shape(thing) == before


@pytest.mark.parametrize(
    "hanging",
    ["CREATE VIEW seen AS SELECT word FROM thing", "GRANT SELECT ON thing TO PUBLIC"],
)
def test_a_table_that_something_hangs_on_keeps_its_indexes(
    postgresql_url: str, hanging: str
) -> None:
    database = Database(postgresql_url)
    with database.write() as connection:
        connection.execute(text("CREATE TABLE thing (id integer PRIMARY KEY, word text)"))
        connection.execute(text(hanging))
        assert set_indexes_aside(connection, "thing") == []
    database.dispose()
