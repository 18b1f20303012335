"""未认领: base items that a region at their level should exercise and neither lists nor declines.

A region takes part once it lists any implementation item; silence of a region that has brought
nothing in yet says nothing. For all items the expected pairs of base item and region are made
from the regions that take part, by level, and each is looked up in an index that tells what is
claimed. What an implementation item claims concerns one pair only: after a small change just the
pairs of the touched items are looked at (``settle_claims``), not all regions of their standards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection

from app.claims.models import is_declined
from app.items.record import BASE, IMPLEMENTATION
from app.items.verdicts import next_verdict
from app.kernel.bulk import batched, bulk_execute, bulk_insert, driver

IN_USE, CANCELLED = 1, 3
TAKES_PART = f"i.kind = {IMPLEMENTATION} AND coalesce(i.status, {IN_USE}) <> {CANCELLED}"
"""Whether an item ``i`` shows that its region takes part; a cancelled one claims nothing."""

Gap = tuple[int, int]  # base item, region
Row = tuple[int, int, str, int]  # base item, region, its name, its level


def find_unclaimed(
    connection: Connection,
    rule_id: int,
    *,
    scoped: bool,
    gaps: Sequence[Any] | None = None,
) -> None:
    """Bring the verdicts of the base items in scope up to date and add their findings.

    A gap that was known keeps its verdict, and so its finding keeps its identity. ``gaps``: the
    answer to ``GAPS``, where somebody has asked already.
    """
    if scoped and not _bases_in_scope(connection):
        return
    verdicts = ("scope_item s CROSS JOIN", "v.item_id = s.item_id") if scoped else ("", "1 = 1")
    there, known = _compared(
        connection,
        gaps if gaps is not None else _SCOPED_GAPS if scoped else GAPS,
        _KNOWN.format(*verdicts, number=rule_id),
    )
    _close(connection, (known[gap] for gap in known.keys() - there.keys()))
    fresh = _open(connection, rule_id, [there[gap] for gap in there if gap not in known])
    found = [(gap[0], rule_id, known.get(gap) or fresh[gap]) for gap in there]
    bulk_insert(connection, "found", ("item_id", "rule_id", "ref"), found)


def _bases_in_scope(connection: Connection) -> bool:
    return driver(connection).cursor().execute(_BASES).fetchone() is not None


def settle_claims(connection: Connection, rule_id: int) -> bool:
    """Bring verdicts and findings of the pairs in ``scope_claim`` up to date; tell of changes."""
    gaps, known = _compared(connection, _PAIR_GAPS, _KNOWN_PAIRS.format(rule_id))
    closed = [(gap[0], rule_id, known[gap]) for gap in known if gap not in gaps]
    if closed:
        delete = "DELETE FROM finding WHERE item_id = ? AND rule_id = ? AND ref = ?"
        bulk_execute(connection, delete, closed)
        _close(connection, (ref for _, _, ref in closed))
    opened = [gaps[gap] for gap in gaps if gap not in known]
    if opened:
        fresh = _open(connection, rule_id, opened)
        found = [(gap[0], rule_id, ref) for gap, ref in fresh.items()]
        bulk_insert(connection, "finding", ("item_id", "rule_id", "ref"), found)
    return bool(closed or opened)


def _compared(
    connection: Connection, gaps: str | Sequence[Any], known: str
) -> tuple[dict[Gap, Row], dict[Gap, int]]:
    """Return the gaps there are (or what asks for them), and the verdicts on gaps that stand."""
    with batched(connection):
        found = driver(connection).cursor().execute(gaps) if isinstance(gaps, str) else None
        standing = driver(connection).cursor().execute(known)
    rows: Sequence[Any] = found.fetchall() if found else gaps
    return (
        {(row[0], row[1]): row for row in rows},
        {(row[0], row[1]): row[2] for row in standing.fetchall()},
    )


def _close(connection: Connection, verdicts: Iterable[int]) -> None:
    gone = [(identity,) for identity in verdicts]
    if gone:
        bulk_execute(connection, "DELETE FROM verdict WHERE id = ?", gone)


def _open(connection: Connection, rule_id: int, gaps: list[Row]) -> dict[Gap, int]:
    """Make the verdicts on new gaps; return their ids."""
    first = next_verdict(connection) if gaps else 0
    columns = ("id", "item_id", "region_id", "rule_id", "pointer", "facts")
    verdicts = [_verdict(first + place, rule_id, gap) for place, gap in enumerate(gaps)]
    bulk_insert(connection, "verdict", columns, verdicts)
    return {(gap[0], gap[1]): first + place for place, gap in enumerate(gaps)}


def _verdict(identity: int, rule_id: int, gap: Row) -> tuple[Any, ...]:
    base_id, region_id, name, level = gap
    facts = orjson.dumps({"region": f"{region_id:012}", "region_name": name, "level": level})
    return identity, base_id, region_id, rule_id, "/levels", facts.decode()


_KNOWN = (
    "SELECT v.item_id, v.region_id, v.id FROM {} verdict v"
    " WHERE {} AND v.rule_id = {number} AND v.region_id IS NOT NULL"
)
_BASES = (
    "SELECT 1 FROM scope_item s CROSS JOIN item b"
    f" WHERE b.id = s.item_id AND b.kind = {BASE} LIMIT 1"
)
_KNOWN_PAIRS = (
    "SELECT v.item_id, v.region_id, v.id FROM scope_claim c CROSS JOIN verdict v"
    " WHERE v.item_id = c.base_id AND v.region_id = c.region_id AND v.rule_id = {}"
)
# A region takes part with what it lists; an item is claimed by what follows it or a part of it.
_CLAIMED = f"SELECT 1 FROM item i WHERE i.region_id = p.id AND {TAKES_PART}"
_LEVELS = " UNION ALL ".join(f"SELECT {level} AS level" for level in range(1, 7))
_FILLED = (
    f"{_CLAIMED} AND i.standard_id = b.id",
    f"""
      SELECT 1 FROM item n JOIN region_within x ON x.ancestor_id = n.region_id
      WHERE n.standard_id = b.id AND n.kind = {BASE} AND x.region_id = p.id
        AND coalesce(n.levels, 0) & (1 << p.level) <> 0
    """,
    f"""
      SELECT 1 FROM item n CROSS JOIN item i
      WHERE i.standard_id = n.id AND n.kind = {BASE}
        AND n.code BETWEEN b.base_code AND b.base_code || 'zzz'
        AND length(b.base_code) = 12 AND length(n.code) = 14
        AND i.region_id = p.id AND {TAKES_PART}
    """,
)
"""What fills a gap: the item is claimed, a nearer issuer has it too, or a part of it is claimed."""
_IN_FORCE = (
    f"b.kind = {BASE} AND coalesce(b.status, {IN_USE}) = {IN_USE}"
    " AND coalesce(b.levels, 0) & (1 << p.level) <> 0"
)
_ASKED = " AND ".join((_IN_FORCE, *(f"NOT EXISTS ({filled})" for filled in _FILLED)))
_ASKED_OF_PAIR = " AND ".join((_IN_FORCE, *(f"({filled} LIMIT 1) IS NULL" for filled in _FILLED)))
"""Asked as numbers: joined, PostgreSQL reads all items of the region for each pair."""
_NOT_DECLINED = f"NOT {is_declined('b', 'p')}"
DECLINED = f"""
SELECT d.id, p.id AS region_id, b.id AS base_id, d.reason, d.note, b.secret
FROM decline d CROSS JOIN item b CROSS JOIN region p CROSS JOIN region_within w
WHERE d.withdrawn_at IS NULL AND b.code = d.code AND b.qualifier = d.issuer AND p.id = d.region_id
  AND w.region_id = p.id AND w.ancestor_id = b.region_id AND {_ASKED} AND EXISTS ({_CLAIMED})
"""
"""The declines in force: each keeps one pair from being a gap."""
_GAPS = f"""
WITH part AS MATERIALIZED (
    SELECT r.id, r.name, r.level FROM region r WHERE EXISTS (
        SELECT 1 FROM item i WHERE i.region_id = r.id AND {TAKES_PART}
    )
),
expected AS MATERIALIZED (
    SELECT w.ancestor_id, p.id, p.name, p.level
    FROM part p JOIN region_within w ON w.region_id = p.id
)
SELECT b.id, p.id, p.name, p.level
FROM {{}} CROSS JOIN ({_LEVELS}) l CROSS JOIN expected p
WHERE {{}} AND coalesce(b.levels, 0) & (1 << l.level) <> 0
  AND p.ancestor_id = b.region_id AND p.level = l.level AND {_ASKED} AND {_NOT_DECLINED}
"""
GAPS = _GAPS.format("item b", "1 = 1")
"""All pairs of a base item and a region that should list it and does not."""
_SCOPED_GAPS = _GAPS.format("scope_item s CROSS JOIN item b", "b.id = s.item_id")
_WITHIN = (
    "SELECT 1 FROM region_within w WHERE w.region_id = c.region_id AND w.ancestor_id = b.region_id"
)
"""Asked as a number: joined, PostgreSQL reads all regions of the nation for each pair."""
_PAIR_GAPS = f"""
SELECT b.id, p.id, p.name, p.level
FROM scope_claim c CROSS JOIN item b CROSS JOIN region p
WHERE b.id = c.base_id AND p.id = c.region_id AND ({_WITHIN}) = 1 AND {_ASKED_OF_PAIR}
  AND {_NOT_DECLINED} AND ({_CLAIMED} LIMIT 1) = 1
"""
