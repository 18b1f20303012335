"""规则编号: findings name a rule by a small integer; this keeps the table that says which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import Connection, text

from app.auditing.rule import Rule
from app.kernel.bulk import bulk_insert, driver

_in_order: WeakKeyDictionary[Numbering, Sequence[Rule]] = WeakKeyDictionary()
"""The rules, as one object, that a table of rules was last found to know with their severities."""
_Row = tuple[int, str, int, int, int | None]
"""Number, code, severity, enabled, graded."""
_COLUMNS = "id, code, severity, enabled, graded"
_TABLE = {
    "sqlite": f"SELECT json_group_array(json_array({_COLUMNS})) FROM audit_rule",
    "postgresql": f"SELECT CAST(json_agg(json_build_array({_COLUMNS})) AS text) FROM audit_rule",
}


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Numbering:
    """The number of each rule code, and which rules are switched off.

    As long as the table of rules stands, this is one and the same object: what is made for it can
    be kept.
    """

    numbers: dict[str, int]
    disabled: frozenset[str]

    def __getitem__(self, code: str) -> int:
        return self.numbers[code]

    def is_on(self, code: str) -> bool:
        return code not in self.disabled


def numbered(connection: Connection, rules: Sequence[Rule]) -> Numbering:
    """Return the numbers of ``rules``, giving the next free ones to those never seen before."""
    told = _told(connection)
    known = _numbering(told)
    if _in_order.get(known) is rules:
        return known
    one_each = {rule.code: rule for rule in rules}
    moved = _regrade(connection, orjson.loads(told), one_each)
    fresh = [rule for rule in one_each.values() if rule.code not in known.numbers]
    if not fresh:
        if not moved:
            _in_order[known] = rules
        return known
    start = max(known.numbers.values(), default=0) + 1
    bulk_insert(
        connection,
        "audit_rule",
        ("id", "code", "severity", "aspect", "enabled"),
        [
            (start + place, rule.code, int(rule.severity), rule.aspect, 1)
            for place, rule in enumerate(fresh)
        ],
    )
    return _numbering(_told(connection))


def _told(connection: Connection) -> str:
    """Return the table as one text, which is read and compared quicker than its rows."""
    row = driver(connection).cursor().execute(_TABLE[connection.dialect.name]).fetchone()
    return row[0] or "[]"


@lru_cache(maxsize=8)
def _numbering(told: str) -> Numbering:
    rows: list[_Row] = orjson.loads(told)
    numbers = {code: number for number, code, *_ in rows}
    return Numbering(numbers, frozenset(code for _, code, _, enabled, _ in rows if not enabled))


def _regrade(connection: Connection, rows: Iterable[_Row], rules: Mapping[str, Rule]) -> bool:
    """Follow a severity that is declared otherwise than before, where nobody chose one here."""
    moved = [
        {"id": number, "severity": int(rules[code].severity)}
        for number, code, severity, _, graded in rows
        if graded is None and code in rules and severity != rules[code].severity
    ]
    if moved:
        connection.execute(text("UPDATE audit_rule SET severity = :severity WHERE id = :id"), moved)
    return bool(moved)
