"""名称的使用: which names stand under which codes in each place, followed from write to write.

A million items have some ten thousand uses of names. So a use gets a number, and a place holds the
numbers and the items in two arrays: eight bytes an item.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection

from app.auditing.following import EVERYWHERE, Follower
from app.auditing.sums import Place, Sums, add_counts
from app.auditing.touching import Places
from app.items.queries import IN_USE, OPEN
from app.items.record import IMPLEMENTATION
from app.items.state import read_state
from app.kernel.bulk import execute
from app.surveying.drift.kept import Kept

VERSIONS = 2
"""So many are kept: each may hold all proposals that were made of it."""


class Use(NamedTuple):
    """A name under one code and one standard, as some implementation items have it."""

    name: int
    code: str | None
    standard: int | None


class Cell(NamedTuple):
    """Where a proposal holds: the bodies of a region, how many items, one item of either side."""

    region: int | None
    agency: int | None
    other: int | None
    """The body of the right side; None where the right side is a base item."""
    items: int
    left: int
    right: int


@dataclass(slots=True)
class Held:
    """The items of one place in the order of their ids, and what each is called; or sums of these."""

    uses: array[int] = field(default_factory=lambda: array("i"))
    items: array[int] = field(default_factory=lambda: array("i"))
    total: dict[int, int] = field(default_factory=dict)
    """Of a sum: how many items have each use."""

    def add(self, other: Held, sign: int = 1) -> None:
        """Add the uses of another place, or take them away."""
        add_counts(self.total, other.total, sign)
        add_counts(self.total, Counter(other.uses), sign)


@dataclass(frozen=True, slots=True)
class Usage:
    """Every use of a name in one version of the catalogue; open items in use only."""

    version: int
    numbers: dict[Use, int]
    """Numbers of uses; they are never given again, so that later versions share them."""
    sums: Sums[Held]
    kept: Kept = field(default_factory=lambda: Kept(1), compare=False)
    """What was made of it; a later version in which no item is called otherwise shares it."""

    def counts(self) -> dict[Use, int]:
        """Return how many items each use has, in order: what is left of a pair stays left."""
        total = self.sums.over(None).total
        known = list(self.numbers.items())  # somebody may be counting a later version
        there = [(use, total[number]) for use, number in known if number in total]
        return dict(sorted(there, key=lambda one: _in_order(one[0])))

    def cells_of(self, uses: Iterable[Use]) -> Mapping[Use, list[Cell]]:
        """Return where each of these uses stands; left and right are both an item of the use.

        Places are in order, by region and body, so that proposals are told by the same items.
        """
        wanted = {self.numbers[use]: use for use in uses if use in self.numbers}
        found: dict[Use, list[Cell]] = defaultdict(list)
        for region, agency in sorted(self.sums.places, key=_ordered):
            held = self.sums.places[region, agency]
            for number, (items, first) in _counted(held, wanted.keys()).items():
                found[wanted[number]].append(Cell(region, agency, None, items, first, first))
        return found


def _in_order(use: Use) -> tuple[int, str, int]:
    return use.name, use.code or "", use.standard or -1


def _ordered(place: Place) -> tuple[int, int]:
    return place[0] or -1, place[1] or -1


def _counted(held: Held, wanted: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return of each use that is wanted how many items have it, and the first of them."""
    counts: dict[int, tuple[int, int]] = {}
    for number, item in zip(held.uses, held.items, strict=True):
        if number in wanted:
            items, first = counts.get(number, (0, item))
            counts[number] = items + 1, first
    return counts


def usage(connection: Connection) -> Usage:
    """Return the uses of names as this transaction sees them."""
    return _follower.get(connection)


def usage_again(connection: Connection) -> Usage:
    """Return the same, read from nothing and not kept."""
    numbers: dict[Use, int] = {}
    places = _held(connection, numbers, (EVERYWHERE,))
    return Usage(read_state(connection).version, numbers, Sums(places, Held))


def _followed(connection: Connection, before: Usage, places: Places) -> Usage:
    again = _held(connection, before.numbers, places.conditions())
    was = {place: before.sums.places[place] for place in before.sums.places if places.touch(place)}
    kept = before.kept if again == was else Kept(1)
    sums = before.sums.followed(places, again)
    return Usage(read_state(connection).version, before.numbers, sums, kept)


_follower: Follower[Usage] = Follower(usage_again, _followed, most=VERSIONS)


def _held(
    connection: Connection, numbers: dict[Use, int], again: Iterable[str]
) -> dict[Place, Held]:
    places: dict[Place, Held] = {}
    for where in again:
        for region, agency, item, *use in execute(connection, _ITEMS.format(where)):
            held = places.setdefault((region, agency), Held())
            held.uses.append(numbers.setdefault(Use(*use), len(numbers)))
            held.items.append(item)
    return places


_ITEMS = (
    "SELECT i.region_id, i.agency_id, i.id, i.name, i.base_code, i.standard_id FROM item i"
    f" WHERE +i.kind = {IMPLEMENTATION} AND i.name IS NOT NULL AND {IN_USE} AND {OPEN} AND {{}}"
    " ORDER BY i.id"
)
