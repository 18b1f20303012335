"""跟数: figures of the whole catalogue, counted once and then followed from write to write.

What is counted is kept per place (region and body). A small write notes which places it touched
(``touching``); whoever asks next counts those again and takes all others as they were. Sums over
many places are kept too, and set right by the difference (``sums``). What is counted so is exact: a
property test holds every count to one made from nothing. Large counts are kept in the catalogue as
well (``stored``), where a service that starts finds them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from app.auditing.stored import Form, Stored, Versioned, read_count, written
from app.auditing.touching import places_since
from app.items.state import read_state
from app.kernel.garbage import uncollected

KEPT = 6
"""Counts that are kept of one kind: of several versions, against several baselines."""
STORED_AGAIN = 200
"""After so many versions a count is stored again: one too far behind cannot be followed."""
EVERYWHERE = "1 = 1"
C = TypeVar("C", bound=Versioned)
_followers: list[Follower[Any]] = []


def forget() -> None:
    """Forget all counts: for who empties a catalogue, whose versions then begin again."""
    for one in _followers:
        one.clear()


def followers() -> list[Follower[Any]]:
    """Return all ways of counting there are."""
    return list(_followers)


class Follower(Generic[C]):
    """One way of counting: from nothing, or on from what was counted of an earlier version.

    Readers who come while it is counted wait, and do not count too. ``key`` tells apart what is
    counted against different baselines. ``form``: how it is stored, where that is worth it.
    """

    def __init__(
        self,
        whole: Callable[..., C],
        follow: Callable[..., C],
        form: Form[C, Any] | None = None,
        most: int = KEPT,
    ) -> None:
        self._whole, self._follow, self._most, self.form = whole, follow, most, form
        self._kept: OrderedDict[tuple[Any, ...], C] = OrderedDict()
        self._stored: dict[tuple[Any, ...], int] = {}
        """Of which version a count is stored, as far as this process knows; 0: of none."""
        self._lock = Lock()
        _followers.append(self)

    def get(self, connection: Connection, *key: Any) -> C:
        """Return the count of the catalogue as this transaction sees it."""
        version = read_state(connection).version
        mine = (str(connection.engine.url), *key)
        with self._lock:
            if (*mine, version) not in self._kept:
                self._kept[*mine, version] = self._made(connection, mine, version, key)
            self._kept.move_to_end((*mine, version))
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return self._kept[*mine, version]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._stored.clear()

    def prepare(self, connection: Connection) -> bool:
        """Make the count that the next reader would have to make or read; tell whether he would."""
        version = read_state(connection).version
        known = [one[-1] for one in list(self._kept) if one[:-1] == (str(connection.engine.url),)]
        newest = max((one for one in known if one <= version), default=None)
        if newest is not None and places_since(connection, newest) is not None:
            return False
        self.get(connection)
        return True

    def to_store(self, connection: Connection) -> Iterator[Stored]:
        """Yield the counts that are not stored, or long ago, as they are stored.

        One that a key tells apart is stored once: what the key names may be no more.
        """
        if self.form is None:
            return
        url, version = str(connection.engine.url), read_state(connection).version
        for mine, stored in list(self._stored.items()):
            behind = not self.form.keyed and version - stored > STORED_AGAIN
            if mine[0] == url and (stored == 0 or behind):
                key = mine[1:]
                yield written(connection, self.form, self.get(connection, *key), key)
                self._stored[mine] = version  # whoever asked has stored it

    def _made(
        self, connection: Connection, mine: tuple[Any, ...], version: int, key: tuple[Any, ...]
    ) -> C:
        for before in self._earlier(connection, mine, version, key):
            if before.version == version:
                return before
            places = places_since(connection, before.version)
            if places is not None:
                return self._follow(connection, before, places, *key)
        self._stored[mine] = 0
        with uncollected():
            return self._whole(connection, *key)

    def _earlier(
        self, connection: Connection, mine: tuple[Any, ...], version: int, key: tuple[Any, ...]
    ) -> Iterator[C]:
        """Yield what there is to go on from: in this process, then in the catalogue."""
        known = [one for one in self._kept if one[:-1] == mine and one[-1] < version]
        if known:
            yield self._kept[max(known)]
        if self.form is not None:
            stored = read_count(connection, self.form, key)
            if stored is not None:
                self._stored[mine] = stored.version
                yield stored
