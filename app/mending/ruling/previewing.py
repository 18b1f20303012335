"""规则预览: what a rule would find if it were switched, graded or judged anew, tried and taken back.

Findings are matched by their marks, so those that a new version of a rule makes again, in other
words or from other verdicts, count as standing only where they say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from app.auditing.asking import rule_of
from app.auditing.findings import Key, known_rules, show_findings
from app.auditing.marks import MARK, MARKS, prepare_marks
from app.kernel.bulk import driver
from app.kernel.db import Database
from app.kernel.language import Language
from app.mending.rehearsing import rehearsal
from app.mending.ruling.applying import Setting, apply

SAMPLES = 20


@dataclass(slots=True)
class Preview:
    """What a setting would change."""

    rule: str
    before: int = 0
    after: int = 0
    come: int = 0
    gone: int = 0
    severity: dict[str, str] = field(default_factory=dict)
    agencies: list[dict[str, Any]] = field(default_factory=list)
    samples: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def preview(
    database: Database, code: str, setting: Setting, profile: str, language: Language = "zh"
) -> Preview:
    """Try a setting over the whole stock and take it back.

    Raises:
        RuleNotFound: there is no such rule.
    """
    code = rule_of(code) or code
    seen = Preview(code)
    with rehearsal(database) as connection:
        with connection.begin_nested() as tried:
            gone = _try(connection, seen, setting, profile, language)
            tried.rollback()
        seen.samples["gone"] = [found for _, found in show_findings(connection, gone, language)]
    return seen


def _try(
    connection: Connection, seen: Preview, setting: Setting, profile: str, language: Language
) -> list[Key]:
    """Apply the setting, and note what came of it; return the keys of what would go, some of them."""
    seen.severity["before"] = _severity(connection, seen.rule)
    number = apply(connection, seen.rule, setting, profile, note=_note("before"))
    seen.severity["after"] = _severity(connection, seen.rule)
    _note("after")(connection, number)
    seen.before, seen.after = (_total(connection, side) for side in ("before", "after"))
    seen.agencies = _by_agency(connection)
    seen.come = sum(row["come"] for row in seen.agencies)
    seen.gone = sum(row["gone"] for row in seen.agencies)
    come = _keys(connection, number, "after", "before")
    seen.samples["come"] = [found for _, found in show_findings(connection, come, language)]
    return _keys(connection, number, "before", "after")


def _severity(connection: Connection, code: str) -> str:
    known = known_rules(connection).by_code.get(code)
    return known[1].severity.name.lower() if known else ""


def _note(side: str) -> Any:
    """Return what keeps the findings of a rule, by their marks, as one side of the preview."""

    def note(connection: Connection, number: int) -> None:
        prepare_marks(connection, f"v.rule_id = {number}")
        cursor = driver(connection).cursor()
        cursor.execute(f"DROP TABLE IF EXISTS {side}_mark")
        cursor.execute(
            f"CREATE TEMP TABLE {side}_mark AS SELECT f.item_id, {MARK} AS mark,"
            f" count(*) AS number, min(f.ref) AS ref FROM finding f {MARKS}"
            f" WHERE f.rule_id = {number} GROUP BY f.item_id, {MARK}"
        )

    return note


def _total(connection: Connection, side: str) -> int:
    sql = text(f"SELECT coalesce(sum(number), 0) FROM {side}_mark")
    return int(connection.execute(sql).scalar_one())


def _by_agency(connection: Connection) -> list[dict[str, Any]]:
    rows = connection.execute(_AGENCIES)
    return [
        {"agency": row.code, "name": row.name, "come": int(row.come), "gone": int(row.gone)}
        for row in rows
    ]


def _keys(connection: Connection, number: int, here: str, there: str) -> list[Key]:
    """Return the keys of some findings that are here and not there."""
    sql = (
        f"SELECT h.item_id, h.ref FROM {here}_mark h LEFT JOIN {there}_mark t"
        " ON t.item_id = h.item_id AND t.mark = h.mark"
        " WHERE coalesce(t.number, 0) < h.number ORDER BY h.item_id, h.mark LIMIT :limit"
    )
    rows = connection.execute(text(sql), {"limit": SAMPLES})
    return [(row.item_id, number, row.ref) for row in rows]


def told(seen: Preview) -> dict[str, Any]:
    """Return a preview as an API shows it."""
    names: Sequence[str] = ("rule", "before", "after", "come", "gone", "severity", "agencies")
    return {**{name: getattr(seen, name) for name in names}, "samples": seen.samples}


_AGENCIES = text("""
SELECT a.code, a.name, sum(CASE WHEN d.number > 0 THEN d.number ELSE 0 END) AS come,
    sum(CASE WHEN d.number < 0 THEN -d.number ELSE 0 END) AS gone
FROM (
    SELECT item_id, mark, sum(number) AS number FROM (
        SELECT item_id, mark, number FROM after_mark
        UNION ALL SELECT item_id, mark, -number FROM before_mark
    ) both_sides GROUP BY item_id, mark HAVING sum(number) <> 0
) d JOIN item i ON i.id = d.item_id LEFT JOIN agency a ON a.id = i.agency_id
GROUP BY a.code, a.name
ORDER BY sum(abs(d.number)) DESC, a.code
""")
