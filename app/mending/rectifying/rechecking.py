"""整改复核: what has become of the lines of a list, as the findings stand now.

A line stands while the finding with its mark stands; it has *changed* when that one is gone and
the same rule finds something else in the same item, so that the authority is told it is not done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, get_args

import orjson
from sqlalchemy import Connection, Row, text

from app.auditing.unclaimed import CANCELLED
from app.auditing.waivers import waived_sql
from app.elements.working_days import working_days_between
from app.kernel.clock import today
from app.mending.errors import RectificationNotFound
from app.mending.rectifying.issuing import marked

State = Literal["standing", "changed", "waived", "mended", "gone-with-item", "gone-with-rule"]
STATES: tuple[State, ...] = get_args(State)
OPEN: tuple[State, ...] = ("standing", "changed")
"""What is still to be done."""


class Checked(NamedTuple):
    """A list with the state of each of its lines."""

    head: dict[str, Any]
    lines: list[dict[str, Any]]


def recheck(connection: Connection, number: int, *, secrets: bool = True) -> Checked:
    """Return a list with what has become of its lines; those on secrets only with ``secrets``.

    Raises:
        RectificationNotFound: there is no such list.
    """
    head = connection.execute(_HEAD, {"number": number}).mappings().one_or_none()
    if head is None:
        raise RectificationNotFound(id=number)
    rows = connection.execute(_LINES, {"number": number}).all()
    states = _states(connection, number, rows)
    lines = [
        {**_told(row), "state": state}
        for row, state in zip(rows, states, strict=True)
        if secrets or not row.secret
    ]
    return Checked({**told(head), **_progress(head, [line["state"] for line in lines])}, lines)


def _states(connection: Connection, number: int, rows: Sequence[Row[Any]]) -> list[State]:
    standing: dict[tuple[int, int, int], list[bool]] = {}
    waived = {
        tuple(row)
        for row in connection.execute(text(_WAIVED.format(waived=waived_sql())), {"number": number})
    }
    for found, mark in marked(connection, _OF_LIST, number):
        key = (found.item_id, found.rule_id, mark)
        standing.setdefault(key, []).append((found.item_id, found.rule_id, found.ref) in waived)
    states = [_matched(standing, row) for row in rows]
    left = Counter({key[:2]: 0 for key in standing})
    for key, rest in standing.items():
        left[key[:2]] += len(rest)
    return [state or _fate(left, row) for state, row in zip(states, rows, strict=True)]


def _matched(standing: dict[tuple[int, int, int], list[bool]], row: Row[Any]) -> State | None:
    same = standing.get((row.item_id, row.rule_id, row.mark))
    if not same:
        return None
    return "waived" if same.pop() else "standing"


def _fate(left: Counter[tuple[int, int]], row: Row[Any]) -> State:
    """Say what became of a line whose finding is gone; each other finding accounts for one line."""
    key = (row.item_id, row.rule_id)
    if left[key] > 0:
        left[key] -= 1
        return "changed"
    if not row.enabled:
        return "gone-with-rule"
    return "mended" if row.alive else "gone-with-item"


def _progress(head: Any, states: Sequence[State]) -> dict[str, Any]:
    counts = Counter(states)
    due = _day(head["due_on"])
    late = working_days_between(due, today()) if any(counts[state] for state in OPEN) else 0
    return {
        "lines": len(states),
        "counts": {state: counts[state] for state in STATES},
        "done": not any(counts[state] for state in OPEN),
        "overdue_working_days": late,
        "checked_on": today().isoformat(),
    }


def told(head: Any) -> dict[str, Any]:
    """Return the head of a list as an API shows it."""
    return {
        "id": head["id"],
        "agency": head["agency_code"],
        "agency_name": head["agency_name"],
        "note": head["note"],
        "severities": orjson.loads(head["severities"]),
        "rules": orjson.loads(head["rules"]),
        "issued_on": _day(head["issued_on"]).isoformat(),
        "working_days": head["working_days"],
        "due_on": _day(head["due_on"]).isoformat(),
        "holidays_announced": bool(head["announced"]),
        "version": head["version"],
        "lines": head["lines"],
    }


def read_lists(
    connection: Connection, agency: int | None = None, *, after: int = 0, limit: int = 100
) -> list[dict[str, Any]]:
    """Return the heads of the lists in the order they were issued, as they were issued."""
    narrowed = "AND agency_id = :agency" if agency is not None else ""
    sql = f"SELECT * FROM rectification WHERE id > :after {narrowed} ORDER BY id LIMIT :limit"
    named = {"after": after, "limit": limit} | ({} if agency is None else {"agency": agency})
    return [told(row) for row in connection.execute(text(sql), named).mappings()]


def _told(row: Row[Any]) -> dict[str, Any]:
    names = ("number", "item_code", "qualifier", "item_name", "rule", "severity", "pointer")
    said = {name: getattr(row, name) for name in (*names, "field", "message", "remedy")}
    return {**said, "facts": orjson.loads(row.facts)}


def _day(value: date | str) -> date:
    """SQLite gives dates back as they are stored, as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


_HEAD = text("SELECT * FROM rectification WHERE id = :number")
_LINES = text(
    "SELECT l.*, r.enabled, CASE WHEN i.secret = 1 THEN 1 ELSE 0 END AS secret,"
    f" CASE WHEN coalesce(i.status, 1) = {CANCELLED} OR i.id IS NULL THEN 0 ELSE 1 END AS alive"
    " FROM rectification_line l JOIN audit_rule r ON r.id = l.rule_id"
    " LEFT JOIN item i ON i.id = l.item_id WHERE l.rectification_id = :number ORDER BY l.number"
)
_OF_LIST = "SELECT l.item_id FROM rectification_line l WHERE l.rectification_id = :number"
_WAIVED = (
    "SELECT f.item_id, f.rule_id, f.ref FROM finding f JOIN item i ON i.id = f.item_id"
    f" WHERE f.item_id IN ({_OF_LIST}) AND {{waived}}"
)
