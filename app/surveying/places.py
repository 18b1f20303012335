"""名称里的地名: the place that a name begins with, which is no part of the matter.

Only names that are known to be places are taken off: 城市, 农贸市场 and 开发区 begin matters too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from app.kernel.text import fold
from app.regions.edition import shipped_regions

SHORTEST = 3
"""城区 and 郊区 are regions, and words: shorter names of regions prove nothing."""
_ANY_PLACE = re.compile(r"^(?:[全本我][省市县区]|[省市](?![内外级际会政场民容直属管区辖]))")
_GOING_ON = frozenset("场民政容级")
"""深圳市场…, 广东省级…: the word does not end where the place would."""
_LEFT = 3
"""Characters that must be left of a name."""


class Places:
    """Names of regions, longest first, as they stand at the beginning of names."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names of regions; short ones are left out."""
        self._names = frozenset(folded for name in names if len(folded := fold(name)) >= SHORTEST)
        self._longest = max(map(len, self._names), default=0)

    def split(self, folded: str) -> tuple[str, str]:
        """Return the place that a folded name begins with, '' where none, and the rest."""
        end = 0
        while length := self._next(folded, end):
            end += length
        return folded[:end], folded[end:]

    def _next(self, folded: str, start: int) -> int:
        for length in range(min(self._longest, len(folded) - start - _LEFT), SHORTEST - 1, -1):
            end = start + length
            if folded[start:end] in self._names and folded[end] not in _GOING_ON:
                return length
        found = _ANY_PLACE.match(folded[start:]) if start == 0 else None
        return found.end() if found and len(folded) - found.end() >= _LEFT else 0


@lru_cache(maxsize=4)
def places_among(names: frozenset[str]) -> Places:
    """Return the places of these names: the same ones for the same names, so readings may be kept."""
    return Places(names)


@lru_cache(maxsize=1)
def known_places() -> Places:
    """Return the regions of the shipped list."""
    return places_among(frozenset(row.name for row in shipped_regions()))
