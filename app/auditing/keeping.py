"""批次留存: keep what a full run found, as its changes against the kept run before it.

One copy of the findings is kept (``kept_finding``), that of the newest kept run; every run adds
only what changed (``run_change``). How any two kept runs differ is the sum of the changes between.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, text

from app.auditing.marks import MARK, MARKS, prepare_marks
from app.auditing.unclaimed import CANCELLED
from app.kernel.bulk import bulk_execute, bulk_insert, driver

BLOCK = 5000  # items
Pair = tuple[int, int]  # number of findings, sum over what they are
Stretches = dict[int, Pair]
"""What the findings of each stretch of items sum to, by the first item of the stretch."""
NOTHING = (0, 0, 0)
BY_ITSELF, WITH_ITEM, WITH_RULE = 0, 1, 2


class Kept(NamedTuple):
    """A kept run, as the next one needs it."""

    id: int
    last_item: int
    rules: list[int]


def keep_run(
    connection: Connection,
    run_id: int,
    rules: Iterable[int],
    most: int,
    stands: Stretches | None = None,
) -> None:
    """Keep the standing findings as those of run ``run_id``, and no more than ``most`` runs.

    ``stands``: what they sum to, where that is known already.
    """
    before = _newest(connection, run_id)
    cursor = driver(connection).cursor()
    if before is None:
        cursor.execute("DELETE FROM kept_finding")
        cursor.execute("DELETE FROM kept_sum")
    stands, kept = standing(connection) if stands is None else stands, _kept(connection)
    lasting = {start: sums[:2] for start, sums in kept.items()}
    if moved := sorted({start for start, _ in stands.items() ^ lasting.items()}):
        prepare_marks(connection)
        sums = {start: _marked(connection, start) for start in moved}
        _compare(
            connection, (start for start in moved if sums[start] != kept.get(start, NOTHING)[::2])
        )
        if before is not None:
            cursor.execute(_note(run_id, before, list(rules)))
        cursor.execute(_APPLY)
        cursor.execute("DELETE FROM kept_finding WHERE number = 0")
        _keep_sums(
            connection,
            [(start, *stands.get(start, NOTHING[:2]), sums[start][1]) for start in moved],
        )
    forget_runs(connection, most)


def standing(connection: Connection) -> Stretches:
    """Return what the findings of each stretch of items that has any sum to.

    While their verdicts keep their numbers, equal sums say that the findings are the kept ones.
    """
    cursor, end = driver(connection).cursor(), 0
    stretches: Stretches = {}
    while (first := cursor.execute(_FIRST.format(end)).fetchone()[0]) is not None:
        start = first // BLOCK * BLOCK
        end = start + BLOCK
        number, total = cursor.execute(_OF_STRETCH.format(start=start, end=end)).fetchone()
        stretches[start] = int(number), int(total)
    return stretches


def total_of(stretches: Stretches) -> Pair:
    """Return what the findings of all stretches sum to."""
    return sum(n for n, _ in stretches.values()), sum(total for _, total in stretches.values())


def _marked(connection: Connection, start: int) -> Pair:
    """Return what the findings of a stretch sum to by their marks."""
    cursor = driver(connection).cursor()
    number, total = cursor.execute(_MARKED.format(start=start, end=start + BLOCK)).fetchone()
    return int(number), int(total)


def _kept(connection: Connection) -> dict[int, tuple[int, int, int]]:
    rows = (
        driver(connection).cursor().execute("SELECT stretch, number, total, marked FROM kept_sum")
    )
    return {stretch: (number, total, marked) for stretch, number, total, marked in rows.fetchall()}


def _compare(connection: Connection, stretches: Iterable[int]) -> None:
    """Fill ``changed_finding``: what one mark of a rule and an item has more or fewer of."""
    cursor = driver(connection).cursor()
    cursor.execute(_CHANGED)
    cursor.execute("DELETE FROM changed_finding")
    for start in stretches:
        cursor.execute(_COMPARE.format(start=start, end=start + BLOCK))


def _keep_sums(connection: Connection, rows: list[tuple[int, int, int, int]]) -> None:
    bulk_execute(connection, "DELETE FROM kept_sum WHERE stretch = ?", [row[:1] for row in rows])
    there = [row for row in rows if row[1]]
    bulk_insert(connection, "kept_sum", ("stretch", "number", "total", "marked"), there)


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
_FIRST = "SELECT min(item_id) FROM finding WHERE item_id >= {}"
_PLACE = "(CAST(item_id AS BIGINT) * 1000003 + rule_id * 8191) % 1000000007"
SUM = (
    f"SELECT count(*), coalesce(sum({_PLACE} * (ref % 999983 + 1000003) % 1000000007), 0)"
    " FROM {table}"
)
"""A product, so that two items that change places with their verdicts do not sum to the same."""
_OF_STRETCH = f"{SUM.format(table='finding')} WHERE item_id >= {{start}} AND item_id < {{end}}"
_MARKED = (
    f"SELECT count(*), coalesce(sum({_PLACE} * (mark % 999983 + 1000003) % 1000000007), 0)"
    f" FROM (SELECT f.item_id, f.rule_id, {MARK} AS mark FROM finding f {MARKS}"
    " WHERE f.item_id >= {start} AND f.item_id < {end}) standing"
)
"""The same by marks: of other verdicts, made anew, that say the same."""
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
