"""合计: what was counted in each place, and sums of it over regions.

What was counted may have been read from the store: then it is text until somebody asks for it.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any, Generic, Protocol, Self, TypeVar

from app.auditing.touching import Places

KEPT_SUMS = 128
FEW = 20
"""Of so few places no sum is kept."""
Place = tuple[int | None, int | None]
"""Region id, agency id."""


class Counted(Protocol):
    """What is counted in one place: it can be added up, and taken away again."""

    def add(self, other: Self, sign: int = 1) -> None: ...


T = TypeVar("T", bound=Counted)


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


class Parts(Mapping[Place, T]):
    """分计: what was counted in each place; what is text yet is read when it is asked for."""

    def __init__(
        self, held: Mapping[Place, T | str], read: Callable[[str], T] | None = None
    ) -> None:
        self._held, self._read = dict(held), read

    def __getitem__(self, place: Place) -> T:
        self._held[place] = one = self._told(self._held[place])
        return one

    def __iter__(self) -> Iterator[Place]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, place: object) -> bool:
        return place in self._held

    def passing(self) -> Iterator[tuple[Place, T]]:
        """Yield all of them without keeping what has to be read for it."""
        for place, one in self._held.items():
            yield place, self._told(one)

    def changed(self, gone: Collection[Place], come: Mapping[Place, T]) -> Parts[T]:
        """Return these without some, and with others."""
        rest = {place: one for place, one in self._held.items() if place not in gone}
        return Parts({**rest, **come}, self._read)

    def _told(self, one: T | str) -> T:
        if isinstance(one, str):
            assert self._read is not None
            return self._read(one)
        return one


class Sums(Generic[T]):
    """合计: what was counted in each place, and sums of it that are made when first asked for."""

    def __init__(
        self, places: Mapping[Place, T], nothing: Callable[[], T], whole: T | None = None
    ) -> None:
        self.places = places if isinstance(places, Parts) else Parts(places)
        self._nothing = nothing
        self._kept: OrderedDict[frozenset[int] | None, T] = OrderedDict()
        self._lock = Lock()
        if whole is not None:
            self._kept[None] = whole

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
        before = {place: self.places[place] for place in self.places if places.touch(place)}
        now = Sums(self.places.changed(before.keys(), again), self._nothing)
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
        return self._total(self.places[place] for place in self.places if _within(regions, place))

    def _total(self, parts: Iterator[T]) -> T:
        total = self._nothing()
        for one in parts:
            total.add(one)
        return total


def _within(regions: frozenset[int] | None, place: Place) -> bool:
    return regions is None or place[0] in regions
