"""未认领: base items that a region at their level should exercise and does not list.

A region takes part once it lists any implementation item; silence of a region that has brought
nothing in yet says nothing. Counting per base item and level first keeps this to one pass over an
index: only base items with a gap are looked at region by region.
"""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection

from app.items.models import BASE, IMPLEMENTATION
from app.kernel.db import bulk_execute, bulk_insert, driver, next_id

IN_USE, CANCELLED = 1, 3
TAKES_PART = f"i.kind = {IMPLEMENTATION} AND coalesce(i.status, {IN_USE}) <> {CANCELLED}"
"""Whether an item ``i`` shows that its region takes part; a cancelled one claims nothing."""


def find_unclaimed(connection: Connection, rule_id: int, *, scoped: bool) -> None:
    """Bring the verdicts of the base items in scope up to date and add their findings.

    A gap that was known keeps its verdict, and so its finding keeps its identity.
    """
    cursor = driver(connection).cursor()
    scope = "JOIN scope_item s ON s.item_id = b.id" if scoped else ""
    gaps = {(row[0], row[1]): row for row in cursor.execute(_GAPS.format(scope=scope)).fetchall()}
    known = _known(cursor, rule_id, scoped)
    closed = [(identity,) for gap, identity in known.items() if gap not in gaps]
    bulk_execute(connection, "DELETE FROM verdict WHERE id = ?", closed)
    first = next_id(connection, "verdict")
    fresh = [gap for gap in gaps if gap not in known]
    known.update((gap, first + place) for place, gap in enumerate(fresh))
    verdicts = [_verdict(known[gap], rule_id, gaps[gap]) for gap in fresh]
    columns = ("id", "item_id", "region_id", "rule_id", "pointer", "facts")
    bulk_insert(connection, "verdict", columns, verdicts)
    found = [(gap[0], rule_id, known[gap]) for gap in gaps]
    bulk_insert(connection, "found", ("item_id", "rule_id", "ref"), found)


def _known(cursor: Any, rule_id: int, scoped: bool) -> dict[tuple[int, int], int]:
    """Return the standing verdicts: (base item, region) → id."""
    narrowed = "AND item_id IN (SELECT item_id FROM scope_item)" if scoped else ""
    rows = cursor.execute(
        "SELECT item_id, region_id, id FROM verdict"
        f" WHERE rule_id = {rule_id} AND region_id IS NOT NULL {narrowed}"
    )
    return {(item_id, region_id): identity for item_id, region_id, identity in rows.fetchall()}


def _verdict(identity: int, rule_id: int, gap: tuple[Any, ...]) -> tuple[Any, ...]:
    base_id, region_id, name, level = gap
    facts = orjson.dumps({"region": f"{region_id:012}", "region_name": name, "level": level})
    return identity, base_id, region_id, rule_id, "/levels", facts.decode()


# A region takes part with what it lists; an item is claimed by what follows it or a part of it.
_CLAIMED = f"SELECT 1 FROM item i WHERE i.region_id = p.id AND {TAKES_PART}"
_GAPS = f"""
WITH part AS MATERIALIZED (
    SELECT r.id, r.name, r.level FROM region r
    WHERE EXISTS (SELECT 1 FROM item i WHERE i.region_id = r.id AND {TAKES_PART})
),
expected AS MATERIALIZED (
    SELECT w.ancestor_id, p.id, p.name, p.level
    FROM part p JOIN region_within w ON w.region_id = p.id
)
SELECT b.id, p.id, p.name, p.level
FROM item b {{scope}}
JOIN expected p ON p.ancestor_id = b.region_id
WHERE b.kind = {BASE} AND coalesce(b.status, {IN_USE}) = {IN_USE}
  AND coalesce(b.levels, 0) & (1 << p.level) <> 0
  AND NOT EXISTS ({_CLAIMED} AND i.standard_id = b.id)
  AND NOT EXISTS (
      SELECT 1 FROM item n JOIN region_within x ON x.ancestor_id = n.region_id
      WHERE n.standard_id = b.id AND n.kind = {BASE} AND x.region_id = p.id
        AND coalesce(n.levels, 0) & (1 << p.level) <> 0
  )
  AND NOT EXISTS (
      SELECT 1 FROM item n JOIN item i ON i.standard_id = n.id
      WHERE n.kind = {BASE} AND length(b.base_code) = 12 AND length(n.base_code) = 14
        AND n.base_code BETWEEN b.base_code AND b.base_code || 'zzz'
        AND i.region_id = p.id AND {TAKES_PART}
  )
"""
