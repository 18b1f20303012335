"""规则编号: findings name a rule by a small integer; this keeps the table that says which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from app.auditing.rule import Rule
from app.kernel.db import bulk_insert


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number of each rule code, and which rules are switched off."""

    numbers: dict[str, int]
    disabled: frozenset[str]

    def __getitem__(self, code: str) -> int:
        return self.numbers[code]

    def is_on(self, code: str) -> bool:
        return code not in self.disabled


def numbered(connection: Connection, rules: Iterable[Rule]) -> Numbering:
    """Return the numbers of ``rules``, giving the next free ones to those never seen before."""
    rules = list(rules)
    rows = connection.execute(
        text("SELECT id, code, severity, enabled, graded FROM audit_rule")
    ).all()
    _regrade(connection, rows, rules)
    numbers = {row.code: row.id for row in rows}
    fresh = list({rule.code: rule for rule in rules if rule.code not in numbers}.values())
    start = max(numbers.values(), default=0) + 1
    numbers.update((rule.code, start + place) for place, rule in enumerate(fresh))
    bulk_insert(
        connection,
        "audit_rule",
        ("id", "code", "severity", "aspect", "enabled"),
        [(numbers[rule.code], rule.code, int(rule.severity), rule.aspect, 1) for rule in fresh],
    )
    return Numbering(numbers, frozenset(row.code for row in rows if not row.enabled))


def _regrade(connection: Connection, rows: Iterable[Any], rules: Iterable[Rule]) -> None:
    """Follow a severity that is declared otherwise than before, where nobody chose one here."""
    declared = {rule.code: int(rule.severity) for rule in rules}
    moved = [
        {"id": row.id, "severity": declared[row.code]}
        for row in rows
        if row.graded is None and row.severity != declared.get(row.code, row.severity)
    ]
    if moved:
        connection.execute(text("UPDATE audit_rule SET severity = :severity WHERE id = :id"), moved)
