"""前后对照: which findings a write that is being tried adds and mends.

The keys that stand are remembered before the audit settles; what came is told while the trial
stands, what went after it was taken back, each with the facts of its time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection

from app.auditing.anew import judge_anew
from app.auditing.engine import Audit, open_audit
from app.auditing.findings import Key
from app.kernel.bulk import driver
from app.kernel.progress import silent

Finding = dict[str, Any]
CHUNK = 500


def up_to_date(connection: Connection, profile: str) -> bool:
    """Judge all by today's rules, if they changed since the last run; tell whether they did."""
    audit = open_audit(connection, profile)
    if audit.is_stale:
        judge_anew(connection, audit, silent)
        audit.judge_all()
        return True
    return False


def touched_items(audit: Audit) -> list[int] | None:
    """Return the items that are judged again; None for all of them."""
    audit.touched.close()
    if audit.touched.everything:
        return None
    rows = driver(audit.connection).cursor().execute("SELECT item_id FROM scope_item").fetchall()
    return [row[0] for row in rows]


def remember(connection: Connection, items: list[int] | None) -> None:
    """Keep the keys of what stands before the audit settles."""
    cursor = driver(connection).cursor()
    where = "" if items is None else "WHERE item_id IN (SELECT item_id FROM scope_item)"
    cursor.execute("DROP TABLE IF EXISTS before_finding")
    cursor.execute(
        "CREATE TEMP TABLE before_finding (item_id INTEGER, rule_id SMALLINT, ref INTEGER,"
        " PRIMARY KEY (item_id, rule_id, ref))"
    )
    keys = "item_id, rule_id, ref"
    cursor.execute(f"INSERT INTO before_finding SELECT {keys} FROM finding {where}")
    cursor.execute("CREATE TEMP TABLE IF NOT EXISTS tried_item (item_id INTEGER PRIMARY KEY)")
    cursor.execute("DELETE FROM tried_item")
    chosen = "SELECT id FROM item" if items is None else "SELECT item_id FROM scope_item"
    cursor.execute(f"INSERT INTO tried_item {chosen}")


def differences(connection: Connection, changed: Iterable[int]) -> tuple[list[Key], list[Key]]:
    """Return the keys that came and that went; all of changed items, whose facts may differ."""
    cursor = driver(connection).cursor()
    cursor.execute("CREATE TEMP TABLE IF NOT EXISTS changed_item (item_id INTEGER PRIMARY KEY)")
    cursor.execute("DELETE FROM changed_item")
    items = sorted(set(changed))
    for start in range(0, len(items), CHUNK):
        listed = ", ".join(f"({item})" for item in items[start : start + CHUNK])
        cursor.execute(f"INSERT INTO changed_item VALUES {listed}")
    come = cursor.execute(_COME).fetchall()
    gone = cursor.execute(_GONE).fetchall()
    return [(a, b, c) for a, b, c in come], [(a, b, c) for a, b, c in gone]


def less(
    these: Iterable[tuple[Key, Finding]], others: Sequence[tuple[Key, Finding]]
) -> list[tuple[Key, Finding]]:
    """Return the findings of one side that say what none of the other side says."""
    same = Counter(said(key, found) for key, found in others)
    left = []
    for key, found in these:
        told = said(key, found)
        if same[told]:
            same[told] -= 1
        else:
            left.append((key, found))
    return left


def said(key: Key, found: Finding) -> tuple[int, int, str, bytes]:
    """Return what a finding says, by which it is the same as another."""
    facts = orjson.dumps(found["facts"], option=orjson.OPT_SORT_KEYS, default=str)
    return key[0], key[1], found["place"]["pointer"], facts


_COME = """
SELECT f.item_id, f.rule_id, f.ref FROM finding f JOIN tried_item t ON t.item_id = f.item_id
WHERE f.item_id IN (SELECT item_id FROM changed_item) OR NOT EXISTS (
    SELECT 1 FROM before_finding b
    WHERE b.item_id = f.item_id AND b.rule_id = f.rule_id AND b.ref = f.ref
) ORDER BY f.item_id, f.rule_id, f.ref
"""
_GONE = """
SELECT b.item_id, b.rule_id, b.ref FROM before_finding b
WHERE b.item_id IN (SELECT item_id FROM changed_item) OR NOT EXISTS (
    SELECT 1 FROM finding f
    WHERE f.item_id = b.item_id AND f.rule_id = b.rule_id AND f.ref = b.ref
) ORDER BY b.item_id, b.rule_id, b.ref
"""
