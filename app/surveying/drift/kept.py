"""留存: what was worked out of the catalogue, kept until the longest unused has to go."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class Kept:
    """What was made, under its name; the longest unused goes first."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._held: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, name: Hashable, make: Callable[[], Any]) -> Any:
        """Return what is held under a name, made if need be."""
        with self._lock:  # readers who come meanwhile wait, and do not make it too
            if name not in self._held:
                self._held[name] = make()
            self._held.move_to_end(name)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
            return self._held[name]
