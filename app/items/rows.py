"""The ``item`` row: identity, scalars, value ids and the columns that values contribute."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from app.elements.kinds import KINDS
from app.items.columns import COLUMNS_OF, flag, mask, number_of, whole
from app.items.identity import Identity
from app.items.plain import PlainFrames
from app.items.record import BASE
from app.items.shapes import Malformed
from app.items.standards import Standard
from app.items.values import Elements

DERIVED = tuple(name for kind in KINDS for name in COLUMNS_OF.get(kind.name, ()))
SCALARS = (
    "type",
    "level",
    "levels",
    "status",
    "version",
    "effective_date",
    "cancel_date",
    "secret",
    "has_online_link",
    "has_mobile_link",
)
ITEM_COLUMNS = (
    "id",
    "kind",
    *Identity._fields,
    "number",
    "hash",
    "standard_id",
    "standard_number",
    *SCALARS,
    "plain_frame_id",
    "plain_base_frame_id",
    "flawed",
    "present",
    *(kind.name for kind in KINDS),
    *DERIVED,
)

MOST_TYPE = 8  # no 事项类型 is longer; what is longer is no type, and its column says enough


class Head(NamedTuple):
    """The first columns of a row, before the scalars."""

    id: int
    kind: int
    identity: Identity
    number: int
    hash: bytes
    standard: Standard | None
    frames: PlainFrames | None


def item_row(
    head: Head, own: dict[str, Any], flawed: int, present: int, elements: Elements
) -> tuple[Any, ...]:
    """Return one row in the order of ``ITEM_COLUMNS``."""
    return (
        head.id,
        head.kind,
        *head.identity,
        head.number,
        head.hash,
        *(head.standard or _NO_STANDARD),
        *_scalars(head.kind, own),
        *(head.frames or _NO_FRAMES),
        flawed,
        present,
        *elements.ids,
        *elements.columns,
    )


_NO_STANDARD = _NO_FRAMES = (None, None)


def _scalars(kind: int, own: dict[str, Any]) -> tuple[Any, ...]:
    links = own.get("links") or {}
    online = 1 if links.get("online") or links.get("pc") else 0
    return (
        own["type"][:MOST_TYPE] if "type" in own else None,
        number_of(own.get("level")),
        mask(own.get("levels")) if kind == BASE else None,
        number_of(own.get("status")),
        whole(own.get("version")),
        _day(own.get("effective_date")),
        _day(own.get("cancel_date")),
        flag(own.get("secret")),
        online if kind != BASE else None,
        (1 if links.get("mobile") else 0) if kind != BASE else None,
    )


def _day(written: str | None) -> str | None:
    """Return a date in the one spelling that SQLite compares rightly; ISO knows several."""
    return _iso(written) if written is not None else None


@lru_cache(maxsize=8192)
def _iso(written: str) -> str | None:
    """Return the date in full, None for what is no date; a catalogue knows few days."""
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return None


def date_errors(own: dict[str, Any]) -> list[Malformed]:
    """Return the dates that are none: the columns of the row must be able to hold them."""
    errors: list[Malformed] = []
    for name in ("effective_date", "cancel_date"):
        value = own.get(name)
        if value is not None and _iso(value) is None:
            errors.append(Malformed(f"/{name}", "no-date", str(value)))
    return errors
