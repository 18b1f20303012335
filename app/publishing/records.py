"""指南的来源: what a guide is put together from, in as few look-ups by key as can be.

The statements are plain SQL with ``?``, so that the fast path can run them on a connection of its
own: ``Source`` runs one and returns its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from app.elements.kinds import KINDS
from app.items.models import IMPLEMENTATION
from app.items.queries import CANCELLED, DRAFT, SUSPENDED
from app.kernel.db import driver

Rows = Sequence[Sequence[Any]]
Source = Callable[[str, Sequence[Any]], Rows]

HIGHEST_CHAIN = 6
"""Standards above an item: 市, 省, 国家; more would be a fault of the data, not a chain."""


class ItemRecord(NamedTuple):
    """One implementation item as the guide needs it; ``values`` are ids, in the order of kinds."""

    id: int
    code: str
    qualifier: str
    number: int
    hash: bytes
    status: int | None
    secret: int | None
    standard_id: int | None
    region_id: int | None
    region_name: str | None
    agency: str | None
    agency_name: str | None
    own: str
    frame: str | None
    """What the own part shares with others of its body."""
    recorded_at: Any
    values: tuple[int | None, ...]

    @property
    def in_use(self) -> bool:
        return self.status not in (SUSPENDED, CANCELLED, DRAFT)


class StandardRecord(NamedTuple):
    """One base item as a standard."""

    id: int
    code: str
    number: int
    status: int | None
    standard_id: int | None
    region_id: int | None
    region_name: str | None
    values: tuple[int | None, ...]

    @property
    def in_use(self) -> bool:
        return self.status not in (SUSPENDED, CANCELLED, DRAFT)


class ValueRecord(NamedTuple):
    """One element value: what it says, and the hash of what it means."""

    id: int
    kind: int
    sense: bytes
    content: str


_VALUE_IDS = ", ".join(f"i.{kind.name}" for kind in KINDS)
_ITEMS = (
    "SELECT i.id, i.code, i.qualifier, i.number, i.hash, i.status, i.secret, i.standard_id,"
    " i.region_id, r.name, a.code, a.name, v.own, f.content, v.recorded_at,"
    f" {_VALUE_IDS} FROM item i"
    " JOIN revision v ON v.item_id = i.id AND v.number = i.number"
    " LEFT JOIN own_frame f ON f.id = v.frame_id"
    " LEFT JOIN region r ON r.id = i.region_id LEFT JOIN agency a ON a.id = i.agency_id"
    f" WHERE i.kind = {IMPLEMENTATION} AND i.code = ? ORDER BY i.id"
)
_STANDARD = (
    "SELECT i.id, i.code, i.number, i.status, i.standard_id, i.region_id, r.name,"
    f" {_VALUE_IDS} FROM item i LEFT JOIN region r ON r.id = i.region_id WHERE i.id = ?"
)
_MOST_VALUES = 2 * len(KINDS)
_VALUES = (
    "SELECT id, kind, sense, content FROM element_value WHERE id IN"
    f" ({', '.join('?' * _MOST_VALUES)})"
)
_ITEM_HEAD = len(ItemRecord._fields) - 1
_STANDARD_HEAD = len(StandardRecord._fields) - 1


def source_of(connection: Connection) -> Source:
    """Return a source that reads on a connection, below SQLAlchemy."""
    cursor = driver(connection).cursor()
    sqlite = connection.dialect.name == "sqlite"

    def rows(sql: str, parameters: Sequence[Any]) -> Rows:
        found: Rows = cursor.execute(
            sql if sqlite else sql.replace("?", "%s"), parameters
        ).fetchall()
        return found

    return rows


def items_with(source: Source, code: str) -> list[ItemRecord]:
    """Return the implementation items with a code, in the order of their ids."""
    return [
        ItemRecord._make((*row[:_ITEM_HEAD], tuple(row[_ITEM_HEAD:])))
        for row in source(_ITEMS, (code,))
    ]


def chain_of(source: Source, standard_id: int | None) -> list[StandardRecord]:
    """Return the standards above an item, nearest first; those not in use are passed over."""
    chain: list[StandardRecord] = []
    met: set[int] = set()
    while standard_id is not None and standard_id not in met and len(met) < HIGHEST_CHAIN:
        met.add(standard_id)
        rows = source(_STANDARD, (standard_id,))
        if not rows:
            break
        row = rows[0]
        standard = StandardRecord._make((*row[:_STANDARD_HEAD], tuple(row[_STANDARD_HEAD:])))
        if standard.in_use:
            chain.append(standard)
        standard_id = standard.standard_id
    return chain


def values_of(source: Source, ids: Iterable[int]) -> list[ValueRecord]:
    """Return values by their ids."""
    wanted = list(ids)
    found: list[ValueRecord] = []
    for start in range(0, len(wanted), _MOST_VALUES):
        part = wanted[start : start + _MOST_VALUES]
        padded = (*part, *(-1,) * (_MOST_VALUES - len(part)))
        found.extend(ValueRecord(*row) for row in source(_VALUES, padded))
    return found
