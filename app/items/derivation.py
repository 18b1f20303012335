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
from app.kernel.bulk import bulk_update, execute
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
    _look_at_items(connection, _look_at_values(connection))
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
        bulk_update(connection, "element_value", _OF_VALUE, changed)
    return filled


def _look_at_items(connection: Connection, filled: list[int]) -> None:
    """Note which fields items fill, and the frames of those that are plainly composed."""
    for chunk in scan(connection, _ITEMS, "i.id"):
        changed = []
        for identity, own, frame_id, frame, base_id, base, *noted in chunk:
            before, values = noted[: len(_OF_ITEM)], noted[len(_OF_ITEM) :]
            present = own_presence(whole_own(own, frame, base)) | _union(filled, values)
            plain = base is not None and is_plain(orjson.loads(own), standard_of(base))
            now = [present, *((frame_id, base_id) if plain else (None, None))]
            if now != before:
                changed.append((*now, identity))
        bulk_update(connection, "item", _OF_ITEM, changed)


def _union(filled: list[int], values: Iterable[Any]) -> int:
    return reduce(or_, (filled[value] for value in values if value), 0)


_OF_VALUE = ("sense", "plain_hours")
_OF_ITEM = ("present", "plain_frame_id", "plain_base_frame_id")
"""What is derived."""
_VALUES = f"SELECT id, kind, content, hash, {', '.join(_OF_VALUE)} FROM element_value WHERE 1 = 1"
_ITEMS = (
    "SELECT i.id, r.own, r.frame_id, f.content, r.base_frame_id, b.content,"
    f" {', '.join(f'i.{name}' for name in (*_OF_ITEM, *(kind.name for kind in KINDS)))}"
    " FROM item i JOIN revision r ON r.item_id = i.id AND r.number = i.number"
    " LEFT JOIN own_frame f ON f.id = r.frame_id"
    " LEFT JOIN own_frame b ON b.id = r.base_frame_id WHERE 1 = 1"
)
