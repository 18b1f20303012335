"""批次留存: keep what a full run found, as its changes against the kept run before it.

One copy of the findings is kept (``kept_finding``), that of the newest kept run; every run adds
only what changed (``run_change``). How any two kept runs differ is the sum of the changes between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, text

from app.auditing.marks import MARK, MARKS, prepare_marks
from app.auditing.unclaimed import CANCELLED
from app.kernel.db import driver

BLOCK = 5000  # items
BY_ITSELF, WITH_ITEM, WITH_RULE = 0, 1, 2


class Kept(NamedTuple):
    """A kept run, as the next one needs it."""

    id: int
    last_item: int
    rules: list[int]


def keep_run(connection: Connection, run_id: int, rules: Iterable[int], most: int) -> None:
    """Keep the standing findings as those of run ``run_id``, and no more than ``most`` runs."""
    before = _newest(connection, run_id)
    prepare_marks(connection)
    cursor = driver(connection).cursor()
    cursor.execute(_CHANGED)
    cursor.execute("DELETE FROM changed_finding")
    if before is None:
        cursor.execute("DELETE FROM kept_finding")
    for start in _differing(connection):
        cursor.execute(_COMPARE.format(start=start, end=start + BLOCK))
    if before is not None:
        cursor.execute(_note(run_id, before, list(rules)))
    cursor.execute(_APPLY)
    cursor.execute("DELETE FROM kept_finding WHERE number = 0")
    forget_runs(connection, most)


def _differing(connection: Connection) -> Iterator[int]:
    """Yield where stretches of items begin whose findings are not the kept ones.

    Sums tell that without sorting, and most stretches are as they were.
    """
    cursor = driver(connection).cursor()
    last = cursor.execute(_LAST).fetchone()[0]
    for start in range(0, last + 1, BLOCK):
        stretch = {"start": start, "end": start + BLOCK}
        sums = [cursor.execute(side.format(**stretch)).fetchone() for side in _SUMS]
        if tuple(sums[0]) != tuple(sums[1]):
            yield start


def forget_runs(connection: Connection, most: int) -> None:
    """Let the oldest runs go until ``most`` are kept; their counts stay."""
    ids = [row.id for row in connection.execute(_KEPT_IDS)]
    gone = ids[most:]
    if gone:
        connection.execute(_FORGET, {"id": gone[0]})
        oldest = ids[most - 1] if most else gone[0]
        connection.execute(_FORGET_CHANGES, {"id": oldest})


def _newest(connection: Connection, run_id: int) -> Kept | None:
    row = connection.execute(_NEWEST, {"id": run_id}).first()
    return Kept(row.id, row.last_item, orjson.loads(row.rules)) if row else None


def _note(run_id: int, before: Kept, rules: list[int]) -> str:
    """What came or went with its rule, and with its item, is not the work of those who mend."""
    return _NOTE.format(
        run=run_id, then=_listed(before.rules), now=_listed(rules), last=before.last_item
    )


def _listed(numbers: Iterable[Any]) -> str:
    return ", ".join(str(int(number)) for number in numbers) or "-1"


_CHANGED = (
    "CREATE TEMP TABLE IF NOT EXISTS changed_finding"
    " (item_id INTEGER, rule_id SMALLINT, mark BIGINT, number INTEGER)"
)
_COMPARE = f"""
INSERT INTO changed_finding
SELECT item_id, rule_id, mark, sum(number) FROM (
    SELECT f.item_id, f.rule_id, {MARK} AS mark, 1 AS number FROM finding f {MARKS}
    WHERE f.item_id >= {{start}} AND f.item_id < {{end}}
    UNION ALL SELECT item_id, rule_id, mark, -number FROM kept_finding
    WHERE item_id >= {{start}} AND item_id < {{end}}
) both_sides GROUP BY item_id, rule_id, mark HAVING sum(number) <> 0
"""
_LAST = (
    "SELECT coalesce(max(item_id), 0) FROM (SELECT max(item_id) AS item_id FROM finding"
    " UNION ALL SELECT max(item_id) FROM kept_finding) both_sides"
)
_MIXED = (
    "(CAST(item_id AS BIGINT) * 1000003 + rule_id * 8191) % 1000000007"
    " * (mark % 999983 + 1000003) % 1000000007"
)
"""A product, so that two items that change places with their marks do not sum to the same."""
_STANDING = (
    f"SELECT count(*), coalesce(sum({_MIXED}), 0) FROM (SELECT f.item_id, f.rule_id,"
    f" {MARK} AS mark FROM finding f {MARKS}"
    " WHERE f.item_id >= {start} AND f.item_id < {end}) standing"
)
_KEPT = (
    f"SELECT coalesce(sum(number), 0), coalesce(sum(number * ({_MIXED})), 0) FROM kept_finding"
    " WHERE item_id >= {start} AND item_id < {end}"
)
_SUMS = (_STANDING, _KEPT)
"""How many findings of a stretch there are, and a sum over what they are: standing, kept."""
_NOTE = f"""
INSERT INTO run_change (run_id, item_id, rule_id, mark, number, cause)
SELECT {{run}}, c.item_id, c.rule_id, c.mark, c.number, CASE
    WHEN c.number > 0 AND c.rule_id NOT IN ({{then}}) THEN {WITH_RULE}
    WHEN c.number < 0 AND c.rule_id NOT IN ({{now}}) THEN {WITH_RULE}
    WHEN c.number > 0 AND c.item_id > {{last}} THEN {WITH_ITEM}
    WHEN c.number < 0 AND NOT EXISTS (
        SELECT 1 FROM item i WHERE i.id = c.item_id AND coalesce(i.status, 1) <> {CANCELLED}
    ) THEN {WITH_ITEM}
    ELSE {BY_ITSELF} END
FROM changed_finding c
"""
_APPLY = """
INSERT INTO kept_finding (item_id, rule_id, mark, number)
SELECT item_id, rule_id, mark, number FROM changed_finding WHERE true
ON CONFLICT (item_id, rule_id, mark)
DO UPDATE SET number = kept_finding.number + excluded.number
"""
_NEWEST = text(
    "SELECT id, last_item, rules FROM audit_run WHERE kept = 1 AND id < :id ORDER BY id DESC LIMIT 1"
)
_KEPT_IDS = text("SELECT id FROM audit_run WHERE kept = 1 ORDER BY id DESC")
_FORGET = text("UPDATE audit_run SET kept = 0 WHERE kept = 1 AND id <= :id")
_FORGET_CHANGES = text("DELETE FROM run_change WHERE run_id <= :id")
