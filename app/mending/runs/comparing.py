"""批次比较: what one full run found against another: new, mended, unchanged, gone with its cause.

What came or went with its item, or with its rule, is told apart from what was done or mended: a
rule that is switched on makes findings that no authority has made. Comparing back again gives the
mirror image: run A against B and B against A sum to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, bindparam, text

from app.auditing.findings import known_rules
from app.kernel.language import Language
from app.mending.errors import RunNotFound, RunNotKept
from app.mending.heads import Area, heads_of, told
from app.mending.runs.parts import CHANGED, PARTS, Part

Key = tuple[int, int, int]


class Line(NamedTuple):
    """One row of a comparison: what one rule finds in one item, and how often."""

    item_id: int
    rule_id: int
    mark: int
    number: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two kept runs: ``after`` held against ``before``, in part of the catalogue."""

    before: int
    after: int
    area: Area

    @property
    def span(self) -> str:
        """The runs whose changes lie between the two."""
        low, high = sorted((self.before, self.after))
        return f"run_id > {low} AND run_id <= {high}"

    @property
    def sign(self) -> int:
        return 1 if self.before <= self.after else -1

    def net(self, where: str = "") -> str:
        """Return SQL of what differs: item, rule, mark, how often, and the part it is in."""
        conditions = " AND ".join(
            part for part in (self.span, self.area.where("item_id"), where) if part
        )
        return _NET.format(sign=self.sign, where=conditions)


def compare(connection: Connection, before: int, after: int, area: Area) -> Comparison:
    """Return the comparison of two runs.

    Raises:
        RunNotFound: there is no such run.
        RunNotKept: it is too old; only its counts are left.
    """
    runs = {row.id: row.kept for row in connection.execute(_RUNS, {"ids": (before, after)})}
    for number in (before, after):
        if number not in runs:
            raise RunNotFound(id=number)
        if not runs[number]:
            raise RunNotKept(id=number)
    return Comparison(before, after, area)


def state_of(connection: Connection, comparison: Comparison) -> dict[str, Any]:
    """Return which runs were compared, and whether they went by the same rules."""
    ids = (comparison.before, comparison.after)
    rule_sets = {row.rule_set for row in connection.execute(_RUNS, {"ids": ids})}
    return {
        "before": comparison.before,
        "after": comparison.after,
        "same_rules": len(rule_sets) == 1,
    }


def counts(connection: Connection, comparison: Comparison) -> dict[str, Any]:
    """Return how many findings are in each part, in all and by rule."""
    known = known_rules(connection).by_number
    total = dict.fromkeys(PARTS, 0)
    by_rule: dict[int, dict[str, int]] = {}
    sql = (
        "SELECT part, rule_id, sum(abs(number)) AS number"
        f" FROM ({comparison.net()}) net GROUP BY part, rule_id ORDER BY rule_id"
    )
    for part, rule, number in connection.execute(text(sql)):
        total[CHANGED[part]] += int(number)
        by_rule.setdefault(rule, dict.fromkeys(CHANGED, 0))[CHANGED[part]] += int(number)
    total["unchanged"] = _standing(connection, comparison) - sum(
        total[part] for part in CHANGED[:3]
    )
    rules = [
        {
            "rule": known[rule].code,
            "title": known[rule].title,
            "severity": known[rule].severity.name.lower(),
            "counts": parts,
        }
        for rule, parts in by_rule.items()
        if rule in known
    ]
    return {"counts": total, "rules": rules}


def _standing(connection: Connection, comparison: Comparison) -> int:
    """How many findings stood at the later run of the comparison."""
    area = comparison.area.where("item_id") or "1 = 1"
    sql = _STANDING.format(area=area, after=comparison.after)
    return int(connection.execute(text(sql)).scalar_one())


def lines(
    connection: Connection, comparison: Comparison, part: Part, after: Key | None, limit: int
) -> list[Line]:
    """Return the lines of one part after a key, in the order item, rule, mark."""
    if part == "unchanged":
        return _unchanged(connection, comparison, after, limit)
    since = f"item_id >= {int(after[0])}" if after else ""
    beyond = "AND (item_id, rule_id, mark) > (:item, :rule, :mark)" if after else ""
    sql = (
        f"SELECT item_id, rule_id, mark, abs(number) AS number FROM ({comparison.net(since)}) net"
        f" WHERE part = {CHANGED.index(part)} {beyond}"
        " ORDER BY item_id, rule_id, mark LIMIT :limit"
    )
    rows = connection.execute(text(sql), {**_key(after), "limit": limit})
    return [Line(*row) for row in rows]


def _key(after: Key | None) -> dict[str, int]:
    return dict(zip(("item", "rule", "mark"), after, strict=True)) if after else {}


def _unchanged(
    connection: Connection, comparison: Comparison, after: Key | None, limit: int
) -> list[Line]:
    """What stood at both runs is not stored: it is worked out for a stretch of items at a time."""
    found: list[Line] = []
    start: int | None = after[0] if after else 0
    while start is not None and len(found) < limit:
        end = connection.execute(_STRETCH, {"start": start, "offset": limit}).scalar()
        window = f"item_id >= {start}" + (f" AND item_id <= {end}" if end is not None else "")
        area = comparison.area.where("item_id")
        sql = _UNCHANGED.format(
            window=f"{window} AND {area}" if area else window,
            after=comparison.after,
            span=comparison.span,
            sign=comparison.sign,
        )
        rows = (Line(*row) for row in connection.execute(text(sql)))
        found += [line for line in rows if after is None or line[:3] > after]
        start = None if end is None else end + 1
    return found[:limit]


def shown(
    connection: Connection, found: Sequence[Line], part: Part, language: Language
) -> list[dict[str, Any]]:
    """Return lines as an API shows them; ``item`` is None where the item is gone."""
    known = known_rules(connection).by_number
    heads = heads_of(connection, (line.item_id for line in found))
    rows = []
    for line in found:
        rule = known.get(line.rule_id)
        title = rule and (rule.title if language == "zh" else rule.title_en)
        rows.append(
            {
                "part": part,
                "rule": rule.code if rule else None,
                "title": title,
                "severity": rule.severity.name.lower() if rule else None,
                "number": line.number,
                "item": told(heads.get(line.item_id)),
            }
        )
    return rows


def kept_runs(connection: Connection) -> list[RowMapping]:
    """Return the runs that can be compared, newest first."""
    return list(connection.execute(_KEPT).mappings())


_RUNS = text("SELECT id, kept, rule_set FROM audit_run WHERE id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
_KEPT = text(
    "SELECT id, started_at, items, findings, rule_set FROM audit_run WHERE kept = 1"
    " ORDER BY id DESC"
)
# The cause is that of the last change in the direction of the sum: 4 is more than causes there are.
_NET = """
SELECT item_id, rule_id, mark, {sign} * sum(number) AS number,
    CASE WHEN {sign} * sum(number) > 0 THEN 0 ELSE 3 END + CASE WHEN sum(number) > 0
        THEN max(CASE WHEN number > 0 THEN run_id * 4 + cause END) % 4
        ELSE max(CASE WHEN number < 0 THEN run_id * 4 + cause END) % 4 END AS part
FROM run_change WHERE {where}
GROUP BY item_id, rule_id, mark HAVING sum(number) <> 0
"""
_STANDING = """
SELECT coalesce((SELECT sum(number) FROM kept_finding WHERE {area}), 0)
     - coalesce((SELECT sum(number) FROM run_change WHERE run_id > {after} AND {area}), 0)
"""
_STRETCH = text(
    "SELECT item_id FROM kept_finding WHERE item_id >= :start ORDER BY item_id LIMIT 1"
    " OFFSET :offset"
)
_UNCHANGED = """
SELECT item_id, rule_id, mark,
    sum(there) - CASE WHEN sum(come) > 0 THEN sum(come) ELSE 0 END AS number
FROM (
    SELECT item_id, rule_id, mark, number AS there, 0 AS come FROM kept_finding WHERE {window}
    UNION ALL SELECT item_id, rule_id, mark, -number, 0 FROM run_change
        WHERE run_id > {after} AND {window}
    UNION ALL SELECT item_id, rule_id, mark, 0, {sign} * number FROM run_change
        WHERE {span} AND {window}
) both_sides
GROUP BY item_id, rule_id, mark
HAVING sum(there) - CASE WHEN sum(come) > 0 THEN sum(come) ELSE 0 END > 0
ORDER BY item_id, rule_id, mark
"""
