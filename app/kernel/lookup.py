"""按键查: look things up by key, the few that are asked for, and all at once after that.

A small write asks for a dozen bodies and standards, an import for all of them: neither should pay
for the other.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

FEW = 500  # so many keys cost about as much as reading all regions, or bodies


class Lookup(dict[K, V]):
    """What ``some`` says of the keys that were asked for; ``lookup[key]`` asks for one.

    From ``few`` keys on, ``everything`` is read once. A key that is not there is ``nothing()``.
    What was looked up or put here before stays as it is: whoever writes changes his own copy first.
    """

    __slots__ = ("_asked", "_complete", "_everything", "_few", "_nothing", "_some")

    def __init__(
        self,
        some: Callable[[Sequence[K]], Mapping[K, V]],
        everything: Callable[[], Mapping[K, V]],
        nothing: Callable[[], V],
        few: int = FEW,
    ) -> None:
        super().__init__()
        self._some, self._everything, self._nothing = some, everything, nothing
        self._asked, self._few, self._complete = 0, few, False

    def __missing__(self, key: K) -> V:
        """Ask for a key that nobody has asked for yet."""
        self.look_up((key,))
        return self.setdefault(key, self._nothing())

    def look_up(self, keys: Iterable[K]) -> None:
        """Ask for these keys in one question, unless they are known."""
        fresh = [] if self._complete else [key for key in dict.fromkeys(keys) if key not in self]
        self._asked += len(fresh)
        if self._asked > self._few:
            self.complete()
        elif fresh:
            found = self._some(fresh)
            self.update((key, found[key] if key in found else self._nothing()) for key in fresh)

    def complete(self) -> None:
        """Read everything, if that has not been done."""
        if not self._complete:
            self._complete = True
            for key, value in self._everything().items():
                self.setdefault(key, value)
