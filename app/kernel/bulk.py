"""成批: statements below SQLAlchemy, on the driver's own cursors, in the transaction of a connection.

What is written of many rows, or many times, goes this way; how SQLite and PostgreSQL want it done
is known here, and of their connections in ``db``. Statements have ``?`` for their parameters, and
are the same for any number of rows or keys wherever they can be, so that drivers keep them prepared.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import Any

import orjson
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from app.kernel.db import FEW_PAGES, PAGES, STATEMENTS

KEYS = 512  # parameters of one query


def driver(connection: Connection) -> Any:
    """Return the DBAPI connection below SQLAlchemy, for bulk work in the same transaction."""
    return connection.connection.driver_connection


@contextmanager
def batched(connection: Connection) -> Iterator[None]:
    """Send what the driver's cursors execute without waiting for the answers; fetching waits.

    On PostgreSQL each statement otherwise costs a way to the server and back. Inside, use driver
    cursors only: neither SQLAlchemy nor ``COPY`` can tell that an answer has yet to come.
    """
    if connection.dialect.name == "sqlite":
        yield
        return
    with driver(connection).pipeline():
        yield


@contextmanager
def few_pages(connection: Connection) -> Iterator[None]:
    """Keep few pages in memory, and sort in as little: a first load hardly comes back to a page.

    On SQLite, whose pages are memory of this process.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = driver(connection).cursor()
    cursor.execute(f"PRAGMA cache_size = -{FEW_PAGES}")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA cache_size = -{PAGES}")


def bulk_insert(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert many rows below the ORM: ``executemany`` on SQLite, ``COPY`` on PostgreSQL."""
    names = ", ".join(f'"{name}"' for name in columns)
    cursor = driver(connection).cursor()
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        with _driver_errors():
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
        return
    remaining = iter(rows)
    if (first := next(remaining, None)) is None:
        return  # a COPY of nothing costs three ways to the server
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in chain((first,), remaining):
            copy.write_row(row)


def execute(connection: Connection, sql: str, *parameters: Any) -> Any:
    """Run one statement with ``?`` placeholders; return the driver's cursor."""
    if connection.dialect.name != "sqlite":
        sql = _for_psycopg(sql)
    return driver(connection).cursor().execute(sql, parameters)


def bulk_execute(connection: Connection, sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run one statement with ``?`` placeholders for many parameter rows."""
    cursor = driver(connection).cursor()
    if connection.dialect.name != "sqlite":
        sql = _for_psycopg(sql)
    with _driver_errors():
        cursor.executemany(sql, rows)


@lru_cache(maxsize=STATEMENTS)
def _for_psycopg(sql: str) -> str:
    """Return a statement with its ``?`` placeholders as psycopg writes them."""
    return sql.replace("%", "%%").replace("?", "%s")


def bulk_update(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    differing: bool = False,
) -> None:
    """Write rows, ``columns`` and then the ``id``, over those that are there.

    ``differing``: only over those in which one of these columns is another.
    """
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        also = f" AND ({' OR '.join(f'{name} IS NOT ?' for name in columns)})" if differing else ""
        setting = ", ".join(f"{name} = ?" for name in columns)
        update = f"UPDATE {table} SET {setting} WHERE id = ?{also}"
        bulk_execute(connection, update, [(*row, *row[:-1]) for row in rows] if also else rows)
        return
    # as JSON, since the statement is then the same for any number of rows and wherever a NULL stands
    here, there = (", ".join(f"{one}.{name}" for name in columns) for one in (table, "new"))
    also = f" AND ({here}) IS DISTINCT FROM ({there})" if differing else ""
    setting = ", ".join(f"{name} = new.{name}" for name in columns)
    update = (
        f"UPDATE {table} SET {setting} FROM json_populate_recordset(NULL::{table}, %s) new"
        f" WHERE {table}.id = new.id{also}"
    )
    named = [dict(zip((*columns, "id"), row, strict=True)) for row in rows]
    told = orjson.dumps(named, default=_bytea).decode()
    driver(connection).cursor().execute(update, (told,), prepare=False)  # see ``bulk_select``


def _bytea(content: bytes) -> str:
    return f"\\x{content.hex()}"


def bulk_select(connection: Connection, sql: str, keys: Iterable[Any]) -> Iterator[Any]:
    """Yield what a query finds of many keys; ``IN ({keys})`` in it stands for being one of them."""
    cursor, wanted = driver(connection).cursor(), list(keys)
    if not wanted:
        return
    if connection.dialect.name != "sqlite":
        # planned each time: kept from when a table was empty, a plan reads all of it for every batch
        query = sql.replace("IN ({keys})", "= ANY (%s)")
        yield from cursor.execute(query, (wanted,), prepare=False)
        return
    for start in range(0, len(wanted), KEYS):
        some = wanted[start : start + KEYS]
        room = 1 << (len(some) - 1).bit_length()  # of few sizes, so the driver keeps them prepared
        some += some[-1:] * (room - len(some))
        yield from cursor.execute(sql.format(keys=", ".join("?" * room)), some).fetchall()


def insert_ids(connection: Connection, table: str, ids: Iterable[int]) -> None:
    """Insert ids into a table of one column, those there already left alone.

    The statement is the same for any number of ids, so drivers keep it prepared.
    """
    cursor = driver(connection).cursor()
    if connection.dialect.name == "sqlite":
        with _driver_errors():
            cursor.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?)", zip(ids))
        return
    unnested = f"INSERT INTO {table} SELECT unnest(%s::integer[]) ON CONFLICT DO NOTHING"
    cursor.execute(unnested, (list(ids),))


def given_ids(connection: Connection, ids: Iterable[int]) -> tuple[str, Any]:
    """Return a table of ids to select from (``given``, column ``value``), and its ``?``.

    The statement is the same for any number of ids, so drivers keep it prepared.
    """
    if connection.dialect.name == "sqlite":
        return "json_each(?) given", f"[{','.join(map(str, ids))}]"
    return "unnest(CAST(? AS integer[])) AS given(value)", list(ids)


def among(connection: Connection, select: str) -> str:
    """Return the condition of being one of what a SELECT finds: ``IN`` it, for any number of them.

    Both databases then walk an index in its order from one of these to the next; left to itself,
    PostgreSQL joins, and reads all that lies between.
    """
    return f"IN ({select})" if connection.dialect.name == "sqlite" else f"= ANY (ARRAY({select}))"


@contextmanager
def _driver_errors() -> Iterator[None]:
    """Raw cursors bypass SQLAlchemy's wrapping: wrap the errors we explain."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OperationalError("bulk", None, error) from error


def next_id(connection: Connection, table: str) -> int:
    """Return the next free integer id; safe because the caller is the only writer."""
    row = driver(connection).cursor().execute(f"SELECT max(id) FROM {table}").fetchone()
    return int(row[0] or 0) + 1
