"""计数: what the audit counted, per region and body, worked out once per catalogue version.

Every figure of a summary is a roll-up of these rows, so a page over a million items costs what a
page over a thousand bodies costs, once the first reader has paid for the count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, text

from app.auditing.findings import Known, known_rules
from app.auditing.following import EVERYWHERE, Follower, Place, Sums, add_counts
from app.auditing.owing import owed_by_condition
from app.auditing.plan import UNCLAIMED
from app.auditing.rule import Severity
from app.auditing.touching import Places, listed
from app.auditing.unclaimed import CANCELLED, DECLINED
from app.elements.profiles import Profile, load_profile
from app.items.queries import OPEN
from app.items.record import IMPLEMENTATION
from app.items.state import read_state


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


@dataclass(frozen=True)
class Count:
    """All tallies of one catalogue version, with the rules they name."""

    version: int
    profile: Profile
    known: Known
    sums: Sums[Tally]
    claimed: dict[int, int]
    """Base items claimed, per region."""
    unclaimed: dict[int, int]
    """Base items left unclaimed, per region."""
    declined: dict[int, int]
    """Base items declined with a reason, per region; they are not asked for."""

    @cached_property
    def regions(self) -> frozenset[int]:
        """The regions that have items."""
        return frozenset(region for region, _ in self.sums.places if region is not None)

    @property
    def tallies(self) -> Mapping[Place, Tally]:
        """What was counted in each place."""
        return self.sums.places


def count(connection: Connection) -> Count:
    """Return the count of the catalogue as this transaction sees it."""
    return _follower.get(connection)


def count_again(connection: Connection) -> Count:
    """Return the count without keeping it: for what may yet be rolled back."""
    profile, known = _terms(connection)
    tallies = _tallies(connection, profile, known, (EVERYWHERE,))
    claimed = _pairs(connection, _CLAIMED.format(EVERYWHERE), {})
    return _count(connection, profile, known, Sums(tallies, Tally), claimed)


def _followed(connection: Connection, before: Count, places: Places) -> Count:
    """Return the count of today, made of an earlier one."""
    profile, known = _terms(connection)
    again = _tallies(connection, profile, known, places.conditions())
    claimed = {r: n for r, n in before.claimed.items() if r not in places.regions}
    regions = f"i.region_id IN ({listed(places.regions)})"
    claimed |= _pairs(connection, _CLAIMED.format(regions), {})
    return _count(connection, profile, known, before.sums.followed(places, again), claimed)


_follower: Follower[Count] = Follower(count_again, _followed)


def _terms(connection: Connection) -> tuple[Profile, Known]:
    """Return what is counted by."""
    profile = load_profile(read_state(connection).profile or "policy-2020")
    return profile, known_rules(connection)


def _count(
    connection: Connection,
    profile: Profile,
    known: Known,
    sums: Sums[Tally],
    claimed: dict[int, int],
) -> Count:
    rule = known.by_code[UNCLAIMED][0] if UNCLAIMED in known.by_code else -1
    unclaimed = _pairs(connection, _UNCLAIMED, {"rule": rule})
    declined = _pairs(connection, _DECLINED, {})
    version = read_state(connection).version
    return Count(version, profile, known, sums, claimed, unclaimed, declined)


def _tallies(
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
    kinds = [(element.element, comparable_sql(element.kind)) for element in profile.elements]
    sums = ", ".join(f"SUM(CASE WHEN {sql} THEN 1 ELSE 0 END)" for _, sql in kinds)
    for row in connection.execute(text(_ITEMS.format(sums=sums, owed=_owed_count(), where=where))):
        region, agency, kind, excluded, items, owed, *comparable = row
        tally = tallies.setdefault((region, agency), Tally())
        if excluded:
            add_counts(tally.excluded, {excluded: items})
            continue
        tally.items += items
        tally.local_items += items if kind == IMPLEMENTATION else 0
        tally.owed += int(owed)
        counts = {name: int(made) for (name, _), made in zip(kinds, comparable, strict=True)}
        add_counts(tally.comparable, counts)


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
    grave = [
        number
        for number, rule in known.by_number.items()
        if rule.severity is Severity.ERROR and rule.aspect == "correctness"
    ]
    faulty = text(_FAULTY.format(rules=listed(grave), where=where))
    for region, agency, number in connection.execute(faulty):
        tallies.setdefault((region, agency), Tally()).faulty += number


def _pairs(connection: Connection, sql: str, parameters: dict[str, Any]) -> dict[int, int]:
    rows: Sequence[Any] = connection.execute(text(sql), parameters).all()
    return {region: number for region, number in rows if region is not None}


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
# ``coalesce`` keeps the planner from taking the index of kinds: nearly all items are of this kind.
_CLAIMED = (
    "SELECT i.region_id, count(DISTINCT i.standard_id) FROM item i"
    f" WHERE coalesce(i.kind, 0) = {IMPLEMENTATION} AND {OPEN} AND {{}}"
    f" AND coalesce(i.status, 1) <> {CANCELLED} GROUP BY i.region_id"
    " HAVING count(i.standard_id) > 0"
)
_UNCLAIMED = (
    "SELECT v.region_id, count(*) FROM finding f JOIN verdict v ON v.id = f.ref"
    " WHERE f.rule_id = :rule GROUP BY v.region_id"
)
_DECLINED = (
    f"SELECT h.region_id, count(*) FROM ({DECLINED}) h WHERE coalesce(h.secret, 0) = 0"
    " GROUP BY h.region_id"
)
