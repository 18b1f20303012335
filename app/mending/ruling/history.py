"""规则设置的记录: how a rule is taken here, and who had it otherwise when."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, text

from app.auditing import registry
from app.auditing.asking import rule_of
from app.auditing.models import AuditRule, RuleSetting
from app.auditing.rule import Severity

_S, _R = RuleSetting.__table__, AuditRule.__table__


def setting_of(connection: Connection, code: str) -> dict[str, Any]:
    """Return the setting of a rule and its history, newest first.

    Raises:
        RuleNotFound: there is no such rule.
    """
    code = rule_of(code) or code
    row = connection.execute(_NOW, {"code": code}).one_or_none()
    declared = registry.all_rules()[code].severity.name.lower()
    graded = _name(row.graded) if row else None
    return {
        "rule": code,
        "enabled": bool(row.enabled) if row else True,
        "severity": graded or declared,
        "declared_severity": declared,
        "history": list(_history(connection, code)),
    }


def _history(connection: Connection, code: str) -> list[dict[str, Any]]:
    wanted = select(_S).join(_R, _R.c.id == _S.c.rule_id).where(_R.c.code == code)
    return [
        {
            "enabled": bool(row.enabled),
            "severity": _name(row.graded),
            "who": row.who,
            "reason": row.reason,
            "at": row.recorded_at.isoformat() + "Z",
        }
        for row in connection.execute(wanted.order_by(_S.c.id.desc()))
    ]


def _name(severity: int | None) -> str | None:
    return None if severity is None else Severity(severity).name.lower()


_NOW = text("SELECT enabled, graded FROM audit_rule WHERE code = :code")
