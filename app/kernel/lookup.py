"""逐个查: look things up by key, one by one while few are asked for, and all at once after that.

A small write asks for a dozen bodies and standards, an import for all of them: neither should pay
for the other.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

FEW = 50  # so many questions cost about as much as reading all regions, or bodies


class Lookup(dict[K, V]):
    """What ``one`` says of each key that was asked for; ``lookup[key]`` asks.

    From ``few`` questions on, ``everything`` is read once, and a key that is not in it is
    ``nothing()``. What was looked up or put here before stays as it is: whoever writes changes
    his own copy first.
    """

    __slots__ = ("_asked", "_complete", "_everything", "_few", "_nothing", "_one")

    def __init__(
        self,
        one: Callable[[K], V],
        everything: Callable[[], Mapping[K, V]],
        nothing: Callable[[], V],
        few: int = FEW,
    ) -> None:
        super().__init__()
        self._one, self._everything, self._nothing = one, everything, nothing
        self._asked, self._few, self._complete = 0, few, False

    def __missing__(self, key: K) -> V:
        """Ask for a key that nobody has asked for yet."""
        if not self._complete and self._asked < self._few:
            self._asked += 1
            self[key] = found = self._one(key)
            return found
        self.complete()
        return self.setdefault(key, self._nothing())

    def complete(self) -> None:
        """Read everything, if that has not been done."""
        if not self._complete:
            self._complete = True
            for key, value in self._everything().items():
                self.setdefault(key, value)
