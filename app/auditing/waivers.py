"""豁免: findings that somebody has accepted for a time, with a reason.

A waiver takes nothing away: the finding stands, is shown with its waiver and counted apart. It
speaks of one rule (or of one place a rule finds) for an item, a body, or a region with all within
it, from one date to another, both included. What has expired falls away by date alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Date,
    DateTime,
    Index,
    Integer,
    Row,
    SmallInteger,
    String,
    Text,
    bindparam,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.clock import today
from app.kernel.db import Base


class Waiver(Base):
    """豁免: one acceptance; exactly one of item, agency and region says whose."""

    __tablename__ = "audit_waiver"
    __table_args__ = (Index(None, "rule_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    rule_id: Mapped[int] = mapped_column(SmallInteger)
    pointer: Mapped[str | None] = mapped_column(String(200))
    """The place it is about, with what lies below it; NULL: wherever the rule finds something."""
    item_id: Mapped[int | None] = mapped_column(Integer)
    agency_id: Mapped[int | None] = mapped_column(Integer)
    region_id: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    approver: Mapped[str] = mapped_column(String(100))
    granted: Mapped[date] = mapped_column(Date)
    expires: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(DateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime)


def in_force(alias: str = "w") -> str:
    """Return SQL that is true for waivers that hold today, in Beijing."""
    day = today().isoformat()
    return f"{alias}.withdrawn_at IS NULL AND {alias}.granted <= '{day}' AND {alias}.expires >= '{day}'"


def any_in_force(connection: Connection) -> bool:
    """Tell whether anything at all is waived today."""
    sql = f"SELECT 1 FROM audit_waiver w WHERE {in_force()} LIMIT 1"
    return connection.execute(text(sql)).first() is not None


def waived_sql() -> str:
    """Return SQL that is true for a finding ``f`` on item ``i`` that is waived today."""
    return (
        f"f.rule_id IN (SELECT o.rule_id FROM audit_waiver o WHERE {in_force('o')})"
        f" AND EXISTS (SELECT 1 FROM audit_waiver w WHERE {in_force()} AND {_COVERS})"
    )


_COVERS = """w.rule_id = f.rule_id AND (
    w.item_id = f.item_id OR w.agency_id = i.agency_id OR w.region_id IN
        (SELECT c.ancestor_id FROM region_within c WHERE c.region_id = i.region_id)
) AND (w.pointer IS NULL OR EXISTS (
    SELECT 1 FROM verdict v WHERE v.id = f.ref AND v.rule_id = f.rule_id
    AND (v.pointer = w.pointer OR substr(v.pointer, 1, length(w.pointer) + 1) = w.pointer || '/')
))"""


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers that may cover the findings of a page."""

    by_rule: Mapping[int, list[Row[Any]]]
    within: frozenset[tuple[int, int]]
    """(region that contains, region contained), as far as the page needs it."""

    def of(self, rule_id: int, item: Mapping[str, Any], pointer: str) -> dict[str, Any] | None:
        """Return the waiver of a finding, the narrowest first; None where there is none."""
        covering = (
            one for one in self.by_rule.get(rule_id, ()) if self._covers(one, item, pointer)
        )
        chosen = min(covering, key=_breadth, default=None)
        return told(chosen) if chosen else None

    def _covers(self, waiver: Row[Any], item: Mapping[str, Any], pointer: str) -> bool:
        if waiver.pointer and not f"{pointer}/".startswith(f"{waiver.pointer}/"):
            return False
        if waiver.item_id is not None:
            return bool(waiver.item_id == item["id"])
        if waiver.agency_id is not None:
            return bool(waiver.agency_id == item["agency_id"])
        return (waiver.region_id, item["region_id"]) in self.within


def read_waivers(
    connection: Connection, rules: Iterable[int], items: Iterable[Mapping[str, Any]]
) -> Waivers:
    """Return the waivers in force that may cover what these rules find in these items."""
    wanted = set(rules)
    by_rule: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(text(f"SELECT w.* FROM audit_waiver w WHERE {in_force()}")):
        if row.rule_id in wanted:
            by_rule.setdefault(row.rule_id, []).append(row)
    above = {
        one.region_id for rows in by_rule.values() for one in rows if one.region_id is not None
    }
    regions = {item["region_id"] for item in items} - {None}
    pairs: set[tuple[int, int]] = set()
    if above and regions:
        found = connection.execute(_WITHIN, {"above": sorted(above), "below": sorted(regions)})
        pairs = {(row.ancestor_id, row.region_id) for row in found}
    return Waivers(by_rule, frozenset(pairs))


def _breadth(waiver: Row[Any]) -> tuple[int, int, int]:
    scope = 0 if waiver.item_id is not None else 1 if waiver.agency_id is not None else 2
    return scope, -_day(waiver.expires).toordinal(), waiver.id


def told(waiver: Row[Any]) -> dict[str, Any]:
    """Return a waiver as a finding shows it."""
    return {
        "id": waiver.id,
        "reason": waiver.reason,
        "approver": waiver.approver,
        "granted": _day(waiver.granted).isoformat(),
        "expires": _day(waiver.expires).isoformat(),
    }


def _day(value: date | str) -> date:
    """SQLite gives dates back as they are stored, as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


_WITHIN = text(
    "SELECT ancestor_id, region_id FROM region_within"
    " WHERE ancestor_id IN :above AND region_id IN :below"
).bindparams(bindparam("above", expanding=True), bindparam("below", expanding=True))
