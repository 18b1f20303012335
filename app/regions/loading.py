"""Filling the tables of regions from the shipped list."""

from __future__ import annotations

from sqlalchemy import Connection, select, text

from app.kernel.bulk import bulk_execute, bulk_insert
from app.regions.edition import YEAR, RegionRow, shipped_regions
from app.regions.models import Region

_CLOSURE = text("""
    INSERT INTO region_within (ancestor_id, region_id)
    WITH RECURSIVE up (region_id, ancestor_id) AS (
        SELECT id, id FROM region
        UNION ALL
        SELECT up.region_id, region.parent_id
        FROM up JOIN region ON region.id = up.ancestor_id
        WHERE region.parent_id IS NOT NULL
    )
    SELECT ancestor_id, region_id FROM up
""")


def load_regions(connection: Connection) -> int:
    """Bring the shipped list into the catalogue; return how many regions it added or renewed.

    Loading again changes nothing. Rows of an older edition are renewed; rows that stand there
    with the same or a newer year, whoever wrote them, are left alone.
    """
    held = {row.id: row.year for row in connection.execute(select(Region.id, Region.year))}
    shipped = list(shipped_regions())
    missing = [row for row in shipped if row.id not in held]
    older = [row for row in shipped if held.get(row.id, YEAR) < YEAR]
    if missing or older:
        bulk_insert(connection, "region", RegionRow._fields, missing)
        _renew(connection, older)
        rebuild_closure(connection)
    return len(missing) + len(older)


def rebuild_closure(connection: Connection) -> None:
    """Work out anew which region lies within which, from the parents."""
    connection.execute(text("DELETE FROM region_within"))
    connection.execute(_CLOSURE)


def _renew(connection: Connection, rows: list[RegionRow]) -> None:
    if rows:
        sql = "UPDATE region SET name = ?, level = ?, parent_id = ?, year = ? WHERE id = ?"
        renewed = [(row.name, row.level, row.parent_id, row.year, row.id) for row in rows]
        bulk_execute(connection, sql, renewed)
