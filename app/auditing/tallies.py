"""计数的单位: what the audit counts of one body in one region."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from app.auditing.findings import Known
from app.auditing.owing import owed_by_condition
from app.auditing.rule import Severity
from app.auditing.sums import Place, add_counts
from app.auditing.touching import listed
from app.auditing.unclaimed import CANCELLED
from app.elements.profiles import Profile
from app.items.queries import OPEN
from app.items.record import IMPLEMENTATION


@dataclass(slots=True)
class Tally:
    """The counts of one body in one region."""

    items: int = 0
    local_items: int = 0
    owed: int = 0
    comparable: dict[str, int] = field(default_factory=dict)
    findings: dict[int, int] = field(default_factory=dict)
    faulty: int = 0
    """Items with an ERROR about their correctness."""
    excluded: dict[str, int] = field(default_factory=dict)
    """Items that are not counted, by the reason: ``cancelled``, ``secret``."""

    told: dict[str, Any] | None = field(default=None, compare=False)
    """What a summary says of this body by itself, kept for as long as nothing changes in it."""

    def add(self, other: Tally, sign: int = 1) -> None:
        """Add the counts of another body, or take them away."""
        self.items += sign * other.items
        self.local_items += sign * other.local_items
        self.owed += sign * other.owed
        self.faulty += sign * other.faulty
        add_counts(self.comparable, other.comparable, sign)
        add_counts(self.findings, other.findings, sign)
        add_counts(self.excluded, other.excluded, sign)

    def packed(self) -> list[Any]:
        """Return it as JSON has it; findings as pairs, as their keys are numbers."""
        numbers = (self.items, self.local_items, self.owed, self.faulty)
        return [*numbers, self.comparable, self.excluded, list(self.findings.items())]

    @classmethod
    def unpacked(cls, told: list[Any]) -> Tally:
        """Return what was packed."""
        items, local, owed, faulty, comparable, excluded, findings = told
        return cls(items, local, owed, comparable, dict(findings), faulty, excluded)


def tallies_in(
    connection: Connection, profile: Profile, known: Known, again: Iterable[str]
) -> dict[Place, Tally]:
    """Count the items of which one of ``again`` holds."""
    tallies: dict[Place, Tally] = {}
    for where in again:
        _count_items(connection, profile, tallies, where)
        _count_findings(connection, known, tallies, where)
        _count_faulty(connection, known, tallies, where)
    return tallies


def _count_items(
    connection: Connection, profile: Profile, tallies: dict[Place, Tally], where: str
) -> None:
    elements = [element.element for element in profile.elements]
    for row in connection.execute(text(_items_sql(profile, where))):
        region, agency, kind, excluded, items, owed, *comparable = row
        tally = tallies.setdefault((region, agency), Tally())
        if excluded:
            add_counts(tally.excluded, {excluded: items})
            continue
        tally.items += items
        tally.local_items += items if kind == IMPLEMENTATION else 0
        tally.owed += int(owed)
        counts = {name: int(made) for name, made in zip(elements, comparable, strict=True)}
        add_counts(tally.comparable, counts)


def _items_sql(profile: Profile, where: str) -> str:
    kinds = [comparable_sql(element.kind) for element in profile.elements]
    sums = ", ".join(f"SUM(CASE WHEN {sql} THEN 1 ELSE 0 END)" for sql in kinds)
    return _ITEMS.format(sums=sums, owed=_owed_count(), where=where)


def comparable_sql(kind: str) -> str:
    """Return when an element of item ``i`` can be held against that of its standard ``b``."""
    column = {"code": "base_code"}.get(kind, kind)
    return f"i.{column} IS NOT NULL AND b.{column} IS NOT NULL"


def _owed_count() -> str:
    """The number of fields an item owes: as many as its mask of obligations has bits."""
    return " + ".join(
        f"CASE WHEN {condition} THEN {bits.bit_count()} ELSE 0 END"
        for condition, bits in owed_by_condition()
    )


def _count_findings(
    connection: Connection, known: Known, tallies: dict[Place, Tally], where: str
) -> None:
    for region, agency, rule, number in connection.execute(text(_FINDINGS.format(where))):
        if rule in known.by_number:
            tally = tallies.setdefault((region, agency), Tally())
            tally.findings[rule] = tally.findings.get(rule, 0) + number


def _count_faulty(
    connection: Connection, known: Known, tallies: dict[Place, Tally], where: str
) -> None:
    for region, agency, number in connection.execute(text(_faulty_sql(known, where))):
        tallies.setdefault((region, agency), Tally()).faulty += number


def _faulty_sql(known: Known, where: str) -> str:
    grave = [
        number
        for number, rule in known.by_number.items()
        if rule.severity is Severity.ERROR and rule.aspect == "correctness"
    ]
    return _FAULTY.format(rules=listed(grave), where=where)


def terms_of(profile: Profile, known: Known) -> list[Any]:
    """Return what says how tallies are counted: the SQL, with the numbers of the rules."""
    rules = sorted((number, rule.code) for number, rule in known.by_number.items())
    return [profile.name, rules, _items_sql(profile, ""), _faulty_sql(known, ""), _FINDINGS]


_ITEMS = (
    f"SELECT i.region_id, i.agency_id, i.kind, CASE WHEN i.status = {CANCELLED} THEN 'cancelled'"
    " WHEN i.secret = 1 THEN 'secret' ELSE '' END, count(*), SUM({owed}), {sums}"
    " FROM item i LEFT JOIN item b ON b.id = i.standard_id WHERE {where}"
    " GROUP BY 1, 2, 3, 4"
)
_FINDINGS = (
    "SELECT i.region_id, i.agency_id, f.rule_id, count(*)"
    f" FROM finding f JOIN item i ON i.id = f.item_id WHERE {OPEN} AND {{}}"
    " GROUP BY i.region_id, i.agency_id, f.rule_id"
)
_FAULTY = (
    f"SELECT i.region_id, i.agency_id, count(*) FROM item i WHERE {OPEN} AND {{where}} AND EXISTS"
    " (SELECT 1 FROM finding f WHERE f.item_id = i.id AND f.rule_id IN ({rules}))"
    " GROUP BY i.region_id, i.agency_id"
)
