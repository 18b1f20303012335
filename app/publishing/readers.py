"""读者: connections of the fast path's own, below SQLAlchemy, which read and nothing else."""

from __future__ import annotations

import re
import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import TextClause

from app.kernel.db import Database

if TYPE_CHECKING:
    import psycopg

_NAMED = re.compile(r":([a-z_0-9]+)")


class Found(list[tuple[Any, ...]]):
    """Rows, as whoever asks for items takes them (see ``Asks``)."""

    def scalar_one(self) -> Any:
        """Return what stands in the one row there is."""
        ((value,),) = self
        return value


class SqliteReader:
    """One read-only connection, used by the event loop alone; opened when first needed.

    It also tells of changes: ``PRAGMA data_version`` moves with every commit of any other
    connection or process.
    """

    def __init__(self, path: Path) -> None:
        self.address = f"{path.absolute().as_uri()}?mode=ro"
        self._connection: sqlite3.Connection | None = None
        self._version: int | None = None

    def rows(self, sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]:
        """Run one statement; SQLite keeps it prepared.

        Raises:
            sqlite3.Error: there is no such file, or not the tables.
        """
        if self._connection is None:
            self._connection = _open(self.address)
        return self._connection.execute(sql, parameters).fetchall()

    def execute(self, statement: TextClause, parameters: dict[str, Any], /) -> Found:
        """Run a statement with named parameters."""
        return Found(self.rows(statement.text, parameters))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the catalogue, by however many statements; cheaper than each alone."""
        self.rows("BEGIN")
        try:
            yield
        finally:
            self.rows("COMMIT")

    def changed(self) -> bool:
        """Tell whether anybody committed anything since the last time this was asked."""
        version = self.rows("PRAGMA data_version")[0][0]
        if version == self._version:
            return False
        self._version = version
        return True

    def close(self) -> None:
        """Close the connection; it opens again when needed."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._version = None


def _open(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, timeout=1.0
    )
    for pragma in ("query_only=ON", "cache_size=-65536", "mmap_size=8589934592"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


class PostgresReader:
    """One read-only connection, used by one thread at a time; each statement sees its own snapshot.

    Whoever needs several statements to see one state of the catalogue does not ask here.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement with ``?``; the server keeps it prepared."""
        return self.connection.execute(_numbered(sql), parameters).fetchall()

    def execute(self, statement: TextClause, parameters: dict[str, Any], /) -> Found:
        """Run a statement with named parameters."""
        return Found(self.connection.execute(_named(statement.text), parameters).fetchall())


@lru_cache(maxsize=1024)
def _numbered(sql: str) -> bytes:
    return sql.replace("%", "%%").replace("?", "%s").encode()


@lru_cache(maxsize=1024)
def _named(sql: str) -> bytes:
    return _NAMED.sub(r"%(\1)s", sql.replace("%", "%%")).encode()


class PostgresReaders:
    """As many readers as threads use at once, kept until closed."""

    def __init__(self, database: Database) -> None:
        url = database.url.set(drivername="postgresql")
        self._address = url.render_as_string(hide_password=False)
        self._idle: deque[PostgresReader] = deque()

    @contextmanager
    def one(self) -> Iterator[PostgresReader]:
        """Lend a reader; one that failed is not lent again.

        Raises:
            psycopg.Error: the server does not answer, or has not the tables.
        """
        try:
            reader = self._idle.pop()
        except IndexError:
            reader = PostgresReader(self._connected())
        try:
            yield reader
        except BaseException:
            reader.connection.close()
            raise
        self._idle.append(reader)

    def _connected(self) -> psycopg.Connection[Any]:
        import psycopg

        connection = psycopg.connect(
            self._address, autocommit=True, application_name="yizhi-reader", prepare_threshold=1
        )
        connection.execute("SET default_transaction_read_only = on")
        return connection

    def close(self) -> None:
        """Close what is not lent."""
        while self._idle:
            self._idle.pop().connection.close()
