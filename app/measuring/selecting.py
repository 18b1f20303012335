"""部分: which part of the catalogue a figure is about, and how it is broken down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection

from app.agencies import queries as agencies
from app.auditing.sums import Place
from app.items.queries import ItemFilter
from app.measuring.counting import Cell
from app.publishing.labels import coded
from app.regions import code_of, within_ids
from app.regions import queries as regions
from app.regions.models import NATION

By = Literal["region", "agency", "type", "level"]


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of the catalogue: ids and codes; None means all. A region takes in all within it."""

    region: int | None = None
    agency: int | None = None
    type: str | None = None
    level: int | None = None

    def places(self, connection: Connection, places: Iterable[Place]) -> list[Place]:
        """Return the places that lie in this part, whatever types and levels it is narrowed to."""
        within = None if self.everywhere else within_ids(connection, self.region or NATION)
        return [
            place
            for place in places
            if (within is None or place[0] in within) and self.agency in (None, place[1])
        ]

    def cells(self, connection: Connection, cells: Mapping[Cell, int]) -> dict[Cell, int]:
        """Return the cells that lie in this part, with what is counted of them."""
        if not cells:
            return {}
        chosen = set(self.places(connection, {cell[:2] for cell in cells}))
        return {
            cell: items
            for cell, items in cells.items()
            if cell[:2] in chosen
            and self.type in (None, cell.type)
            and self.level in (None, cell.level)
        }

    @property
    def everywhere(self) -> bool:
        """Whether no region is chosen; items without region belong here too."""
        return self.region in (None, NATION)

    @property
    def finer(self) -> str | None:
        """How this is narrower than regions and bodies, which is all that the audit counts by."""
        return "type" if self.type is not None else "level" if self.level is not None else None


def groups(
    connection: Connection,
    by: Literal["region", "agency"],
    selection: Selection,
    places: Iterable[Place],
) -> dict[Any, list[Place]]:
    """Return the places of a part, by child region or body."""
    below = regions.children_above(connection, selection.region or NATION) if by == "region" else {}
    grouped: dict[Any, list[Place]] = {}
    for place in selection.places(connection, places):
        key = below.get(place[0]) if by == "region" else place[1]
        grouped.setdefault(key, []).append(place)
    return grouped


def cell_groups(
    connection: Connection, by: By, selection: Selection, cells: Mapping[Cell, int]
) -> Counter[Any]:
    """Return what is counted of the cells of a part, by child region, body, type or level."""
    if not cells:
        return Counter()
    below = regions.children_above(connection, selection.region or NATION) if by == "region" else {}
    grouped: Counter[Any] = Counter()
    for cell, items in selection.cells(connection, cells).items():
        grouped[below.get(cell.region) if by == "region" else getattr(cell, by)] += items
    return grouped


def named(connection: Connection, by: By, keys: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield what each group is called, in the order of ``keys``."""
    wanted = list(keys)
    ids = [key for key in wanted if key is not None]
    if by == "region":
        called = regions.names_of(connection, ids)
        for key in wanted:
            yield {"region": None if key is None else code_of(key), "name": called.get(key)}
    elif by == "agency":
        bodies = agencies.names_of(connection, ids)
        for key in wanted:
            code, name = bodies.get(key, (None, None))
            yield {"agency": code, "name": name}
    else:
        for key in wanted:
            yield {by: key, "name": _label(by, key)}


def _label(by: By, key: Any) -> str | None:
    enumeration = "item-type" if by == "type" else "level"
    return None if key is None else coded(enumeration, str(key), "zh")["label"]


def filter_of(selection: Selection, agency: str | None, q: str | None = None) -> ItemFilter:
    """Return the filter of the items of a part; ``agency`` is the body's code."""
    region = None if selection.everywhere else selection.region
    return ItemFilter(region=region, agency=agency, type=selection.type, level=selection.level, q=q)
