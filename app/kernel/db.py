"""The one database: SQLite (embedded) or PostgreSQL. What differs between them lives here only, in
``bulk`` what differs about statements below SQLAlchemy, and in ``loading`` about an empty table.

``Database.read()`` and ``Database.write()`` each give one transaction. There is one writer at a
time: SQLite by ``BEGIN IMMEDIATE``, PostgreSQL by an advisory lock, so ids may be allocated from
``max(id) + 1`` and derived tables kept current without races.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, EFBIG, ENOSPC
from math import inf
from time import monotonic
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url, text
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.orm import DeclarativeBase

from app.kernel.loading import loading

WRITER_LOCK = 0x59495A48  # "YIZH": one advisory lock for all writers of a PostgreSQL catalogue
DEFAULT_WAIT = 30.0  # seconds a writer waits for another one
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
