"""框架: what the own parts of one body's items, or of one base item's, have in common, stored once.

An own part never repeats as a whole, but what surrounds its row id and dates does: body, region,
level, town, status, the look of codes and links; base code and type. That is kept as one row for
all of them (see ``composing``). A line (see ``lines``) whose setting has been accepted before is
well-formed and placed already; all others go the long way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from app.items.composing import STANDARD, Shortened, Standard, beginning_of, framing, shortened
from app.items.identity import Places, region_of
from app.items.lines import SETTING
from app.items.presence import own_presence
from app.items.shapes import Malformed
from app.kernel.db import bulk_insert, next_id
from app.kernel.hashing import canonical_bytes, copied, digest

KEPT = 50_000
LOOKS = 16
"""Frames that are kept at hand for one setting."""


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
class Setting:
    """What tidy own parts say of their body and place, and what it comes to."""

    own: dict[str, Any]
    present: int
    beginning: str | None
    region_id: int | None = None
    agency_code: str | None = None
    agency_name: str | None = None
    """With its code: of a setting whose body and region are known."""
    agency_id: int | None = None
    """Known once an item with the setting was accepted."""
    looks: dict[tuple[bool, str | None], Frame] = field(default_factory=dict)
    """By whether the code is composed, and the pattern of links."""


class Composed(NamedTuple):
    """An own part as it is stored."""

    rest: bytes
    """JSON of what is its own."""
    frame: Frame
    base: Frame
    plain: bool
    """Whether it is plainly composed (see ``Shortened``)."""


@dataclass(slots=True)
class Frames:
    """The frames of one write transaction."""

    connection: Connection
    places: Places
    _settings: dict[bytes, Setting] = field(default_factory=dict)
    _bases: dict[Standard, Frame] = field(default_factory=dict)
    _known: dict[bytes, Frame] = field(default_factory=dict)
    _new: list[tuple[int, bytes, str]] = field(default_factory=list)
    _next: int = 0
    _empty: bool = False

    def __post_init__(self) -> None:
        self._next = next_id(self.connection, "own_frame")
        self._empty = self._next == 1

    def setting_of(self, own: Mapping[str, Any]) -> Setting:
        """Return what a tidy own part says of its body and place."""
        said = {name: own[name] for name in SETTING if name in own}
        content = canonical_bytes(said)
        return self._settings.get(content) or self._placed(copied(content), said)

    def composed(self, beside: Mapping[str, Any], setting: Setting) -> Composed:
        """Return an own part, less its setting, as it is stored once its frames are ``kept``."""
        short = shortened(beside, setting.beginning)
        standard = short.standard
        look = standard is not None, short.pattern
        frame = setting.looks.get(look) or self._look(setting, look, short)
        base = NO_FRAME
        if standard is not None:
            base = self._bases.get(standard) or self._base(standard)
        return Composed(canonical_bytes(short.rest), frame, base, short.is_plain)

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
            self._remember(known)
        return known

    def flush(self) -> None:
        """Write the frames that are new."""
        bulk_insert(self.connection, "own_frame", ("id", "hash", "content"), self._new)
        self._new.clear()

    def let_go(self) -> None:
        """Forget the frames met; those still to come are looked up."""
        self.flush()
        for met in (self._settings, self._bases, self._known):
            met.clear()
        self._empty = False

    def _placed(self, content: bytes, said: dict[str, Any]) -> Setting:
        setting = Setting(said, own_presence(said), beginning_of(said))
        agency = said.get("agency") or {}
        region_id = region_of(said, agency.get("code"), self.places)
        if agency.get("code") and not isinstance(region_id, Malformed):
            setting.region_id = region_id
            setting.agency_code, setting.agency_name = agency["code"], agency.get("name")
            if len(self._settings) >= KEPT:
                self.let_go()
            self._settings[content] = setting
        return setting

    def _look(self, setting: Setting, look: tuple[bool, str | None], short: Shortened) -> Frame:
        said = framing(setting.own, setting.beginning, short)
        if not said:
            return NO_FRAME
        if len(setting.looks) >= LOOKS:
            setting.looks.clear()
        pattern = short.pattern and intern(short.pattern)  # which thousands of settings have
        frame = setting.looks[look[0], pattern] = self._met(said)
        return frame

    def _base(self, standard: Standard) -> Frame:
        said = {
            name: text for name, text in zip(STANDARD, standard, strict=True) if text is not None
        }
        if len(self._bases) >= KEPT:
            self.let_go()
        frame = self._bases[standard] = self._met(said)
        return frame

    def _met(self, said: dict[str, Any]) -> Frame:
        content = copied(canonical_bytes(said))
        frame = Frame(digest(content), content)
        return self._known.get(frame.hash, frame)

    def _remember(self, frame: Frame) -> None:
        if len(self._known) >= KEPT:
            self.let_go()
        self._known[frame.hash] = frame

    def _stored(self, content_hash: bytes) -> int | None:
        found = self.connection.execute(_STORED, {"hash": content_hash}).scalar()
        return None if found is None else int(found)


_STORED = text("SELECT id FROM own_frame WHERE hash = :hash")
