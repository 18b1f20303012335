"""The two engines behave alike."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from sqlalchemy import text

from app.kernel import db
from app.kernel.bulk import (
    batched,
    bulk_insert,
    bulk_select,
    driver,
    execute,
    few_pages,
    insert_ids,
)
from app.kernel.db import Database


def test_a_write_is_seen_after_it_ends(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("CREATE TABLE thing (n integer)"))
        connection.execute(text("INSERT INTO thing VALUES (1)"))
    with database.read() as connection:
        assert connection.execute(text("SELECT n FROM thing")).scalar_one() == 1


def test_a_failed_write_leaves_nothing(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("CREATE TABLE thing (n integer)"))
    with pytest.raises(RuntimeError), database.write() as connection:
        connection.execute(text("INSERT INTO thing VALUES (1)"))
        raise RuntimeError
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM thing")).scalar_one() == 0


def test_few_pages_are_kept_for_a_while_only(sqlite_url: str) -> None:
    def kept() -> int:
        return int(connection.exec_driver_sql("PRAGMA cache_size").scalar_one())

    with Database(sqlite_url).write() as connection:
        before = kept()
        with pytest.raises(RuntimeError), few_pages(connection):
            assert kept() > before  # both negative: KB
            raise RuntimeError
        assert kept() == before


def test_no_statement_is_compiled(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    for opened in (database.read, database.write):
        with opened() as connection:
            assert connection.exec_driver_sql("SHOW jit").scalar_one() == "off"
    with pytest.raises(RuntimeError), database.write() as connection:
        raise RuntimeError  # what is rolled back is not the setting
    with database.read() as connection:
        assert connection.exec_driver_sql("SHOW jit").scalar_one() == "off"
    database.dispose()


def test_connections_that_died_while_they_rested_are_replaced(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "PING_AFTER", 0.0)
    database = Database(postgresql_url)
    with ExitStack() as stack:
        opened = [stack.enter_context(database.read()) for _ in range(4)]
        dead = {one.scalar(text("SELECT pg_backend_pid()")) for one in opened}
    killer = Database(postgresql_url)
    with killer.read() as connection:
        for pid in dead:
            connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    with database.read() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) not in dead
    killer.dispose()
    database.dispose()


def test_statements_of_a_batch_are_done_in_order(database: Database) -> None:
    with database.write() as connection:
        cursor = driver(connection).cursor()
        cursor.execute("CREATE TABLE thing (n integer PRIMARY KEY)")
        with batched(connection):
            insert_ids(connection, "thing", [1, 2, 3])
            insert_ids(connection, "thing", range(3, 6))
            execute(connection, "DELETE FROM thing WHERE n % 2 = ? OR n = ?", 0, 5)
            left = driver(connection).cursor().execute("SELECT n FROM thing ORDER BY n")
        assert [row[0] for row in left.fetchall()] == [1, 3]


def test_a_batch_that_fails_leaves_nothing(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("CREATE TABLE thing (n integer PRIMARY KEY)"))
    failing = pytest.raises(Exception, match="nowhere")
    with failing, database.write() as connection, batched(connection):
        insert_ids(connection, "thing", [1])
        execute(connection, "DELETE FROM nowhere")
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM thing")).scalar_one() == 0


def test_many_keys_are_looked_up(database: Database) -> None:
    rows = [(n, bytes((n % 256, n // 256))) for n in range(2000)]
    wanted = [key for n, key in rows if n % 2] + [b"none"]
    with database.write() as connection:
        kind = "BLOB" if database.is_sqlite else "bytea"
        connection.execute(text(f"CREATE TABLE thing (n integer, key {kind})"))
        bulk_insert(connection, "thing", ("n", "key"), rows)
        bulk_insert(connection, "thing", ("n", "key"), [])
        select = "SELECT n FROM thing WHERE key IN ({keys})"
        found = [n for (n,) in bulk_select(connection, select, wanted)]
        assert sorted(found) == list(range(1, 2000, 2))
        assert list(bulk_select(connection, select, [])) == []
