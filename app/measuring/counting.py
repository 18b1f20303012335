"""计数: every indicator counted in one pass over the items, and followed from write to write.

A row of the count says how many items of one body, type and level are alike in all that any
indicator asks. Every figure, of every part of the catalogue, is a roll-up of these rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from app.auditing.following import EVERYWHERE, Follower
from app.auditing.stored import Form
from app.auditing.sums import Place, Sums
from app.auditing.touching import Places
from app.items.state import read_state
from app.measuring.definitions import indicators
from app.measuring.folding import Figure, Judged, Part, add_part, figure_of
from app.measuring.folding import Sums as Numbers
from app.measuring.plan import Plan, State, plan_for
from app.measuring.populations import POPULATIONS

KEPT_FIGURES = 8
STATES = 10_000
"""States whose texts are kept: a catalogue has some hundreds."""
Finer = tuple[str | None, int | None]
"""Type and level of items."""


class Cell(NamedTuple):
    """The smallest part of the catalogue that is counted by itself."""

    region: int | None
    agency: int | None
    type: str | None
    level: int | None


@dataclass(slots=True)
class Held:
    """What was counted in one place, by type and level."""

    cells: dict[Finer, Part] = field(default_factory=dict)
    still: Counter[Cell] = field(default_factory=Counter)
    """Of items that a baseline froze: how many are still counted, by where they were then."""

    def add(self, other: Held, sign: int = 1) -> None:
        """Add the counts of another place, or take them away."""
        for finer, part in other.cells.items():
            whole = self.cells.setdefault(finer, {})
            add_part(whole, part, sign)
            if not whole:
                del self.cells[finer]
        for cell, items in other.still.items():
            self.still[cell] += sign * items

    def parts(self, kind: str | None = None, level: int | None = None) -> list[Part]:
        """Return what was counted of a type, of a level, or of all of them, each by state."""
        return [
            part
            for (its_kind, its_level), part in self.cells.items()
            if kind in (None, its_kind) and level in (None, its_level)
        ]

    def packed(self) -> list[Any]:
        """Return it as JSON has it: parts by the texts of their states."""
        cells = [
            (kind, level, {_said(state): sums for state, sums in part.items()})
            for (kind, level), part in self.cells.items()
        ]
        return [cells, [(*cell, items) for cell, items in self.still.items() if items]]

    @classmethod
    def unpacked(cls, told: list[Any]) -> Held:
        """Return what was packed."""
        cells, still = told
        parts = {
            (kind, level): {_state(said): tuple(sums) for said, sums in part.items()}
            for kind, level, part in cells
        }
        return cls(parts, Counter({Cell(*cell): items for *cell, items in still}))


def _said(state: State) -> str:
    return "|".join(map(str, state))


@lru_cache(maxsize=STATES)
def _state(said: str) -> State:
    told = said.split("|")
    return (*told[: len(POPULATIONS)], *map(int, told[len(POPULATIONS) :]))


@dataclass(frozen=True, slots=True)
class Count:
    """All items of one version of the catalogue, by place, type, level and state."""

    version: int
    plan: Plan
    sums: Sums[Held]
    frozen: Mapping[Cell, int] = field(default_factory=dict)
    """How many items the baseline has, by where they were."""
    _figures: dict[str, dict[Place, Figure]] = field(default_factory=dict)

    def figures(self, slug: str) -> Mapping[Place, Figure]:
        """Return the figure of an indicator in each place; a few indicators' are kept."""
        found = self._figures.pop(slug, {})
        reading, judged = self.plan.readings[slug], dict[State, Judged]()
        for place, held in self.sums.places.items():
            if place not in found:
                found[place] = figure_of(held.parts(), self.plan, reading, judged)
        while len(self._figures) >= KEPT_FIGURES:
            self._figures.pop(next(iter(self._figures)), None)
        self._figures[slug] = found
        return found

    def followed(self, version: int, places: Places, again: Mapping[Place, Held]) -> Count:
        """Return the count of a later version, of which ``again`` says what was touched."""
        kept = {
            slug: {place: one for place, one in list(found.items()) if not places.touch(place)}
            for slug, found in list(self._figures.items())
        }
        return Count(version, self.plan, self.sums.followed(places, again), self.frozen, kept)

    def gone(self) -> dict[Cell, int]:
        """Return how many items of the baseline are counted no more, by where they were."""
        still = self.sums.over(None).still
        left = {cell: items - still[cell] for cell, items in self.frozen.items()}
        return {cell: items for cell, items in left.items() if items}


def count(connection: Connection) -> Count:
    """Return the count of every indicator that needs no baseline."""
    return _follower.get(connection)


def count_again(connection: Connection) -> Count:
    """Return the same count, made from nothing and not kept."""
    plan = item_plan()
    places = held_in(connection, plan, (EVERYWHERE,))
    return Count(read_state(connection).version, plan, Sums(places, Held))


def _followed(connection: Connection, before: Count, places: Places) -> Count:
    again = held_in(connection, before.plan, places.conditions())
    return before.followed(read_state(connection).version, places, again)


@lru_cache(maxsize=1)
def item_plan() -> Plan:
    """Return the plan of the indicators that are counted over the items as they are."""
    return plan_for(
        one for one in indicators().values() if not (one.audited or one.against_baseline)
    )


@lru_cache(maxsize=1)
def baseline_plan() -> Plan:
    """Return the plan of the indicators that compare items with a baseline."""
    return plan_for((one for one in indicators().values() if one.against_baseline), baseline=True)


_FORM: Form[Count, Held] = Form(
    "indicators",
    terms=lambda _: item_plan().sql,
    counted=Held,
    count=lambda _, version, sums, __: Count(version, item_plan(), sums),
)
_follower: Follower[Count] = Follower(count_again, _followed, _FORM)


def held_in(
    connection: Connection,
    plan: Plan,
    again: Iterable[str],
    against: Mapping[str, int] | None = None,
) -> dict[Place, Held]:
    """Count the items of which one of ``again`` holds, by a plan."""
    places: dict[Place, Held] = {}
    states: dict[State, State] = {}
    end = 4 + len(plan.populations) + plan.flags
    for where in again:
        for row in connection.execute(text(plan.sql.format(where=where)), against or {}):
            state = tuple(row[4:end])
            state = states.setdefault(state, state)
            held = places.setdefault((row[0], row[1]), Held())
            held.cells.setdefault((row[2], row[3]), {})[state] = _whole(row[end:])
    return places


def _whole(numbers: Iterable[Any]) -> Numbers:
    """Sums of big integers come as decimals from PostgreSQL."""
    return tuple(int(number) for number in numbers)
