"""框架: what the own parts of one body's items have in common, worked out once.

An own part never repeats as a whole, but what surrounds its codes, dates and links does: body,
region, level, town, status. An own part made of a frame that was accepted before and of texts
that need no cleaning is tidy, well-formed and placed already; all others go the long way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from app.items.identity import MOST_KEY, Bodies, Identity, Places, region_of
from app.items.presence import own_bits, own_presence
from app.items.shapes import Malformed
from app.kernel.hashing import copied

KEPT = 50_000
_TEXTS = frozenset(
    (
        "code", "handling_code", "row_id", "base_code", "local_base_code", "type",
        "effective_date",
    )
)  # fmt: skip
_FRAME = frozenset(
    (
        "agency", "region", "level", "status", "secret", "town_code", "town_name", "village_code",
        "village_name",
    )
)  # fmt: skip
_LINKS = frozenset(("online", "pc", "mobile", "appointment"))
_MOST_VERSION = 10**6


@dataclass(slots=True)
class Frame:
    """What a tidy own part says of its body, and what that comes to."""

    key: bytes
    present: int
    region_id: int | None
    agency_code: str
    agency_name: str | None
    agency_id: int | None = None
    """Known once an item of the body was accepted."""

    def identity(self, own: Mapping[str, Any], bodies: Bodies, *, by_row_id: bool) -> Identity:
        """Return the identity of an own part with this frame."""
        if self.agency_id is None:
            self.agency_id = bodies.intern(self.agency_code, self.agency_name, self.region_id)
        qualifier = own.get("row_id", "") if by_row_id else ""
        code = own.get("handling_code") or own["code"]
        return Identity(code, qualifier, own["base_code"], None, self.region_id, self.agency_id)


class Framed(NamedTuple):
    """An own part that needs no more looking at, and the fields it fills."""

    frame: Frame
    present: int


class Frames:
    """The frames met in one write transaction."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._known: dict[bytes, Frame] = {}
        self._bits, self._link_bits = _unique_bits()

    def find(self, own: Mapping[str, Any]) -> Framed | None:
        """Return the known frame of an own part whose other texts are plain."""
        if "code" not in own or "base_code" not in own:
            return None
        present = 0
        rest = {}
        for name, said in own.items():
            if name in _FRAME:
                rest[name] = said
            elif name == "links":
                filled = self._links(said)
                if filled is None:
                    return None
                present |= filled
            elif _is_unique(name, said):
                present |= self._bits[name]
            else:
                return None
        frame = self._known.get(orjson.dumps(rest))
        return Framed(frame, present | frame.present) if frame else None

    def _links(self, links: Any) -> int | None:
        """Return the fields that plain addresses fill, None for anything else."""
        if links.__class__ is not dict or not _LINKS.issuperset(links):
            return None
        filled = self._bits["links"] if links else 0
        for name, address in links.items():
            if address.__class__ is not str or not is_plain(address):
                return None
            filled |= self._link_bits[name]
        return filled

    def learn(self, own: Mapping[str, Any]) -> None:
        """Keep the frame of a tidy and well-formed own part, if its body and region are known."""
        agency = own.get("agency") or {}
        code = agency.get("code")
        region_id = region_of(own, code, self._places)
        if not code or isinstance(region_id, Malformed):
            return
        rest = {name: said for name, said in own.items() if name in _FRAME}
        if len(self._known) >= KEPT:
            self._known.clear()
        key = copied(orjson.dumps(rest))
        present = own_presence(rest)
        self._known[key] = Frame(key, present, region_id, code, agency.get("name"))


def _is_unique(name: str, said: Any) -> bool:
    """Tell whether a field is one of the item's own, and in order as it is."""
    if name in _TEXTS:
        return said.__class__ is str and is_plain(said) and len(said) <= MOST_KEY
    return name == "version" and said.__class__ is int and abs(said) <= _MOST_VERSION


def is_plain(text: str) -> bool:
    """Tell whether ``tidy`` would leave a text as it is, and something is left."""
    return text.isascii() and text.isprintable() and " " not in text and text != ""


@lru_cache(maxsize=1)
def _unique_bits() -> tuple[dict[str, int], dict[str, int]]:
    owed = own_bits()
    links = owed.get("links", (0, {}))[1]
    return (
        {name: owed.get(name, (0, {}))[0] for name in (*_TEXTS, "version", "links")},
        {name: links.get(name, 0) for name in _LINKS},
    )
