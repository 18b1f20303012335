"""同级地区: the regions of one level under one parent that take part, and what each of them lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, text

from app.items.models import BASE, IMPLEMENTATION
from app.items.queries import IN_USE, OPEN
from app.regions import RegionRow, children, code_of


class Peer(NamedTuple):
    """A region that is compared with its like."""

    id: int
    code: str
    name: str
    level: int


class Listed(NamedTuple):
    """What one department line of one region lists under one standard."""

    standard_id: int | None
    region_id: int
    line: str | None
    items: int
    first: int
    """The id of one of these items."""


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


def listed_by(
    connection: Connection, peers: Iterable[Peer], *, secrets: bool = False
) -> list[Listed]:
    """Return what the peers list: in use, and open to everybody unless ``secrets``."""
    ids = [peer.id for peer in peers]
    if not ids:
        return []
    sql = _LISTED_ALL if secrets else _LISTED_OPEN
    return [Listed(*row) for row in connection.execute(sql, {"ids": ids})]


def line_of_standard(listed: Sequence[Listed]) -> dict[int, str]:
    """Return which department line each standard belongs to: that of most items that follow it."""
    weights: dict[int, dict[str, int]] = {}
    for one in listed:
        if one.standard_id is not None and one.line is not None:
            lines = weights.setdefault(one.standard_id, {})
            lines[one.line] = lines.get(one.line, 0) + one.items
    return {
        standard: max(lines, key=lambda line: (lines[line], line))
        for standard, lines in weights.items()
    }


def expected_of(connection: Connection, parent: RegionRow, level: int) -> dict[int, Any]:
    """Return the base items in use that regions of ``level`` under ``parent`` should exercise."""
    rows = connection.execute(_EXPECTED, {"region": parent.id, "level": 1 << level})
    return {row.id: row for row in rows}


_LISTED = (
    "SELECT i.standard_id, i.region_id, a.line, count(*) AS items, min(i.id) AS first"
    " FROM item i LEFT JOIN agency a ON a.id = i.agency_id"
    f" WHERE i.region_id IN :ids AND i.kind = {IMPLEMENTATION} AND {IN_USE}"
)
_GROUPED = " GROUP BY i.standard_id, i.region_id, a.line"
_MANY: BindParameter[Any] = bindparam("ids", expanding=True)
_LISTED_ALL = text(_LISTED + _GROUPED).bindparams(_MANY)
_LISTED_OPEN = text(f"{_LISTED} AND {OPEN}{_GROUPED}").bindparams(_MANY)
_LISTING = text(
    "SELECT r.id FROM region r WHERE r.id IN :ids AND EXISTS"
    f" (SELECT 1 FROM item i WHERE i.region_id = r.id AND i.kind = {IMPLEMENTATION} AND {IN_USE})"
).bindparams(_MANY)
_EXPECTED = text(
    "SELECT i.id, i.code, i.qualifier, n.content AS name FROM item i"
    " JOIN region_within w ON w.ancestor_id = i.region_id AND w.region_id = :region"
    " LEFT JOIN element_value n ON n.id = i.name"
    f" WHERE i.kind = {BASE} AND {IN_USE} AND {OPEN} AND coalesce(i.levels, 0) & :level <> 0"
)
