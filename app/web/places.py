"""参与地区: where the catalogue has items, for filters and for going down region by region."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection

from app.auditing.summary import breakdown
from app.auditing.tally import Count, count
from app.kernel.bulk import bulk_select
from app.regions import RegionRow, ancestors, by_id, code_of

NATION = 0
MOST = 400
"""Among more regions nobody chooses: the lowest levels are then left out, towns first."""


class Place(NamedTuple):
    """A region as a filter offers it."""

    code: str
    name: str
    depth: int
    level: int
    parent: str


class View(NamedTuple):
    """What is looked at: a region (None: all), what it lies within, and its parts with items."""

    region: RegionRow | None
    above: list[RegionRow]
    parts: list[dict[str, Any]]


def taking_part(connection: Connection) -> list[Place]:
    """Return the regions with items and those above them, as a tree of not too many."""
    found = bulk_select(connection, _ABOVE, regions_of(count(connection)))
    rows = sorted({_Found(*row) for row in found})
    highest = min((row.level for row in rows), default=0)
    while len(rows) > MOST:
        lowest = max(row.level for row in rows)
        rows = [row for row in rows if row.level < lowest]
    return [
        Place(code_of(row.id), row.name, row.level - highest, row.level, code_of(row.parent_id))
        for row in rows
    ]


class _Found(NamedTuple):
    id: int
    name: str
    level: int
    parent_id: int


def regions_of(counted: Count) -> set[int]:
    """Return the ids of the regions that have items."""
    return {place for place, _ in counted.tallies if place is not None}


def view(connection: Connection, region: int | None) -> View:
    """Return a region with its parts. One part alone is no choice: what lies in it is shown."""
    parts = breakdown(connection, "region", region)
    if region is None and len(parts) == 1:
        parts = breakdown(connection, "region", int(parts[0]["region"]))
    if region is None:
        return View(None, [], parts)
    above = [one for one in reversed(ancestors(connection, region)) if one.id != NATION]
    return View(by_id(connection, region), above, parts)


_ABOVE = (
    f"SELECT r.id, r.name, r.level, r.parent_id FROM region r WHERE r.id <> {NATION} AND r.id IN"
    " (SELECT ancestor_id FROM region_within WHERE region_id IN ({keys}))"
)
