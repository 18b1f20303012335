"""参与地区: where the catalogue has items, for filters and for going down region by region."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, text

from app.auditing.summary import breakdown
from app.auditing.tally import Count, count
from app.regions import RegionRow, ancestors, by_id, code_of

NATION = 0
MOST = 400
"""With more regions than this a list to choose from helps nobody; the code is typed."""


class Place(NamedTuple):
    """A region as a filter offers it."""

    code: str
    name: str
    depth: int


class View(NamedTuple):
    """What is looked at: a region (None: all), what it lies within, and its parts with items."""

    region: RegionRow | None
    above: list[RegionRow]
    parts: list[dict[str, Any]]


def taking_part(connection: Connection) -> list[Place]:
    """Return the regions with items and those above them, as a tree; none if there are too many."""
    found = regions_of(count(connection))
    if not found or len(found) > MOST:
        return []
    rows = connection.execute(_ABOVE, {"ids": sorted(found)}).all()
    highest = min((row.level for row in rows), default=0)
    return [Place(code_of(row.id), row.name, row.level - highest) for row in rows]


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


_ABOVE = text(
    f"SELECT r.id, r.name, r.level FROM region r WHERE r.id <> {NATION} AND r.id IN"
    " (SELECT ancestor_id FROM region_within WHERE region_id IN :ids) ORDER BY r.id"
).bindparams(bindparam("ids", expanding=True))
