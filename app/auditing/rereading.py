"""重读自有部分: own parts as they are stored, judged by their frame and by the few pieces beside it.

What an own part shares with others of its body stands in a frame (see ``items.frames``); that is
read once. The rest is short, and the glance knows most of it from other own parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection

from app.auditing.glance import UNIQUE, beginning_of, pieces_in
from app.auditing.judging import Bench
from app.items.frames import whole_own
from app.items.record import BASE
from app.items.values import Defect
from app.kernel.db import bulk_select

KEPT = 50_000
Framing = tuple[str, str]
"""Content, what codes begin with."""
_CONTENT = "SELECT id, content FROM own_frame WHERE id IN ({keys})"
_BARE: Framing = ("{}", "")


@dataclass(slots=True)
class Reader:
    """Judges own parts as they are stored."""

    bench: Bench
    _frames: dict[int | None, Framing] = field(default_factory=lambda: {None: _BARE})

    def meet(self, connection: Connection, frame_ids: Iterable[int | None]) -> None:
        """Read the frames among these that were not met before."""
        if len(self._frames) > KEPT:
            self._frames = {None: _BARE}
        fresh = set(frame_ids) - self._frames.keys()
        for identity, content in bulk_select(connection, _CONTENT, fresh):
            self.meet_frame(identity, content)

    def meet_frame(self, identity: int, content: str) -> None:
        """Note one frame by its number."""
        self._frames[identity] = content, beginning_of(orjson.loads(content))

    def judge(self, kind: int, stored: str, frame_id: int | None) -> Sequence[Defect]:
        """Return the defects of an own part."""
        own: dict[str, Any] = orjson.loads(stored)
        frame, beginning = self._frames[frame_id]
        pieces = None
        if kind != BASE and own.keys() <= UNIQUE:
            pieces = pieces_in(own, frame_id, beginning)
            if pieces and self.bench.glance.is_clean(pieces):
                return ()
        return self.bench.by_rules(kind, whole_own(stored, frame), pieces)
