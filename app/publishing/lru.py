"""A memory of the last used, bounded by bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class ByteLru(Generic[K, V]):
    """Keeps what was used last, up to so many bytes; safe between threads.

    Reading takes no lock: each step on the dictionary is atomic, and a key that another thread
    dropped in between is a miss or a hit that was not noted, never an error.
    """

    __slots__ = ("_kept", "_lock", "_sizes", "limit", "size")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._sizes: dict[K, int] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: K) -> V | None:
        """Return what is kept under ``key``, and note that it was used."""
        found = self._kept.get(key)
        if found is not None:
            try:  # noqa: SIM105  # suppress() costs more than the rest of this
                self._kept.move_to_end(key)
            except KeyError:
                pass
        return found

    def put(self, key: K, value: V, size: int) -> None:
        """Keep a value of so many bytes, dropping what was not used for longest."""
        if size > self.limit:
            return
        with self._lock:
            self.size += size - self._sizes.get(key, 0)
            self._kept[key] = value
            self._sizes[key] = size
            while self.size > self.limit:
                oldest, _ = self._kept.popitem(last=False)
                self.size -= self._sizes.pop(oldest)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._sizes.clear()
            self.size = 0
