"""跟数: figures of the whole catalogue, counted once and then followed from write to write.

What is counted is kept per place (region and body). A small write notes which places it touched
(``touching``); whoever asks next counts those again and takes all others as they were. Sums over
many places are kept too, and set right by the difference. What is counted so is exact: a property
test holds every count to one made from nothing.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any, Generic, Protocol, Self, TypeVar

from sqlalchemy import Connection

from app.auditing.touching import Places, places_since
from app.items.state import read_state

KEPT = 6
"""Counts that are kept of one kind: of several versions, against several baselines."""
KEPT_SUMS = 128
FEW = 20
"""Of so few places no sum is kept."""
EVERYWHERE = "1 = 1"
Place = tuple[int | None, int | None]
"""Region id, agency id."""


class Counted(Protocol):
    """What is counted in one place: it can be added up, and taken away again."""

    def add(self, other: Self, sign: int = 1) -> None: ...


class Versioned(Protocol):
    """A count, and the version of the catalogue that it is of."""

    @property
    def version(self) -> int: ...


T = TypeVar("T", bound=Counted)
C = TypeVar("C", bound=Versioned)


@dataclass(slots=True)
class Numbers:
    """Counts by some key: the simplest that can be counted in a place."""

    counts: dict[Hashable, int] = field(default_factory=dict)

    def add(self, other: Numbers, sign: int = 1) -> None:
        """Add the counts of another place, or take them away; no key is left of nothing."""
        add_counts(self.counts, other.counts, sign)


def add_counts(total: dict[Any, int], more: Mapping[Any, int], sign: int = 1) -> None:
    """Add counts by key; what comes to nothing leaves no key."""
    for key, count in more.items():
        number = total.get(key, 0) + sign * count
        if number:
            total[key] = number
        else:
            total.pop(key, None)


class Sums(Generic[T]):
    """合计: what was counted in each place, and sums of it that are made when first asked for."""

    def __init__(self, places: Mapping[Place, T], nothing: Callable[[], T]) -> None:
        self.places = places
        self._nothing = nothing
        self._kept: OrderedDict[frozenset[int] | None, T] = OrderedDict()
        self._lock = Lock()

    def over(self, regions: frozenset[int] | None) -> T:
        """Return the sum over all bodies of some regions; None: over all places there are.

        It is kept: nobody may change it.
        """
        with self._lock:
            if regions not in self._kept:
                self._kept[regions] = self._sum(regions)
            self._kept.move_to_end(regions)
            while len(self._kept) > KEPT_SUMS:
                self._kept.popitem(last=False)
            return self._kept[regions]

    def of(self, places: Collection[Place]) -> T:
        """Return the sum over some places, each named once; nobody may change it.

        Of one place it is what was counted there; of whole regions it is kept.
        """
        if len(places) == 1:
            return self.places[next(iter(places))]
        if len(places) == len(self.places):
            return self.over(None)
        regions = frozenset(region for region, _ in places if region is not None)
        if len(places) > FEW and sum(self._bodies[one] for one in regions) == len(places):
            return self.over(regions)
        return self._total(self.places[place] for place in places)

    @cached_property
    def _bodies(self) -> Counter[int]:
        return Counter(region for region, _ in self.places if region is not None)

    def followed(self, places: Places, again: Mapping[Place, T]) -> Sums[T]:
        """Return what is counted now, where the touched ``places`` say ``again``."""
        before = {place: one for place, one in self.places.items() if places.touch(place)}
        rest = {place: one for place, one in self.places.items() if place not in before}
        now = Sums({**rest, **again}, self._nothing)
        with self._lock:
            kept = list(self._kept.items())
        for regions, total in kept:
            now._kept[regions] = self._corrected(regions, total, before, again)
        return now

    def _corrected(
        self,
        regions: frozenset[int] | None,
        total: T,
        before: Mapping[Place, T],
        again: Mapping[Place, T],
    ) -> T:
        gone = [one for place, one in before.items() if _within(regions, place)]
        come = [one for place, one in again.items() if _within(regions, place)]
        if not (gone or come):
            return total
        corrected = self._total(iter((total, *come)))
        for one in gone:
            corrected.add(one, -1)
        return corrected

    def _sum(self, regions: frozenset[int] | None) -> T:
        return self._total(one for place, one in self.places.items() if _within(regions, place))

    def _total(self, parts: Iterator[T]) -> T:
        total = self._nothing()
        for one in parts:
            total.add(one)
        return total


def _within(regions: frozenset[int] | None, place: Place) -> bool:
    return regions is None or place[0] in regions


_followers: list[Follower[Any]] = []


def forget() -> None:
    """Forget all counts: for who empties a catalogue, whose versions then begin again."""
    for one in _followers:
        one.clear()


class Follower(Generic[C]):
    """One way of counting: from nothing, or on from what was counted of an earlier version.

    Readers who come while it is counted wait, and do not count too. ``key`` tells apart what is
    counted against different baselines.
    """

    def __init__(
        self,
        whole: Callable[..., C],
        follow: Callable[..., C],
        most: int = KEPT,
    ) -> None:
        self._whole, self._follow, self._most = whole, follow, most
        self._kept: OrderedDict[tuple[Any, ...], C] = OrderedDict()
        self._lock = Lock()
        _followers.append(self)

    def get(self, connection: Connection, *key: Any) -> C:
        """Return the count of the catalogue as this transaction sees it."""
        version = read_state(connection).version
        mine = (str(connection.engine.url), *key)
        with self._lock:
            if (*mine, version) not in self._kept:
                self._kept[*mine, version] = self._made(connection, mine, version, key)
            self._kept.move_to_end((*mine, version))
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return self._kept[*mine, version]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    def _made(
        self, connection: Connection, mine: tuple[Any, ...], version: int, key: tuple[Any, ...]
    ) -> C:
        earlier = [one for one in self._kept if one[:-1] == mine and one[-1] < version]
        if earlier:
            before = self._kept[max(earlier)]
            places = places_since(connection, before.version)
            if places is not None:
                return self._follow(connection, before, places, *key)
        return self._whole(connection, *key)
