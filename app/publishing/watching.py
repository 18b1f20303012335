"""Who tells that the catalogue changed.

SQLite: ``PRAGMA data_version`` on the fast path's own connection, which moves with every commit of
any other connection or process. PostgreSQL: a thread that listens
for the NOTIFY of each write, and looks at the catalogue's version besides, in case the way to the
server (a pooler, say) loses notifications.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from socket import socketpair
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from app.items.state import CHANNEL
from app.kernel.db import Database
from app.publishing.shelf import Shelf

if TYPE_CHECKING:
    import psycopg

LISTENING_SECONDS = 2.0
"""How often the version is looked at although notifications come."""
POLLING_SECONDS = 0.5
"""How often it is looked at where LISTEN is refused."""
RETRY_SECONDS = 1.0

log = logging.getLogger("yizhi")


class SqliteReader:
    """One read-only connection, used by the event loop alone; opened when first needed."""

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


class PostgresWatcher:
    """A thread that renews the shelf when the catalogue changes."""

    def __init__(self, database: Database, shelf: Shelf) -> None:
        url = database.url.set(drivername="postgresql")
        self._address = url.render_as_string(hide_password=False)
        self._shelf = shelf
        self._stopped = Event()
        self._wake, self._waker = socketpair()
        self._version: int | None = None
        self._thread = Thread(target=self._run, name="yizhi-watcher", daemon=True)

    def start(self) -> None:
        """Start watching; pages are kept from the moment the watch stands."""
        self._thread.start()

    def stop(self) -> None:
        """Stop watching and wait for the thread to end."""
        self._stopped.set()
        self._waker.send(b"!")
        self._thread.join(timeout=5)
        self._wake.close()
        self._waker.close()
        self._shelf.unwatch()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._watch()
            except Exception:
                self._shelf.unwatch()
                log.warning("the watch on the catalogue broke off", exc_info=True)
                self._stopped.wait(RETRY_SECONDS)

    def _watch(self) -> None:
        with _connected(self._address) as connection, DefaultSelector() as selector:
            patience = LISTENING_SECONDS if _listen(connection) else POLLING_SECONDS
            selector.register(connection.fileno(), EVENT_READ)
            selector.register(self._wake, EVENT_READ)
            self._look(connection)
            self._shelf.renew()
            self._shelf.watched = True
            while not self._stopped.is_set():
                selector.select(patience)
                for _ in connection.notifies(timeout=0):
                    self._shelf.renew()
                self._look(connection)

    def _look(self, connection: psycopg.Connection[Any]) -> None:
        """Renew the shelf if the version moved and no notification said so."""
        row = connection.execute("SELECT max(version) FROM catalogue_state").fetchone()
        version = row[0] if row else None
        if version != self._version:
            self._version = version
            self._shelf.renew()


@contextmanager
def _connected(address: str) -> Iterator[psycopg.Connection[Any]]:
    import psycopg

    with psycopg.connect(address, autocommit=True, application_name="yizhi-watcher") as connection:
        yield connection


def _listen(connection: psycopg.Connection[Any]) -> bool:
    import psycopg

    try:
        connection.execute(f"LISTEN {CHANNEL}")
    except psycopg.Error:
        log.warning("LISTEN is refused; looking at the version every half second instead")
        return False
    return True
