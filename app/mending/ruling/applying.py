"""规则设置的施行: a rule is switched or graded, and the findings follow in the same transaction.

Switched off, its findings and verdicts go; switched on, it alone is judged, over every value and
item. Neither touches what other rules found, so no full run is owed afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, insert, text

from app.auditing import registry
from app.auditing.asking import rule_of
from app.auditing.engine import Audit, open_audit
from app.auditing.flaws import mark_own_parts, mark_values
from app.auditing.judging import bench
from app.auditing.models import RuleSetting
from app.auditing.numbering import numbered
from app.auditing.rereading import reread
from app.auditing.rule import Rule, Severity
from app.auditing.value_verdicts import judged
from app.items.state import advance, read_state
from app.items.verdicts import next_verdict
from app.kernel.bulk import bulk_insert, driver, next_id
from app.kernel.clock import now
from app.kernel.progress import silent

Note = Callable[[Connection, int], None]


class Owners(NamedTuple):
    """Ids of values, and of items by their own parts."""

    values: set[int]
    items: set[int]


@dataclass(frozen=True, slots=True)
class Setting:
    """How a rule is to be taken here; no severity: as it is declared."""

    enabled: bool = True
    severity: Severity | None = None


def setting(enabled: bool, severity: str | None) -> Setting:
    """Return a setting from the severity's name."""
    return Setting(enabled, Severity[severity.upper()] if severity else None)


def set_rule(
    connection: Connection, code: str, wanted: Setting, profile: str, by: tuple[str, str]
) -> None:
    """Apply a setting and keep who did it, and why (``by``).

    Raises:
        RuleNotFound: there is no such rule.
    """
    number = apply(connection, code, wanted, profile)
    row = {
        "id": next_id(connection, "rule_setting"),
        "rule_id": number,
        "enabled": int(wanted.enabled),
        "graded": _grade(wanted),
        "who": by[0],
        "reason": by[1],
        "recorded_at": now(),
    }
    connection.execute(insert(RuleSetting).values(**row))


def apply(
    connection: Connection, code: str, wanted: Setting, profile: str, note: Note = lambda *_: None
) -> int:
    """Switch and grade a rule, and bring its findings up to date; return its number.

    ``note`` is told the number before anything is changed.
    """
    code = rule_of(code) or code
    audit = open_audit(connection, profile)
    seats, was_stale = seats_of(code, audit), audit.is_stale
    number = numbered(connection, [registry.all_rules()[code]])[code]
    note(connection, number)
    named = {"number": number, "enabled": int(wanted.enabled), "graded": _grade(wanted)}
    declared = registry.all_rules()[code].severity
    connection.execute(_SET, {**named, "severity": int(wanted.severity or declared)})
    before = _judged(connection, number)
    _take_back(connection, number)
    audit = open_audit(connection, profile)
    if wanted.enabled and seats:
        _judge(connection, audit, seats)
    _mark(connection, before, _judged(connection, number))
    if wanted.enabled and seats:
        audit.find_only(seats)
    state = read_state(connection)
    if state.version:  # what was stale stays stale, until somebody judges everything anew
        rule_set = state.rule_set if was_stale else audit.rule_set
        advance(connection, rule_set=rule_set, profile=state.profile)
    return number


def _grade(wanted: Setting) -> int | None:
    return None if wanted.severity is None else int(wanted.severity)


def seats_of(code: str, audit: Audit) -> list[Rule]:
    """Return the rule as this profile evaluates it; none where the profile has no use for it."""
    return [rule for rule in registry.rules(audit.profile) if rule.code == code]


def _take_back(connection: Connection, number: int) -> None:
    """Remove what the rule found until now."""
    cursor = driver(connection).cursor()
    for table in ("finding", "verdict", "named_verdict"):
        cursor.execute(f"DELETE FROM {table} WHERE rule_id = {number}")


def _judged(connection: Connection, number: int) -> Owners:
    """Return the values, and the items by their own parts, in which the rule finds something."""
    rows = driver(connection).cursor().execute(f"{_OWNERS} AND rule_id = {number}").fetchall()
    return Owners({value for value, _ in rows if value}, {item for _, item in rows if item})


def _mark(connection: Connection, before: Owners, now: Owners) -> None:
    mark_values(connection, before.values ^ now.values)
    mark_own_parts(connection, before.items ^ now.items)


def _judge(connection: Connection, audit: Audit, seats: Sequence[Rule]) -> None:
    """Make the verdicts of a rule over values and own parts (it may have both); others need none."""
    over_values = [seat for seat in seats if seat.form == "value"]
    over_own_parts = [seat for seat in seats if seat.form == "own"]
    if over_values:
        _judge_values(connection, audit, over_values)
    if over_own_parts:
        _judge_own_parts(connection, audit, over_own_parts)


def _judge_values(connection: Connection, audit: Audit, seats: Sequence[Rule]) -> None:
    jury = bench(seats, audit.numbering)
    first = next_verdict(connection)
    for _, found in judged(connection, jury, silent):
        rows = [(first + place, *said) for place, said in enumerate(found)]
        bulk_insert(connection, "verdict", ("id", "value_id", "rule_id", "pointer", "facts"), rows)
        first += len(rows)


def _judge_own_parts(connection: Connection, audit: Audit, seats: Sequence[Rule]) -> None:
    jury = bench(seats, audit.numbering)
    first = next_verdict(connection)
    for _, _, found in reread(connection, jury):
        rows = [(first + place, *said) for place, said in enumerate(found)]
        bulk_insert(connection, "verdict", ("id", "item_id", "rule_id", "pointer", "facts"), rows)
        first += len(rows)


_OWNERS = "SELECT DISTINCT value_id, item_id FROM verdict WHERE region_id IS NULL"
_SET = text(
    "UPDATE audit_rule SET enabled = :enabled, graded = :graded, severity = :severity"
    " WHERE id = :number"
)
