"""优于标准的做法: elements in which many local items do better than their standard.

What most of those who could compare already do better is a proposal to raise the standard: it
costs nobody anything new. Counted from the standing findings of the rules ``better-…``, per body,
and followed from write to write.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, text

from app.auditing.findings import known_rules
from app.auditing.following import EVERYWHERE, Follower
from app.auditing.pairing import pair_code
from app.auditing.stored import Form
from app.auditing.sums import Place, Sums, add_counts
from app.auditing.touching import Places, listed
from app.elements.profiles import ProfileElement, load_profile
from app.items.queries import IN_USE, OPEN
from app.items.record import IMPLEMENTATION
from app.items.state import read_state

SHARE = 0.5
"""At least this share of the followers does better …"""
FEWEST = 3
"""… and at least so many."""


def betters(
    connection: Connection,
    *,
    element: str | None = None,
    share: float = SHARE,
    fewest: int = FEWEST,
) -> list[dict[str, Any]]:
    """Return proposals to raise a standard, those that most followers already meet first.

    Each names the base item, the element, the standard's value, the value that is commonest among
    those who do better, and how many do better out of how many.
    """
    elements = _elements(connection)
    chosen = {number: one for number, one in elements.items() if element in (None, one.element)}
    if not chosen:
        return []
    places = count_betters(connection).sums
    whole = places.over(None)
    shares = {
        key: items / whole.followers[key[0]]
        for key, items in whole.better.items()
        if key[1] in chosen and items >= max(fewest, share * whole.followers[key[0]])
    }
    regions = _regions(places, shares.keys())
    ordered = sorted(shares, key=lambda key: (-shares[key], -whole.better[key], key))
    rows = (_Better(*key, whole.better[key], len(regions[key])) for key in ordered)
    return [
        _proposal(connection, row, chosen[row.rule_id], whole.followers[row.standard_id])
        for row in rows
    ]


Key = tuple[int, int]
"""Standard and rule."""


class _Better(NamedTuple):
    standard_id: int
    rule_id: int
    better: int
    regions: int


@dataclass(slots=True)
class Held:
    """What was counted in one place, or in all of them together."""

    better: dict[Key, int] = field(default_factory=dict)
    """How many items do better than a standard, by rule."""
    followed: array[int] = field(default_factory=lambda: array("i"))
    """Of one place: the standard that each of its items follows; a dictionary would take
    twenty times the memory."""
    followers: dict[int, int] = field(default_factory=dict)
    """Of a sum: how many items follow each standard."""

    def add(self, other: Held, sign: int = 1) -> None:
        """Add the counts of another place, or take them away."""
        add_counts(self.better, other.better, sign)
        add_counts(self.followers, other.followers, sign)
        add_counts(self.followers, Counter(other.followed), sign)

    def packed(self) -> list[Any]:
        """Return it as JSON has it."""
        better = [(*key, items) for key, items in self.better.items()]
        return [better, list(self.followed), list(self.followers.items())]

    @classmethod
    def unpacked(cls, told: list[Any]) -> Held:
        """Return what was packed."""
        better, followed, followers = told
        pairs = {(standard, rule): items for standard, rule, items in better}
        return cls(pairs, array("i", followed), dict(followers))


def _regions(places: Sums[Held], wanted: Collection[Key]) -> dict[Key, set[int | None]]:
    """Return in which regions there are items that do better."""
    found: dict[Key, set[int | None]] = {key: set() for key in wanted}
    for (region, _), held in places.places.items():
        for key in held.better.keys() & found.keys():
            found[key].add(region)
    return found


@dataclass(frozen=True, slots=True)
class Betters:
    """Who does better than which standard, in one version of the catalogue."""

    version: int
    sums: Sums[Held]


def count_betters(connection: Connection) -> Betters:
    """Return who does better, as this transaction sees the catalogue."""
    return _follower.get(connection)


def count_betters_again(connection: Connection) -> Betters:
    """Return the same count, made from nothing and not kept."""
    places = _counted(connection, "finding f CROSS JOIN item i", (EVERYWHERE,))
    return Betters(read_state(connection).version, Sums(places, Held))


def _counted(connection: Connection, tables: str, again: Iterable[str]) -> dict[Place, Held]:
    rules = listed(_elements(connection))
    places: dict[Place, Held] = {}
    for where in again:
        for region, agency, standard in connection.execute(text(_FOLLOWED.format(where=where))):
            places.setdefault((region, agency), Held()).followed.append(standard)
        sql = _BETTER.format(tables=tables, rules=rules, where=where)
        for region, agency, standard, rule, items in connection.execute(text(sql)):
            places[region, agency].better[standard, rule] = items
    return places


def _followed(connection: Connection, before: Betters, places: Places) -> Betters:
    again = _counted(connection, "item i CROSS JOIN finding f", places.conditions())
    return Betters(read_state(connection).version, before.sums.followed(places, again))


def _terms(connection: Connection) -> list[Any]:
    """Return what says how it is counted."""
    rules = [(number, one.element) for number, one in sorted(_elements(connection).items())]
    return [rules, _BETTER, _FOLLOWED]


_FORM: Form[Betters, Held] = Form(
    "betters",
    terms=_terms,
    counted=Held,
    count=lambda _, version, sums, __: Betters(version, sums),
)
_follower: Follower[Betters] = Follower(count_betters_again, _followed, _FORM)


def _elements(connection: Connection) -> dict[int, ProfileElement]:
    known = known_rules(connection).by_code
    profile = load_profile(read_state(connection).profile or "policy-2020")
    return {
        known[code][0]: element
        for element in profile.elements
        if (code := pair_code("better", element)) in known
    }


def _proposal(
    connection: Connection, row: Any, element: ProfileElement, followers: int
) -> dict[str, Any]:
    sql = _VALUES.format(kind=element.kind)
    names = {"standard": row.standard_id, "rule": row.rule_id}
    common = connection.execute(text(sql), names).first()
    head = connection.execute(text(_HEAD.format(kind=element.kind)), {"id": row.standard_id}).one()
    return {
        "code": head.code,
        "issuer": head.qualifier,
        "name": orjson.loads(head.name) if head.name else None,
        "element": element.element,
        "title": element.title,
        "better": row.better,
        "followers": followers,
        "share": round(row.better / followers, 4),
        "regions": row.regions,
        "standard": orjson.loads(head.value) if head.value else None,
        "common": orjson.loads(common.content) if common and common.content else None,
        "common_items": common.items if common else 0,
    }


_LOCAL = f"+i.kind = {IMPLEMENTATION} AND {IN_USE} AND {OPEN}"
_BETTER = (
    "SELECT i.region_id, i.agency_id, i.standard_id, f.rule_id, count(*) FROM {tables}"
    " WHERE f.item_id = i.id AND f.rule_id IN ({rules}) AND +i.standard_id IS NOT NULL"
    f" AND {_LOCAL} AND {{where}} GROUP BY 1, 2, 3, 4"
)
_FOLLOWED = (
    "SELECT i.region_id, i.agency_id, i.standard_id FROM item i"
    f" WHERE +i.standard_id IS NOT NULL AND {_LOCAL} AND {{where}}"
)
_VALUES = (
    "SELECT v.content, count(*) AS items FROM item i"
    " JOIN finding f ON f.item_id = i.id AND f.rule_id = :rule"
    " LEFT JOIN element_value v ON v.id = i.{kind}"
    f" WHERE i.standard_id = :standard AND {_LOCAL}"
    " GROUP BY v.content ORDER BY count(*) DESC, v.content LIMIT 1"
)
_HEAD = (
    "SELECT i.code, i.qualifier, n.content AS name, v.content AS value FROM item i"
    " LEFT JOIN element_value n ON n.id = i.name LEFT JOIN element_value v ON v.id = i.{kind}"
    " WHERE i.id = :id"
)
