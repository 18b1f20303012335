"""书架: whole rendered pages, kept for as long as the catalogue does not change.

A page may be kept only while somebody watches the catalogue (``watched``), and only if it was read
in the generation that stands: a reader notes ``generation`` before it opens its snapshot.
"""

from __future__ import annotations

from typing import NamedTuple

from app.kernel.language import Language
from app.publishing.answers import Rendered
from app.publishing.lru import ByteLru

PAGE_BYTES = 64 << 20


class Key(NamedTuple):
    """Under which a page is kept: what was asked for, in which medium and language."""

    path: str
    query: bytes
    media: str
    language: Language


class Shelf:
    """The pages of the generation that stands."""

    def __init__(self, limit: int = PAGE_BYTES) -> None:
        self.generation = 0
        self.watched = False
        self._pages: ByteLru[Key, Rendered] = ByteLru(limit)

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Key) -> Rendered | None:
        """Return a page that is still right."""
        return self._pages.get(key) if self.watched else None

    def put(self, key: Key, page: Rendered, generation: int) -> None:
        """Keep a page that was read in ``generation``."""
        if self.watched and generation == self.generation:
            self._pages.put(key, page, page.size())

    def renew(self) -> None:
        """The catalogue changed: nothing that was kept is right any more."""
        self.generation += 1
        self._pages.clear()

    def unwatch(self) -> None:
        """Nobody watches the catalogue: keep nothing."""
        self.watched = False
        self.renew()
