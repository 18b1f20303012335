"""计数: what the audit counted, per region and body, worked out once per catalogue version.

Every figure of a summary is a roll-up of these rows, so a page over a million items costs what a
page over a thousand bodies costs, once the first reader has paid for the count.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import Connection, text

from app.auditing.findings import Known, known_rules
from app.auditing.plan import UNCLAIMED, owed_by_condition
from app.auditing.rule import Severity
from app.auditing.touching import NONE, places_since
from app.auditing.unclaimed import CANCELLED
from app.elements.profiles import Profile, load_profile
from app.items.models import IMPLEMENTATION
from app.items.queries import OPEN
from app.items.state import read_state

KEPT = 4
EVERYWHERE = "1 = 1"
Place = tuple[int | None, int | None]  # region id, agency id


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

    def add(self, other: Tally) -> None:
        """Add the counts of another body."""
        self.items += other.items
        self.local_items += other.local_items
        self.owed += other.owed
        self.faulty += other.faulty
        _add(self.comparable, other.comparable)
        _add(self.findings, other.findings)
        _add(self.excluded, other.excluded)


def _add(total: dict[Any, int], more: dict[Any, int]) -> None:
    for key, count in more.items():
        total[key] = total.get(key, 0) + count


@dataclass(frozen=True, slots=True)
class Count:
    """All tallies of one catalogue version, with the rules they name."""

    version: int
    profile: Profile
    known: Known
    tallies: dict[Place, Tally]
    claimed: dict[int, int]
    """Base items claimed, per region."""
    unclaimed: dict[int, int]
    """Base items left unclaimed, per region."""


_kept: OrderedDict[tuple[str, int], Count] = OrderedDict()
_lock = Lock()


def count(connection: Connection) -> Count:
    """Return the count of the catalogue as this transaction sees it."""
    state = read_state(connection)
    key = (str(connection.engine.url), state.version)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    before = _newest(key)
    made = (before and _followed(connection, before)) or count_again(connection)
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _newest(key: tuple[str, int]) -> Count | None:
    """Return the newest kept count of an earlier version of the same catalogue."""
    with _lock:
        earlier = [one for one in _kept if one[0] == key[0] and one[1] < key[1]]
        return _kept[max(earlier)] if earlier else None


def count_again(connection: Connection) -> Count:
    """Return the count without keeping it: for what may yet be rolled back."""
    return _counted(connection, {}, (EVERYWHERE,), {}, EVERYWHERE)


def _followed(connection: Connection, before: Count) -> Count | None:
    """Return the count of today, made of an earlier one; None where nobody knows what changed."""
    places = places_since(connection, before.version)
    if places is None:
        return None
    tallies = {
        (region, body): tally
        for (region, body), tally in before.tallies.items()
        if body not in places.bodies
        and not (body is None and (NONE if region is None else region) in places.bare)
    }
    bare = f"i.agency_id IS NULL AND coalesce(i.region_id, {NONE}) IN ({listed(places.bare)})"
    again = [f"i.agency_id IN ({listed(places.bodies)})"] if places.bodies else []
    again += [bare] if places.bare else []
    claimed = {r: n for r, n in before.claimed.items() if r not in places.regions}
    return _counted(
        connection, tallies, again, claimed, f"i.region_id IN ({listed(places.regions)})"
    )


def _counted(
    connection: Connection,
    tallies: dict[Place, Tally],
    again: Iterable[str],
    claimed: dict[int, int],
    regions: str,
) -> Count:
    """Count the items of which one of ``again`` holds, and what is claimed in ``regions``."""
    state = read_state(connection)
    profile = load_profile(state.profile or "policy-2020")
    known = known_rules(connection)
    for where in again:
        _count_items(connection, profile, tallies, where)
        _count_findings(connection, known, tallies, where)
        _count_faulty(connection, known, tallies, where)
    unclaimed_rule = known.by_code[UNCLAIMED][0] if UNCLAIMED in known.by_code else -1
    claimed |= _pairs(connection, _CLAIMED.format(regions), {})
    unclaimed = _pairs(connection, _UNCLAIMED, {"rule": unclaimed_rule})
    return Count(state.version, profile, known, tallies, claimed, unclaimed)


def _count_items(
    connection: Connection, profile: Profile, tallies: dict[Place, Tally], where: str
) -> None:
    kinds = [(element.element, comparable_sql(element.kind)) for element in profile.elements]
    sums = ", ".join(f"SUM(CASE WHEN {sql} THEN 1 ELSE 0 END)" for _, sql in kinds)
    for row in connection.execute(text(_ITEMS.format(sums=sums, owed=_owed_count(), where=where))):
        region, agency, kind, excluded, items, owed, *comparable = row
        tally = tallies.setdefault((region, agency), Tally())
        if excluded:
            _add(tally.excluded, {excluded: items})
            continue
        tally.items += items
        tally.local_items += items if kind == IMPLEMENTATION else 0
        tally.owed += int(owed)
        counts = {name: int(made) for (name, _), made in zip(kinds, comparable, strict=True)}
        _add(tally.comparable, counts)


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


def listed(numbers: Iterable[int]) -> str:
    """Return numbers as the inside of an SQL ``IN (…)``; -1 stands for none."""
    return ", ".join(str(number) for number in numbers) or "-1"


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
