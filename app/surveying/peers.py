"""同级地区: the regions of one level under one parent that take part, and what each of them lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from sqlalchemy import BindParameter, Connection, bindparam, text

from app.auditing.following import EVERYWHERE, Follower
from app.auditing.sums import Numbers, Place, Sums
from app.auditing.touching import Places
from app.items.queries import IN_USE, OPEN, statement
from app.items.record import BASE, IMPLEMENTATION
from app.items.state import read_state
from app.regions import RegionRow, children, code_of

KEPT = 24
"""Regions whose parts are compared again and again: a province and its cities."""
Listed = Mapping[tuple[int | None, str | None], int]
"""How many items there are under each standard, by department line."""


class Peer(NamedTuple):
    """A region that is compared with its like."""

    id: int
    code: str
    name: str
    level: int


def peers_within(connection: Connection, parent: RegionRow) -> list[Peer]:
    """Return the regions directly under ``parent`` that list anything, by code."""
    below = children(connection, parent.id)
    ids = {"ids": [region.id for region in below]}
    listing = set(connection.scalars(_LISTING, ids)) if below else set()
    return [
        Peer(region.id, code_of(region.id), region.name, region.level)
        for region in below
        if region.id in listing
    ]


@dataclass(frozen=True, slots=True)
class Listings:
    """What is listed directly under one region: in use, and open to everybody."""

    version: int
    sums: Sums[Numbers]
    """Per body: items by standard and department line, either of them None where there is none."""

    def everywhere(self) -> Listed:
        """Return what the parts list together."""
        return cast("Listed", self.sums.over(None).counts)

    def within(self, region: int) -> Listed:
        """Return what one part lists."""
        return cast("Listed", self.sums.over(frozenset((region,))).counts)


def listed_under(connection: Connection, parent: int) -> Listings:
    """Return what the regions directly under ``parent`` list."""
    return _follower.get(connection, parent)


def _counted(connection: Connection, parent: int, again: Iterable[str]) -> dict[Place, Numbers]:
    places: dict[Place, Numbers] = {}
    for where in again:
        rows = connection.execute(statement(_LISTED.format(where=where)), {"parent": parent})
        for region, agency, standard, line, items in rows:
            places.setdefault((region, agency), Numbers()).counts[standard, line] = items
    return places


def _whole(connection: Connection, parent: int) -> Listings:
    places = _counted(connection, parent, (EVERYWHERE,))
    return Listings(read_state(connection).version, Sums(places, Numbers))


def _followed(connection: Connection, before: Listings, places: Places, parent: int) -> Listings:
    again = _counted(connection, parent, places.conditions())
    return Listings(read_state(connection).version, before.sums.followed(places, again))


_follower: Follower[Listings] = Follower(_whole, _followed, most=KEPT)


def line_of_standard(listed: Listed) -> dict[int, str]:
    """Return which department line each standard belongs to: that of most items that follow it."""
    weights: dict[int, dict[str, int]] = {}
    for (standard, line), items in listed.items():
        if standard is not None and line is not None:
            weights.setdefault(standard, {})[line] = items
    return {
        standard: max(lines, key=lambda line: (lines[line], line))
        for standard, lines in weights.items()
    }


def expected_of(connection: Connection, parent: RegionRow, level: int) -> set[int]:
    """Return the base items in use that regions of ``level`` under ``parent`` should exercise."""
    return set(connection.scalars(_EXPECTED, {"region": parent.id, "level": 1 << level}))


_LISTED = (
    "SELECT i.region_id, i.agency_id, i.standard_id, a.line, count(*)"
    " FROM item i LEFT JOIN agency a ON a.id = i.agency_id"
    " WHERE i.region_id IN (SELECT r.id FROM region r WHERE r.parent_id = :parent)"
    f" AND +i.kind = {IMPLEMENTATION} AND {IN_USE} AND {OPEN} AND {{where}} GROUP BY 1, 2, 3, 4"
)
_MANY: BindParameter[Any] = bindparam("ids", expanding=True)
_LISTING = text(
    "SELECT r.id FROM region r WHERE r.id IN :ids AND EXISTS"
    f" (SELECT 1 FROM item i WHERE i.region_id = r.id AND i.kind = {IMPLEMENTATION} AND {IN_USE})"
).bindparams(_MANY)
_EXPECTED = text(
    "SELECT i.id FROM item i"
    " JOIN region_within w ON w.ancestor_id = i.region_id AND w.region_id = :region"
    f" WHERE i.kind = {BASE} AND {IN_USE} AND {OPEN} AND coalesce(i.levels, 0) & :level <> 0"
)
