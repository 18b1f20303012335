"""所问: the places and rules that readers name, as the catalogue numbers them."""

from __future__ import annotations

from sqlalchemy import Connection, text

from app.auditing import registry
from app.auditing.errors import RuleNotFound, UnknownPlace
from app.regions import by_id, region_id


def region_of(connection: Connection, code: str | None) -> int | None:
    """Return the id of a region code; None for None."""
    if code is None:
        return None
    identity = region_id(code)
    if identity is None or by_id(connection, identity) is None:
        raise UnknownPlace(code=code)
    return identity


def agency_of(connection: Connection, code: str | None) -> int | None:
    """Return the id of an agency code; None for None."""
    if code is None:
        return None
    found = connection.execute(text("SELECT id FROM agency WHERE code = :code"), {"code": code})
    identity = found.scalar_one_or_none()
    if identity is None:
        raise UnknownPlace(code=code)
    return int(identity)


def rule_of(code: str | None) -> str | None:
    """Return the code of a rule as it is called today; None for None."""
    if code is None:
        return None
    code = registry.REDIRECTS.get(code, code)
    if code not in registry.all_rules():
        raise RuleNotFound(code=code)
    return code
