"""规则簿: the rules as an API and a terminal list them, with what each finds at present."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, text

from app.auditing import registry
from app.auditing.filters import element_of
from app.auditing.findings import graded
from app.auditing.rule import Rule
from app.auditing.summary import found_by_rule

_WORDS = (
    "code", "aspect", "title", "title_en", "why", "why_en", "remedy", "remedy_en", "source",
    "citation", "since", "applies",
)  # fmt: skip


def rule_rows(connection: Connection) -> list[dict[str, Any]]:
    """Return every rule by its code: words, gravity, and how many findings stand."""
    counts = found_by_rule(connection)
    set_here = {row.code: row for row in connection.execute(_SETTINGS)}
    rules = sorted(registry.all_rules().values(), key=lambda rule: rule.code)
    return [_row(rule, counts.get(rule.code, 0), set_here.get(rule.code)) for rule in rules]


def _row(rule: Rule, findings: int, setting: Row[Any] | None) -> dict[str, Any]:
    chosen = graded(rule, setting.graded if setting else None)
    return {
        **{name: getattr(rule, name) for name in _WORDS},
        "severity": chosen.severity.name.lower(),
        "declared_severity": rule.severity.name.lower(),
        "element": element_of(rule),
        "enabled": bool(setting.enabled) if setting else True,
        "findings": findings,
    }


_SETTINGS = text("SELECT code, enabled, graded FROM audit_rule")
