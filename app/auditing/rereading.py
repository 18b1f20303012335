"""重读自有部分: own parts as they are stored, judged by their frames where these say it all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.auditing.judging import Bench
from app.items.composing import plain_frames, whole_own
from app.items.values import Defect
from app.kernel.db import bulk_select

KEPT = 50_000
_CONTENT = "SELECT id, content FROM own_frame WHERE id IN ({keys})"


@dataclass(slots=True)
class Reader:
    """Judges own parts as they are stored."""

    bench: Bench
    _frames: dict[int | None, str | None] = field(default_factory=lambda: {None: None})

    def meet(self, connection: Connection, frame_ids: Iterable[int | None]) -> None:
        """Read the frames among these that were not met before."""
        if len(self._frames) > KEPT:
            self._frames = {None: None}
        fresh = set(frame_ids) - self._frames.keys()
        self._frames.update(bulk_select(connection, _CONTENT, fresh))

    def judge(
        self, kind: int, stored: str, frame: int | None, base: int | None, *plain: int | None
    ) -> Sequence[Defect]:
        """Return the defects of an own part."""
        whole = whole_own(stored, self._frames[frame], self._frames[base])
        return self.bench.own_part(kind, whole, plain_frames(*plain))
