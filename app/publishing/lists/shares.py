"""清单占比: how many of the population are on each list, per region and body.

All lists are counted in one pass; after a small write the places it touched are counted again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from app.agencies import queries as agencies
from app.auditing.following import EVERYWHERE, Follower
from app.auditing.stored import Form
from app.auditing.sums import Place, Sums
from app.auditing.touching import Places
from app.items.record import IMPLEMENTATION
from app.items.state import read_state
from app.kernel.language import Language
from app.publishing.lists.definitions import (
    EXCLUSIONS,
    LISTS,
    POPULATION,
    STANDING,
    PublicList,
    exclusion_sql,
)
from app.regions import code_of, within_ids
from app.regions import queries as regions


@dataclass(slots=True)
class Membership:
    """What was counted of one list."""

    members: int = 0
    doubted: int = 0
    """Members that are doubted; they count as members too."""
    unknown: int = 0
    """Left out only because they do not state what a condition turns on."""

    def add(self, other: Membership, sign: int = 1) -> None:
        """Add another count, or take it away."""
        self.members += sign * other.members
        self.doubted += sign * other.doubted
        self.unknown += sign * other.unknown


@dataclass(slots=True)
class Share:
    """What was counted in one place."""

    population: int = 0
    excluded: Counter[str] = field(default_factory=Counter)
    lists: dict[str, Membership] = field(default_factory=dict)

    def add(self, other: Share, sign: int = 1) -> None:
        """Add the count of another place, or take it away."""
        self.population += sign * other.population
        for reason, items in other.excluded.items():
            self.excluded[reason] += sign * items
        for slug, membership in other.lists.items():
            self.lists.setdefault(slug, Membership()).add(membership, sign)

    def of(self, slug: str) -> Membership:
        """Return the count of one list."""
        return self.lists.get(slug, Membership())

    def packed(self) -> list[Any]:
        """Return it as JSON has it."""
        lists = {slug: (one.members, one.doubted, one.unknown) for slug, one in self.lists.items()}
        return [self.population, self.excluded, lists]

    @classmethod
    def unpacked(cls, told: list[Any]) -> Share:
        """Return what was packed."""
        population, excluded, lists = told
        memberships = {slug: Membership(*numbers) for slug, numbers in lists.items()}
        return cls(population, Counter(excluded), memberships)


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of all lists in one version of the catalogue."""

    version: int
    sums: Sums[Share]


def shares(connection: Connection) -> Shares:
    """Return the shares of the catalogue as this transaction sees it."""
    return _follower.get(connection)


def count_shares(connection: Connection) -> Shares:
    """Count all lists in all places, and keep nothing."""
    places = _counted(connection, (EVERYWHERE,))
    return Shares(read_state(connection).version, Sums(places, Share))


def _followed(connection: Connection, before: Shares, places: Places) -> Shares:
    again = _counted(connection, places.conditions())
    return Shares(read_state(connection).version, before.sums.followed(places, again))


def _terms(_: Connection) -> str:
    """Return what says how it is counted."""
    return _COUNT


_FORM: Form[Shares, Share] = Form(
    "lists",
    terms=_terms,
    counted=Share,
    count=lambda _, version, sums, __: Shares(version, sums),
)
_follower: Follower[Shares] = Follower(count_shares, _followed, _FORM)


def _counted(connection: Connection, again: Iterable[str]) -> dict[Place, Share]:
    """Count the items of which one of ``again`` holds: one pass, by what can be said of them."""
    shares: dict[Place, Share] = {}
    rows = (row for where in again for row in connection.execute(text(_COUNT.format(where=where))))
    for region, agency, excluded, standing, flags, number in rows:
        share = shares.setdefault((region, agency), Share())
        if excluded:
            share.excluded[excluded] += number
            continue
        share.population += number
        for place, slug in enumerate(LISTS):
            said = flags >> 3 * place
            membership = share.lists.setdefault(slug, Membership())
            if said & _MEMBER:
                membership.members += number
                membership.doubted += 0 if said & _UNDOUBTED and not standing else number
            elif said & _OPEN:
                membership.unknown += number
    return shares


def summary(
    connection: Connection,
    shares: Shares,
    one: PublicList,
    language: Language,
    region: int = 0,
    agency: int | None = None,
    most: int | None = None,
) -> dict[str, Any]:
    """Return the share of a list in a region, and in each of its sub-regions and bodies.

    ``most``: of so many bodies only, the lowest first.
    """
    below = None if region == 0 else within_ids(connection, region)
    within = [
        place
        for place in shares.sums.places
        if (below is None or place[0] in below) and agency in (None, place[1])
    ]
    whole = shares.sums.over(below) if agency is None else shares.sums.of(within)
    return {
        "slug": one.slug,
        "title": one.title.say(language, {}),
        "definition": one.definition.say(language, {}),
        "population_definition": POPULATION.say(language, {}),
        "region": code_of(region),
        **figures(whole, one),
        "excluded": [
            {"reason": reason, "words": words.say(language, {}), "items": whole.excluded[reason]}
            for reason, words in EXCLUSIONS.items()
            if whole.excluded[reason]
        ],
        "regions": _by_region(connection, shares, one, within, region),
        "agencies": _by_agency(connection, shares, one, within, most),
    }


def figures(share: Share, one: PublicList) -> dict[str, Any]:
    """Return the figures of one list: a share of nothing is null, not 100 %."""
    counted = share.of(one.slug)
    ratio = round(counted.members / share.population, 6) if share.population else None
    target = one.target.share if one.target else None
    return {
        "population": share.population,
        "members": counted.members,
        "doubted": counted.doubted,
        "unknown": counted.unknown,
        "share": ratio,
        "target": target,
        "reached": None if target is None or ratio is None else ratio >= target,
    }


def _by_region(
    connection: Connection,
    shares: Shares,
    one: PublicList,
    within: Iterable[Place],
    region: int,
) -> list[dict[str, Any]]:
    """One row per child region; ``region`` itself and items without region have theirs too."""
    below = regions.children_above(connection, region)
    grouped: dict[int | None, list[Place]] = {}
    for place in within:
        child = None if place[0] is None else below.get(place[0])
        grouped.setdefault(child, []).append(place)
    names = regions.names_of(connection, (child for child in grouped if child is not None))
    return [
        {
            "region": None if child is None else code_of(child),
            "name": None if child is None else names.get(child),
            **figures(shares.sums.of(grouped[child]), one),
        }
        for child in sorted(grouped, key=lambda child: (child is None, child or 0))
    ]


def _by_agency(
    connection: Connection,
    shares: Shares,
    one: PublicList,
    within: Iterable[Place],
    most: int | None,
) -> list[dict[str, Any]]:
    grouped: dict[int, list[Place]] = {}
    if most == 0:
        return []
    for place in within:
        if place[1] is not None:
            grouped.setdefault(place[1], []).append(place)
    told = {body: figures(shares.sums.of(places), one) for body, places in grouped.items()}
    told = {body: made for body, made in told.items() if made["population"]}
    highest = sorted(made["share"] for made in told.values())[:most][-1:]
    names = agencies.names_of(connection, (b for b in told if told[b]["share"] <= highest[0]))
    rows = [{"agency": code, "name": name, **told[body]} for body, (code, name) in names.items()]
    return sorted(rows, key=lambda row: (row["share"], row["agency"]))[:most]


def _flag(condition: str, bit: int) -> str:
    return f"CASE WHEN {condition} THEN {bit} ELSE 0 END"


_MEMBER, _UNDOUBTED, _OPEN = 1, 2, 4
_FLAGS = " + ".join(
    _flag(condition, bit << 3 * place)
    for place, one in enumerate(LISTS.values())
    for condition, bit in (
        (one.member_sql(), _MEMBER),
        (one.undoubted_sql(), _UNDOUBTED),
        (one.open_sql(), _OPEN),
    )
)
_COUNT = (
    f"SELECT i.region_id, i.agency_id, {exclusion_sql()}, {_flag(STANDING, 1)}, {_FLAGS}, count(*)"
    f" FROM item i WHERE +i.kind = {IMPLEMENTATION} AND {{where}} GROUP BY 1, 2, 3, 4, 5"
)
