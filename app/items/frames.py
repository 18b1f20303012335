"""框架: what the own parts of one body's items, or of one base item's, have in common, stored once.

An own part never repeats as a whole, but what surrounds its row id and dates does (see
``composing``). That is kept as one row for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from app.kernel.bulk import bulk_insert, bulk_select, next_id
from app.kernel.hashing import canonical_bytes, copied, digest

KEPT = 50_000


@dataclass(slots=True)
class Frame:
    """What own parts share, as it is stored."""

    hash: bytes
    content: bytes
    """Until it is stored."""
    id: int | None = None
    """Known once an item with the frame was accepted."""


NO_FRAME = Frame(b"\x00" * 16, b"{}")


@dataclass(slots=True)
class Frames:
    """The frames of one write transaction."""

    connection: Connection
    _known: dict[bytes, Frame] = field(default_factory=dict)
    _new: list[tuple[int, bytes, str]] = field(default_factory=list)
    _next: int = 0
    _empty: bool = False

    def __post_init__(self) -> None:
        self._next = next_id(self.connection, "own_frame")
        self._empty = self._next == 1

    def of(self, said: Mapping[str, Any]) -> Frame:
        """Return the frame that says this; it is stored only once it is ``kept``."""
        if not said:
            return NO_FRAME
        content = copied(canonical_bytes(said))
        frame = Frame(digest(content), content)
        return self._known.get(frame.hash, frame)

    def look_up(self, frames: Iterable[Frame]) -> None:
        """Ask for the frames of a batch in one question, before any of them is ``kept``."""
        if len(self._known) >= KEPT:
            self.let_go()
        if self._empty:
            return
        unknown = {one.hash: one for one in frames if one.id is None and one is not NO_FRAME}
        for known in self._known.keys() & unknown.keys():
            del unknown[known]
        for identity, content_hash in bulk_select(self.connection, _STORED, unknown):
            self._remember(unknown[bytes(content_hash)], identity)

    def kept(self, frame: Frame) -> Frame:
        """Return the stored frame of an own part that was accepted."""
        if frame.id is not None or frame is NO_FRAME:
            return frame
        known = self._known.get(frame.hash)
        if known is None:
            self._new.append((self._next, frame.hash, frame.content.decode()))
            self._remember(frame, self._next)
            self._next += 1
        return known or frame

    def flush(self) -> None:
        """Write the frames that are new."""
        bulk_insert(self.connection, "own_frame", ("id", "hash", "content"), self._new)
        self._new.clear()

    def let_go(self) -> None:
        """Forget the frames met; those still to come are looked up."""
        self.flush()
        self._known.clear()
        self._empty = False

    def _remember(self, frame: Frame, identity: int) -> None:
        frame.id, frame.content = identity, b""
        self._known[frame.hash] = frame


_STORED = "SELECT id, hash FROM own_frame WHERE hash IN ({keys})"
