"""Who tells that a catalogue on PostgreSQL changed.

A thread that listens for the NOTIFY of each write, and looks at the catalogue's version besides,
in case the way to the server (a pooler, say) loses notifications. On SQLite ``SqliteReader`` tells.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
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
