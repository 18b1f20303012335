"""The one database: SQLite (embedded) or PostgreSQL. What differs between them lives here only,
and in ``loading`` what differs about filling an empty table.

``Database.read()`` and ``Database.write()`` each give one transaction. There is one writer at a
time: SQLite by ``BEGIN IMMEDIATE``, PostgreSQL by an advisory lock, so ids may be allocated from
``max(id) + 1`` and derived tables kept current without races.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from errno import EDQUOT, EFBIG, ENOSPC
from functools import lru_cache
from itertools import chain
from math import inf
from time import monotonic
from typing import Any

import orjson
import psycopg
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url, text
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.orm import DeclarativeBase

from app.kernel.loading import loading

WRITER_LOCK = 0x59495A48  # "YIZH": one advisory lock for all writers of a PostgreSQL catalogue
DEFAULT_WAIT = 30.0  # seconds a writer waits for another one
KEYS = 512  # parameters of one query
PAGES, FEW_PAGES = 65536, 32768  # KB of its pages that a connection to SQLite keeps in memory
STATEMENTS = 500  # that a connection keeps prepared: a write alone has a hundred
PING_AFTER = 1.0  # seconds of rest after which a connection is tried before it is used

_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The declarative base of every table."""

    metadata = MetaData(naming_convention=_NAMING)


class CatalogueBusy(Exception):
    """Another writer holds the catalogue; nothing was written."""


class StorageFull(Exception):
    """The disk is full; the transaction was rolled back and nothing was written."""


class Database:
    """One catalogue, by its SQLAlchemy URL (``sqlite:///file`` or ``postgresql://…``)."""

    writes = 0
    """Transactions that this process committed, to any catalogue: who keeps pages looks at it."""

    def __init__(self, url: str, *, wait: float = DEFAULT_WAIT) -> None:
        parsed = make_url(url)
        self.url = parsed
        self.wait = wait
        self.dialect = parsed.get_backend_name()
        self.engine = _sqlite_engine(url, wait) if self.is_sqlite else _postgresql_engine(url)

    @property
    def is_sqlite(self) -> bool:
        return self.dialect == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give one read transaction (a consistent snapshot)."""
        with self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give the write transaction, committed at the end or rolled back whole.

        Raises:
            CatalogueBusy: another writer did not finish within ``wait`` seconds.
            StorageFull: the disk is full.
        """
        with _explained(), self.engine.connect() as connection:
            connection = connection.execution_options(yizhi_writer=True)
            with connection.begin():
                if not self.is_sqlite:
                    _lock_postgresql(connection, self.wait)
                with loading(connection):
                    yield connection
            Database.writes += 1

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


_FULL = ("disk is full", "No space left", "disk I/O error", "could not extend file")


@contextmanager
def _explained() -> Iterator[None]:
    """Turn the drivers' words for "busy" and "full" into ours; raw cursors raise them unwrapped."""
    try:
        yield
    except (OperationalError, sqlite3.OperationalError, psycopg.OperationalError) as error:
        words = str(error)
        if "database is locked" in words or "lock timeout" in words:
            raise CatalogueBusy from error
        if any(full in words for full in _FULL):
            raise StorageFull from error
        if not isinstance(error, OperationalError):
            raise OperationalError("", None, error) from error
        raise
    except OSError as error:
        if error.errno in (ENOSPC, EDQUOT, EFBIG):
            raise StorageFull from error
        raise


def _sqlite_engine(url: str, wait: float) -> Engine:
    kept = {"check_same_thread": False, "timeout": wait, "cached_statements": STATEMENTS}
    engine = create_engine(url, connect_args=kept)

    @event.listens_for(engine, "connect")
    def _prepare(dbapi: Any, _record: object) -> None:
        dbapi.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "page_size=8192",  # of a new file: five revisions to a page waste a tenth of it
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            f"cache_size=-{PAGES}",
            "mmap_size=8589934592",
            "wal_autocheckpoint=4000",  # 32 MB: a checkpoint takes as long as fifty small commits
        ):
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writer = connection.get_execution_options().get("yizhi_writer")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine


def _postgresql_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(parsed)

    @event.listens_for(engine, "connect")
    def _prepare(dbapi: Any, _record: object) -> None:
        dbapi.prepared_max = STATEMENTS
        dbapi.autocommit = True  # compiling our long statements takes longer than running them
        dbapi.execute("SET jit = off")
        dbapi.autocommit = False

    @event.listens_for(engine, "checkin")
    def _rest(_dbapi: Any, record: Any) -> None:
        record.info["rested"] = monotonic()

    @event.listens_for(engine, "checkout")
    def _wake(dbapi: Any, record: Any, _proxy: object) -> None:
        """Replace all pooled connections if one that rested is dead, as after a restart."""
        if monotonic() - record.info.get("rested", inf) > PING_AFTER:
            try:
                engine.dialect.do_ping(dbapi)
            except psycopg.Error as error:
                raise InvalidatePoolError from error

    return engine


def _lock_postgresql(connection: Connection, wait: float) -> None:
    connection.execute(text(f"SET LOCAL lock_timeout = '{int(wait * 1000)}ms'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})


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
    import sqlite3

    try:
        yield
    except sqlite3.OperationalError as error:
        raise OperationalError("bulk", None, error) from error


def next_id(connection: Connection, table: str) -> int:
    """Return the next free integer id; safe because the caller is the only writer."""
    row = driver(connection).cursor().execute(f"SELECT max(id) FROM {table}").fetchone()
    return int(row[0] or 0) + 1
