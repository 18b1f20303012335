"""推导: what is stored of values and items though code alone makes it of their content.

The sense of a value, the laws and papers it names, whether a contact is plain, which fields an item
fills, and whether its own part is plainly composed rest on no rule and no setting. They are made
when a value or item is written, and again only by other code.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_
from typing import Any
from unicodedata import unidata_version

import orjson
from sqlalchemy import Connection

from app.elements.kinds import KINDS
from app.elements.schemas import standard_files
from app.elements.sense import sense_of
from app.items.composing import standard_of, whole_own
from app.items.mentions import catch_up, forget
from app.items.plain import is_plain
from app.items.plain_contact import plain_hours
from app.items.presence import own_presence, presence_of
from app.items.values import CONTACT
from app.kernel.bulk import bulk_execute, execute
from app.kernel.scanning import scan
from app.kernel.sources import fingerprint

PLACES = (
    "elements", "kernel/text.py", "kernel/hashing.py", "items/presence.py", "items/mentions",
    "items/addresses.py", "items/composing.py", "items/plain.py", "items/plain_contact.py",
    "items/derivation.py", "agencies/certificates.py", "agencies/data/certificates.csv",
    "laws/matching.py",
)  # fmt: skip
"""Code, below app/, that decides what is derived."""


@lru_cache(maxsize=1)
def derivation() -> str:
    """Return the fingerprint of what is derived today."""
    return f"{fingerprint(PLACES, standard_files())}-{unidata_version}"


def derive_again(connection: Connection) -> None:
    """Make all of it again, because it was made by other code; write what differs."""
    _make_presence(connection, _look_at_values(connection))
    _tell_plain(connection)
    forget(connection)
    catch_up(connection)
    execute(connection, "UPDATE catalogue_state SET derivation = ?", derivation())


def _look_at_values(connection: Connection) -> list[int]:
    """Note senses and plain contacts; return for each value, by its id, the fields it fills."""
    filled = [0]
    for chunk in scan(connection, _VALUES):
        filled += [0] * (chunk[-1][0] + 1 - len(filled))
        changed = []
        for identity, place, content, content_hash, *before in chunk:
            kind, value = KINDS[place], orjson.loads(content)
            filled[identity] = presence_of(kind.name, value)
            hours = plain_hours(content) if place == CONTACT else None
            now = [sense_of(kind, kind.parse(value), content_hash), hours]
            if now != before:
                changed.append((*now, identity))
        bulk_execute(connection, _NOTE_VALUE, changed)
    return filled


def _make_presence(connection: Connection, filled: list[int]) -> None:
    for chunk in scan(connection, _ITEMS, "i.id"):
        changed = []
        for identity, before, own, frame, base_frame, *values in chunk:
            whole = whole_own(own, frame, base_frame)
            present = own_presence(whole) | _union(filled, values)
            if present != before:
                changed.append((present, identity))
        bulk_execute(connection, "UPDATE item SET present = ? WHERE id = ?", changed)


def _tell_plain(connection: Connection) -> None:
    """Name the frames of the items whose own parts are plainly composed, and of no others."""
    for chunk in scan(connection, _FRAMED, "i.id"):
        changed = []
        for identity, *before, own, frame, base_frame, base in chunk:
            plain = base is not None and is_plain(orjson.loads(own), standard_of(base))
            now = [frame, base_frame] if plain else [None, None]
            if now != before:
                changed.append((*now, identity))
        bulk_execute(connection, _NAME_FRAMES, changed)


def _union(filled: list[int], values: Iterable[Any]) -> int:
    return reduce(or_, (filled[value] for value in values if value), 0)


_VALUES = "SELECT id, kind, content, hash, sense, plain_hours FROM element_value WHERE 1 = 1"
_NOTE_VALUE = "UPDATE element_value SET sense = ?, plain_hours = ? WHERE id = ?"
_ITEMS = (
    "SELECT i.id, i.present, r.own, f.content, b.content,"
    f" {', '.join(f'i.{kind.name}' for kind in KINDS)}"
    " FROM item i JOIN revision r ON r.item_id = i.id AND r.number = i.number"
    " LEFT JOIN own_frame f ON f.id = r.frame_id"
    " LEFT JOIN own_frame b ON b.id = r.base_frame_id WHERE 1 = 1"
)
_FRAMED = (
    "SELECT i.id, i.plain_frame_id, i.plain_base_frame_id,"
    " r.own, r.frame_id, r.base_frame_id, b.content"
    " FROM item i JOIN revision r ON r.item_id = i.id AND r.number = i.number"
    " LEFT JOIN own_frame b ON b.id = r.base_frame_id WHERE 1 = 1"
)
_NAME_FRAMES = "UPDATE item SET plain_frame_id = ?, plain_base_frame_id = ? WHERE id = ?"
