"""框架: what the own parts of one body's items, or of one base item's, have in common, stored once.

An own part never repeats as a whole, but what surrounds its row id and dates does (see
``composing``). That is kept as one row for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from app.kernel.db import bulk_insert, next_id
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

    def kept(self, frame: Frame) -> Frame:
        """Return the stored frame of an own part that was accepted."""
        if frame.id is not None or frame is NO_FRAME:
            return frame
        known = self._known.get(frame.hash, frame)
        if known.id is None:
            known.id = None if self._empty else self._stored(known.hash)
            if known.id is None:
                known.id = self._next
                self._next += 1
                self._new.append((known.id, known.hash, known.content.decode()))
            known.content = b""
            if len(self._known) >= KEPT:
                self.let_go()
            self._known[known.hash] = known
        return known

    def flush(self) -> None:
        """Write the frames that are new."""
        bulk_insert(self.connection, "own_frame", ("id", "hash", "content"), self._new)
        self._new.clear()

    def let_go(self) -> None:
        """Forget the frames met; those still to come are looked up."""
        self.flush()
        self._known.clear()
        self._empty = False

    def _stored(self, content_hash: bytes) -> int | None:
        found = self.connection.execute(_STORED, {"hash": content_hash}).scalar()
        return None if found is None else int(found)


_STORED = text("SELECT id FROM own_frame WHERE hash = :hash")
