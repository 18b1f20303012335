"""A mapping compiled for one table: what fills a document from a row's cells.

The columns a table does not have are left out when the plan is made, so that what runs per row is
only what can find something. Filling and tracing walk the same leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from app.importing.mappings.leaf import Leaf, Reading
from app.importing.readers.rows import Place, Row

_LIMIT = ("number", "unit", "text")
SPELLED_PARTS = {"statutory": _LIMIT, "promised": _LIMIT, "fees": ("charged", "items")}
"""What the one text of an object states of its fields, even by not mentioning them."""


class Group:
    """An object of the document: its own spelled text, its fields, its objects and lists."""

    __slots__ = ("dependent", "groups", "key", "leaves", "lists", "own", "pointer")

    def __init__(self, pointer: str) -> None:
        self.pointer = pointer
        self.key = pointer.rpartition("/")[2]
        self.own: Leaf | None = None
        self.leaves: list[Leaf] = []
        self.dependent: list[Leaf] = []
        """Leaves that mean nothing without a sibling."""
        self.groups: list[Group] = []
        self.lists: list[Listing] = []

    def build(self, cells: dict[str, Any], at: str, reading: Reading, row: Row) -> dict[str, Any]:
        """The object as far as the cells fill it; empty where they say nothing."""
        made: dict[str, Any] = {}
        if self.own is not None:
            holder: dict[str, Any] = {}
            self.own.fill(holder, cells, at.rpartition("/")[0], reading, row)
            made.update(holder.get(self.key, {}))
        for leaf in self.leaves:
            leaf.fill(made, cells, at, reading, row)
        for leaf in self.dependent:
            if leaf.needs not in made:
                made.pop(leaf.key, None)
        for group in self.groups:
            inner = group.build(cells, f"{at}/{group.key}", reading, row)
            if inner:
                made[group.key] = inner
        for listing in self.lists:
            listing.fill(made, at, reading, row)
        return made

    def pointers(self, there: Callable[[str], bool]) -> Iterator[str]:
        """Pointers of the fields this plan may fill from the columns that are there."""
        if self.own is not None and self.own.reads(there):
            yield self.own.pointer
            yield from (
                f"{self.own.pointer}/{part}" for part in SPELLED_PARTS.get(self.own.key, ())
            )
        yield from (leaf.pointer for leaf in self.leaves if leaf.reads(there))
        yield from (
            one.pointer for one in self.lists if one.stacked or any(map(there, one.columns))
        )
        for group in self.groups:
            yield from group.pointers(there)

    def trace(self, cells: dict[str, Any], at: str, row: Row) -> Iterator[tuple[str, Place]]:
        """(pointer, place) of every field the cells fill."""
        for leaf in (self.own, *self.leaves):
            if leaf is not None and (found := leaf.pick(cells)):
                yield at if leaf is self.own else f"{at}/{leaf.key}", row.place(found[0])
        for group in self.groups:
            yield from group.trace(cells, f"{at}/{group.key}", row)
        for listing in self.lists:
            yield from listing.trace(at, row)


class Listing:
    """A list of records: sub-records of their own, or one text that names them all."""

    __slots__ = (
        "columns",
        "empty_states_none",
        "key",
        "order",
        "plan_of",
        "pointer",
        "spelled",
        "stacked",
    )

    def __init__(self, pointer: str, columns: tuple[str, ...]) -> None:
        self.pointer = pointer
        self.key = pointer.rpartition("/")[2]
        self.columns = columns
        self.plan_of: Any = None
        """Row or None → the Group that reads its members."""
        self.order: tuple[str, ...] = ()
        self.spelled: Leaf | None = None
        self.empty_states_none = False
        self.stacked = False
        """Members stand in the item's own table, one per row."""

    def fill(self, into: dict[str, Any], at: str, reading: Reading, row: Row) -> None:
        """Put the list into its object, if the row has it in either form."""
        members = self.members(row)
        if members is None:
            if self.spelled is not None and self.key not in into:
                self.spelled.fill(into, row.cells, at, reading, row)
            return
        made: list[dict[str, Any]] = []
        for cells, place in members:
            pointer = f"{at}/{self.key}/{len(made)}"
            record = self.plan_of(place).build(cells, pointer, reading, place)
            if record:
                made.append(record)
        if made or self.empty_states_none:
            into[self.key] = made

    def trace(self, at: str, row: Row) -> Iterator[tuple[str, Place]]:
        """(pointer, place) of the list and of every field of its members."""
        members = self.members(row)
        if members is None:
            if self.spelled is not None and (found := self.spelled.pick(row.cells)):
                yield f"{at}/{self.key}", row.place(found[0])
            return
        kept = 0
        for cells, place in members:
            plan: Group = self.plan_of(place)
            if plan.build(cells, "", Reading(), place):
                pointer = f"{at}/{self.key}/{kept}"
                yield pointer, place.place()
                yield from plan.trace(cells, pointer, place)
                kept += 1

    def members(self, row: Row) -> list[tuple[dict[str, Any], Row]] | None:
        """The sub-records of a row with the rows they stand in; None where it has none."""
        for column in self.columns:
            cells = row.cells.get(column)
            if cells.__class__ is not list or not all(isinstance(cell, dict) for cell in cells):
                continue
            if not cells and not self.empty_states_none:
                continue
            places = row.parts.get(column) or [row] * len(cells)
            pairs = list(zip(cells, places, strict=True))
            return sorted(pairs, key=self._rank) if self.order else pairs
        return [(one.cells, one) for one in row.stack or (row,)] if self.stacked else None

    def _rank(self, pair: tuple[dict[str, Any], Row]) -> float:
        for column in self.order:
            try:
                return float(pair[0].get(column, ""))
            except (TypeError, ValueError):
                continue
        return 0.0
