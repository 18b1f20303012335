"""候选: which names are worth comparing, without comparing all of them with all.

Two cores are candidates when the one has some of the other's rarest pairs of characters, or when
both are made of the same characters. What everybody says (公证指引, 信息查询) leads nowhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

RAREST = 4
"""So many of the rarest pairs of characters of a core are looked up."""
COMMON = 200
"""A pair of characters that more cores than this have tells nothing; unless a core has no other."""


class CoreIndex:
    """索引: cores by their pairs of characters."""

    def __init__(self, cores: Iterable[str]) -> None:
        """Take the cores among which candidates are looked for."""
        self._cores = sorted(set(cores))
        self._with: dict[str, list[int]] = defaultdict(list)
        self._made_of: dict[str, list[int]] = defaultdict(list)
        for place, core in enumerate(self._cores):
            self._made_of["".join(sorted(core))].append(place)
            for pair in pairs_of(core):
                self._with[pair].append(place)

    def candidates(self, core: str) -> Iterator[str]:
        """Yield the other cores that may be the same matter, each once."""
        found: Counter[int] = Counter(self._made_of.get("".join(sorted(core)), ()))
        known = sorted(
            (len(self._with[pair]), pair) for pair in pairs_of(core) if pair in self._with
        )
        rare = [pair for number, pair in known if number <= COMMON][:RAREST]
        for pair in rare or [pair for _, pair in known[:1]]:
            found.update(self._with[pair])
        for place in sorted(found):
            if self._cores[place] != core:
                yield self._cores[place]


def pairs_of(core: str) -> set[str]:
    """Return the pairs of neighbouring characters; a single character is its own pair."""
    return {core[place : place + 2] for place in range(len(core) - 1)} or {core}
