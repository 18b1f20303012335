"""预热: counts of a large catalogue are made before anybody asks, and kept for the next start.

A service looks every few seconds whether what it has counted can be followed to what the catalogue
is now. It cannot when the service starts, after an import of many places, after a change of rules:
then it reads what is stored (``stored``), or counts in the background and stores that. What readers
see does not depend on it; who comes before it has finished waits for the same count.
"""

from __future__ import annotations

import gc
import logging
from threading import Event, Thread

from sqlalchemy import Connection, text

from app.auditing.following import followers
from app.auditing.stored import store
from app.items.state import read_state
from app.kernel.db import Database

SMALL = 50_000
"""Fewer items are counted while a reader waits, and their counts are not stored."""
LOOKING_SECONDS = 3.0
FAILING_SECONDS = 60.0
STOPPING_SECONDS = 5.0
log = logging.getLogger(__name__)


class Warmer:
    """Keeps the counts of one catalogue warm; until it is started, and once stopped, it does nothing."""

    def __init__(self, database: Database, small: int = SMALL) -> None:
        self._database, self._small = database, small
        self._version = 0
        self._stopped = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Look at once, and then again and again."""
        self._thread = Thread(target=self._run, name="yizhi-warmer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop looking; what is being counted just now is nobody's any more."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(STOPPING_SECONDS)

    def look(self) -> None:
        """Make what the next reader would have to make from nothing, and store what is not stored."""
        with self._database.read() as connection:
            if connection.execute(_LAST).scalar_one() < self._small:
                return
            if self._prepared(connection) + self._stored(connection):
                # counts are many objects that stay: who looks for garbage need not look at them
                gc.collect()
                gc.freeze()

    def _prepared(self, connection: Connection) -> int:
        """Return how many counts were made or read."""
        version = read_state(connection).version
        if version == self._version:
            return 0
        whole = [one for one in followers() if one.form is not None and not one.form.keyed]
        made = sum(one.prepare(connection) for one in whole)
        self._version = version
        return made

    def _stored(self, connection: Connection) -> int:
        """Return how many counts were stored."""
        number = 0
        for one in followers():
            for count in one.to_store(connection):
                with self._database.write() as writer:
                    store(writer, count)
                number += 1
        return number

    def _run(self) -> None:
        patience = 0.0
        while not self._stopped.wait(patience):
            patience = LOOKING_SECONDS
            try:
                self.look()
            except Exception:  # no tables yet, a long import, a restart of the server
                patience = FAILING_SECONDS
                log.warning("counts could not be made ahead", exc_info=True)


_LAST = text("SELECT coalesce(max(id), 0) FROM item")
