"""拼合一批: the own parts of one write transaction, each brought into the form in which it is stored.

What an own part says of body and place is its setting. A line (see ``lines``) whose setting has been
accepted before is well-formed and placed already; all others go the long way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Any, NamedTuple

from app.items.composing import STANDARD, Shortened, Standard, beginning_of, framing, shortened
from app.items.frames import KEPT, NO_FRAME, Frame, Frames
from app.items.identity import Places, region_of
from app.items.lines import SETTING
from app.items.plain import is_plain
from app.items.presence import own_presence
from app.items.shapes import Malformed
from app.kernel.hashing import canonical_bytes, digest

LOOKS = 16
"""Frames that are kept at hand for one setting."""
Look = tuple[bool, str | None]
"""Whether the code is composed, and the pattern of links."""


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
    looks: dict[Look, Frame] = field(default_factory=dict)


class Composed(NamedTuple):
    """An own part as it is stored."""

    rest: bytes
    """JSON of what is its own."""
    frame: Frame
    base: Frame
    plain: bool
    """Whether it is plainly composed of the two (see ``plain``)."""


@dataclass(slots=True)
class Composer:
    """Composes the own parts of one write transaction."""

    frames: Frames
    places: Places
    _settings: dict[bytes, Setting] = field(default_factory=dict)
    """By the hash of what they say, of which there are many."""
    _bases: dict[Standard, Frame] = field(default_factory=dict)

    def setting_of(self, own: Mapping[str, Any]) -> Setting:
        """Return what a tidy own part says of its body and place."""
        said = {name: own[name] for name in SETTING if name in own}
        known = digest(canonical_bytes(said))
        return self._settings.get(known) or self._placed(known, said)

    def composed(self, beside: Mapping[str, Any], setting: Setting) -> Composed:
        """Return an own part, less its setting, as it is stored once its frames are kept."""
        short = shortened(beside, setting.beginning)
        standard = short.standard
        frame = setting.looks.get((standard is not None, short.pattern))
        base = NO_FRAME
        if standard is not None:
            base = self._bases.get(standard) or self._based(standard)
        return Composed(
            canonical_bytes(short.rest),
            frame or self._framed(setting, short),
            base,
            is_plain(short.rest, standard),
        )

    def let_go(self) -> None:
        """Forget what was met."""
        self._settings.clear()
        self._bases.clear()
        self.frames.let_go()

    def _placed(self, known: bytes, said: dict[str, Any]) -> Setting:
        setting = Setting(said, own_presence(said), beginning_of(said))
        agency = said.get("agency") or {}
        region_id = region_of(said, agency.get("code"), self.places)
        if agency.get("code") and not isinstance(region_id, Malformed):
            setting.region_id = region_id
            setting.agency_code, setting.agency_name = agency["code"], agency.get("name")
            if len(self._settings) >= KEPT:
                self._settings.clear()
            self._settings[known] = setting
        return setting

    def _framed(self, setting: Setting, short: Shortened) -> Frame:
        frame = self.frames.of(framing(setting.own, setting.beginning, short))
        if len(setting.looks) >= LOOKS:
            setting.looks.clear()
        pattern = short.pattern and intern(short.pattern)  # one for thousands of settings
        setting.looks[short.standard is not None, pattern] = frame
        return frame

    def _based(self, standard: Standard) -> Frame:
        stated = zip(STANDARD, standard, strict=True)
        frame = self.frames.of({name: said for name, said in stated if said is not None})
        if len(self._bases) >= KEPT:
            self._bases.clear()
        self._bases[standard] = frame
        return frame
