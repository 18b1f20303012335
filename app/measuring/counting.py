"""计数: every indicator counted in one pass over the items, once per version of the catalogue.

A row of the count says how many items of one body, type and level are alike in all that any
indicator asks. Every figure, of every part of the catalogue, is a roll-up of these rows.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from app.items.state import read_state
from app.measuring.definitions import indicators
from app.measuring.folding import Figure, Part, Sums, by_cell, gather, total
from app.measuring.plan import Plan, State, plan_for

KEPT = 6
"""Counts that are kept: of the items, and of comparisons with baselines."""
KEPT_FIGURES, KEPT_PARTS = 8, 256


class Cell(NamedTuple):
    """The smallest part of the catalogue that is counted by itself."""

    region: int | None
    agency: int | None
    type: str | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Count:
    """All items of one version of the catalogue, by cell and state; and what was made of them."""

    version: int
    plan: Plan
    cells: Mapping[Cell, Part]
    gone: Counter[Cell] = field(default_factory=Counter)
    """Items of the baseline that the catalogue no longer has, by where they were."""
    _figures: Kept = field(default_factory=lambda: Kept(KEPT_FIGURES))
    _parts: Kept = field(default_factory=lambda: Kept(KEPT_PARTS))

    def figure(self, slug: str, cells: Iterable[Cell], gone: Iterable[Cell] = ()) -> Figure:
        """Return the figure of an indicator over some cells."""
        reading = self.plan.readings[slug]
        found: Mapping[Cell, Figure] = self._figures.get(
            slug, lambda: by_cell(self.cells, self.plan, reading)
        )
        whole = total((found[cell] for cell in cells), reading.scale)
        whole.gone = sum(self.gone[cell] for cell in gone)
        return whole

    def part(self, name: Hashable, cells: Callable[[], Iterable[Cell]]) -> Part:
        """Return some cells together, by state; ``name`` says which they are."""
        part: Part = self._parts.get(name, lambda: gather(self.cells[cell] for cell in cells()))
        return part


class Kept:
    """What was made, under its name; the longest unused goes first."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._held: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, name: Hashable, make: Callable[[], Any]) -> Any:
        """Return what is held under a name, made if need be."""
        with self._lock:  # readers who come meanwhile wait, and do not make it too
            if name not in self._held:
                self._held[name] = make()
            self._held.move_to_end(name)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
            return self._held[name]


_counts = Kept(KEPT)


def once(connection: Connection, name: Hashable, make: Callable[[int], Count]) -> Count:
    """Return the count that ``make`` gives for this version of the catalogue, made once."""
    version = read_state(connection).version
    key = (str(connection.engine.url), version, name)
    found: Count = _counts.get(key, lambda: make(version))
    return found


def count(connection: Connection) -> Count:
    """Return the count of every indicator that needs no baseline."""

    def make(version: int) -> Count:
        plan = item_plan()
        return Count(version, plan, cells_of(connection.execute(text(plan.sql)), plan))

    return once(connection, "items", make)


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


def cells_of(rows: Iterable[Any], plan: Plan) -> dict[Cell, Part]:
    """Return the rows of a plan's statement by cell and state."""
    cells: dict[Cell, Part] = {}
    states: dict[State, State] = {}
    end = 4 + len(plan.populations) + plan.flags
    for row in rows:
        cell, state = Cell(*row[:4]), tuple(row[4:end])
        state = states.setdefault(state, state)
        cells.setdefault(cell, {})[state] = _whole(row[end:])
    return cells


def _whole(numbers: Iterable[Any]) -> Sums:
    """Sums of big integers come as decimals from PostgreSQL."""
    return tuple(int(number) for number in numbers)
