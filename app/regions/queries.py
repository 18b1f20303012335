"""Looking regions up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from app.kernel.bulk import bulk_select, execute
from app.regions.code import region_id
from app.regions.edition import RegionRow
from app.regions.models import Region, RegionWithin

_COLUMNS = (Region.id, Region.code, Region.name, Region.level, Region.parent_id, Region.year)


def by_code(connection: Connection, code: str) -> RegionRow | None:
    """Return the region with this code (6, 9 or 12 digits), None when there is none."""
    wanted = region_id(code)
    return None if wanted is None else by_id(connection, wanted)


def by_id(connection: Connection, region: int) -> RegionRow | None:
    """Return the region with this id, None when there is none."""
    row = connection.execute(select(*_COLUMNS).where(Region.id == region)).one_or_none()
    return None if row is None else RegionRow(*row)


def names_of(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """Return {id: name} of any number of regions."""
    return {row[0]: row[1] for row in bulk_select(connection, _NAMES, ids)}


def ancestors(connection: Connection, region: int) -> list[RegionRow]:
    """Return what ``region`` lies within, nearest first, the nation last, itself not among them."""
    rows = connection.execute(
        select(*_COLUMNS)
        .join(RegionWithin, RegionWithin.ancestor_id == Region.id)
        .where(RegionWithin.region_id == region, Region.id != region)
        .order_by(Region.level.desc())
    )
    return [RegionRow(*row) for row in rows]


def children(connection: Connection, region: int) -> list[RegionRow]:
    """Return the regions directly under ``region``, by code."""
    rows = connection.execute(
        select(*_COLUMNS).where(Region.parent_id == region).order_by(Region.id)
    )
    return [RegionRow(*row) for row in rows]


def children_above(connection: Connection, region: int) -> Mapping[int | None, int]:
    """Return {region: the child of ``region`` it lies within}, ``region`` itself included."""
    rows = execute(connection, _CHILDREN_ABOVE, region)
    return {region: region, **dict(rows.fetchall())}


def subtree(region: int) -> Select[int]:
    """Return the ids of ``region`` and of all within it, as a SELECT to use after IN."""
    return select(RegionWithin.region_id).where(RegionWithin.ancestor_id == region)


def subtree_ids(connection: Connection, region: int) -> list[int]:
    """Return the ids of ``region`` and of all within it, in order."""
    return list(connection.scalars(subtree(region).order_by(RegionWithin.region_id)))


def within_ids(connection: Connection, region: int) -> frozenset[int]:
    """Return the ids of ``region`` and of all within it, as a set that sums can be kept under."""
    return frozenset(connection.scalars(subtree(region)))


def listing(parent: int | None, level: int | None, q: str | None) -> Select[Any]:
    """Return the SELECT of regions under ``parent``, of ``level``, with ``q`` in name or code."""
    conditions = []
    if parent is not None:
        conditions.append(Region.parent_id == parent)
    if level is not None:
        conditions.append(Region.level == level)
    if q:
        by_name = Region.name.contains(q, autoescape=True)
        conditions.append(or_(by_name, Region.code.startswith(q, autoescape=True)))
    return select(Region.__table__).where(*conditions)


_NAMES = "SELECT id, name FROM region WHERE id IN ({keys})"
_CHILDREN_ABOVE = (
    "SELECT w.region_id, c.id FROM region c JOIN region_within w ON w.ancestor_id = c.id"
    " WHERE c.parent_id = ?"
)
