"""规则编号: findings name a rule by a small integer; this keeps the table that says which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
    rows = connection.execute(text("SELECT id, code, enabled FROM audit_rule")).all()
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
