"""框架: what the own parts of one body's items have in common, stored once.

An own part never repeats as a whole, but what surrounds its codes, dates and links does: body,
region, level, town, status. That is kept as one row for all of them, and a line (see ``lines``)
whose frame has been accepted before is well-formed and placed already; all others go the long way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, text

from app.items.identity import Places, region_of
from app.items.lines import FRAMING
from app.items.presence import own_presence
from app.items.shapes import Malformed
from app.kernel.db import bulk_insert, next_id
from app.kernel.hashing import canonical_bytes, copied, digest

KEPT = 50_000


@dataclass(slots=True)
class Frame:
    """What tidy own parts share, and what it comes to."""

    hash: bytes
    content: bytes
    own: dict[str, Any]
    present: int
    region_id: int | None = None
    agency_code: str | None = None
    agency_name: str | None = None
    """With its code: of a frame whose body and region are known."""
    agency_id: int | None = None
    id: int | None = None
    """Both known once an item with the frame was accepted."""


NO_FRAME = Frame(b"\x00" * 16, b"{}", {}, 0)


@dataclass(slots=True)
class Frames:
    """The frames of one write transaction."""

    connection: Connection
    places: Places
    _known: dict[bytes, Frame] = field(default_factory=dict)
    _new: list[tuple[int, bytes, str]] = field(default_factory=list)
    _next: int = 0
    _empty: bool = False

    def __post_init__(self) -> None:
        self._next = next_id(self.connection, "own_frame")
        self._empty = self._next == 1

    def of(self, own: Mapping[str, Any]) -> Frame:
        """Return the frame of a tidy own part; it is stored only once it is ``kept``."""
        framing = {name: own[name] for name in FRAMING if name in own}
        if not framing:
            return NO_FRAME
        content = canonical_bytes(framing)
        return self._known.get(content) or self._made(copied(content), framing)

    def kept(self, frame: Frame) -> Frame:
        """Return the stored frame of an own part that was accepted."""
        if frame.id is not None or frame is NO_FRAME:
            return frame
        known = self._known.get(frame.content, frame)
        if known.id is None:
            known.id = None if self._empty else self._stored(known.hash)
            if known.id is None:
                known.id = self._next
                self._next += 1
                self._new.append((known.id, known.hash, known.content.decode()))
            self._remember(known)
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

    def _made(self, content: bytes, framing: dict[str, Any]) -> Frame:
        frame = Frame(digest(content), content, framing, own_presence(framing))
        agency = framing.get("agency") or {}
        region_id = region_of(framing, agency.get("code"), self.places)
        if agency.get("code") and not isinstance(region_id, Malformed):
            frame.region_id = region_id
            frame.agency_code, frame.agency_name = agency["code"], agency.get("name")
            self._remember(frame)
        return frame

    def _remember(self, frame: Frame) -> None:
        if len(self._known) >= KEPT:
            self.let_go()
        self._known[frame.content] = frame

    def _stored(self, content_hash: bytes) -> int | None:
        found = self.connection.execute(_STORED, {"hash": content_hash}).scalar()
        return None if found is None else int(found)


def whole_own(own: str | bytes, frame: str | bytes | None) -> dict[str, Any]:
    """Return an own part from what is stored of it: what is its own, and its frame."""
    whole: dict[str, Any] = orjson.loads(own)
    return whole if frame is None else orjson.loads(frame) | whole


_STORED = text("SELECT id FROM own_frame WHERE hash = :hash")
