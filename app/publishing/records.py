"""指南的来源: what a guide is put together from, in one statement, and its values by key.

The statements are plain SQL with ``?``, so that the fast path can run them on a connection of its
own: ``Source`` runs one and returns its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection

from app.elements.kinds import KINDS
from app.items.queries import CANCELLED, DRAFT, SUSPENDED
from app.items.record import IMPLEMENTATION
from app.kernel.bulk import driver

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
    base_frame: str | None
    """What it shares with others of its base item."""
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
_RECORDS = f"""
WITH RECURSIVE above (id, standard_id, depth) AS (
    SELECT i.id, i.standard_id, 0 FROM item i WHERE i.kind = {IMPLEMENTATION} AND i.code = ?
    UNION SELECT b.id, b.standard_id, a.depth + 1 FROM above a JOIN item b ON b.id = a.standard_id
    WHERE a.depth < {HIGHEST_CHAIN}
)
SELECT i.id, i.code, i.qualifier, i.number, i.hash, i.status, i.secret, i.standard_id, i.region_id,
    r.name, g.code, g.name, v.own, f.content, b.content, v.recorded_at, {_VALUE_IDS}
FROM above a JOIN item i ON i.id = a.id
    LEFT JOIN revision v ON a.depth = 0 AND v.item_id = i.id AND v.number = i.number
    LEFT JOIN own_frame f ON f.id = v.frame_id LEFT JOIN own_frame b ON b.id = v.base_frame_id
    LEFT JOIN region r ON r.id = i.region_id LEFT JOIN agency g ON g.id = i.agency_id
ORDER BY a.depth, i.id
"""
"""One statement, so that what it returns is of one state of the catalogue; values never change."""
_MOST_VALUES = 2 * len(KINDS)
_VALUES = (
    "SELECT id, kind, sense, content FROM element_value WHERE id IN"
    f" ({', '.join('?' * _MOST_VALUES)})"
)
_HEAD = len(ItemRecord._fields) - 1


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


@dataclass(frozen=True, slots=True)
class Records:
    """The implementation items with one code, in the order of their ids, and all standards above."""

    items: list[ItemRecord]
    above: dict[int, StandardRecord]

    def chain(self, standard_id: int | None) -> list[StandardRecord]:
        """Return the standards above an item, nearest first; those not in use are passed over."""
        chain: list[StandardRecord] = []
        met: set[int] = set()
        while standard_id is not None and standard_id not in met and standard_id in self.above:
            met.add(standard_id)
            standard = self.above[standard_id]
            if standard.in_use:
                chain.append(standard)
            standard_id = standard.standard_id
        return chain


def records_with(source: Source, code: str) -> Records:
    """Return the items with a code, and the standards above them."""
    found = Records([], {})
    for row in source(_RECORDS, (code,)):
        item = ItemRecord._make((*row[:_HEAD], tuple(row[_HEAD:])))
        if item.own is not None:
            found.items.append(item)
        else:
            found.above[item.id] = _standard(item)
    return found


def _standard(item: ItemRecord) -> StandardRecord:
    return StandardRecord(
        item.id,
        item.code,
        item.number,
        item.status,
        item.standard_id,
        item.region_id,
        item.region_name,
        item.values,
    )


def values_of(source: Source, ids: Iterable[int]) -> list[ValueRecord]:
    """Return values by their ids."""
    wanted = list(ids)
    found: list[ValueRecord] = []
    for start in range(0, len(wanted), _MOST_VALUES):
        part = wanted[start : start + _MOST_VALUES]
        padded = (*part, *(-1,) * (_MOST_VALUES - len(part)))
        found.extend(ValueRecord(*row) for row in source(_VALUES, padded))
    return found
