"""规则簿: the rules as an API and a terminal list them, with what each finds at present."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

from app.auditing import registry
from app.auditing.filters import element_of
from app.auditing.rule import Rule
from app.auditing.summary import found_by_rule

_WORDS = (
    "code", "aspect", "title", "title_en", "why", "why_en", "remedy", "remedy_en", "source",
    "citation", "since", "applies",
)  # fmt: skip


def rule_rows(connection: Connection) -> list[dict[str, Any]]:
    """Return every rule by its code: words, gravity, and how many findings stand."""
    counts = found_by_rule(connection)
    off = {row.code for row in connection.execute(_OFF)}
    rules = sorted(registry.all_rules().values(), key=lambda rule: rule.code)
    return [_row(rule, counts.get(rule.code, 0), rule.code not in off) for rule in rules]


def _row(rule: Rule, findings: int, enabled: bool) -> dict[str, Any]:
    return {
        **{name: getattr(rule, name) for name in _WORDS},
        "severity": rule.severity.name.lower(),
        "element": element_of(rule),
        "enabled": enabled,
        "findings": findings,
    }


_OFF = text("SELECT code FROM audit_rule WHERE enabled = 0")
