"""名称的使用: which names stand under which codes, read once for the whole catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import orjson
from sqlalchemy import BindParameter, Connection, bindparam, text

from app.items.queries import IN_USE, OPEN
from app.items.record import BASE, IMPLEMENTATION
from app.regions import RegionIndex
from app.surveying.likeness import Difference, Likeness, compared
from app.surveying.places import Places, places_among
from app.surveying.wording import Wording, read_name

CHUNK = 500


class BaseName(NamedTuple):
    """A base item in use, and the name it has."""

    id: int
    code: str
    issuer: int | None
    name: int
    standard: int | None


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


class Reading(NamedTuple):
    """A name as it is written, and as it is read."""

    text: str
    wording: Wording


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every use of a name in one version of the catalogue; open items in use only."""

    bases: Mapping[int, BaseName]
    uses: Mapping[Use, int]
    """How many items each use has."""
    readings: Mapping[int, Reading]
    regions: RegionIndex

    def reaches(self, issuer: int | None, region: int | None) -> bool:
        """Tell whether a base item of an issuer holds in a region."""
        return issuer is None or region is None or self.regions.is_within(region, issuer)

    def compared(self, name: int, other: int) -> Likeness:
        """Return how alike two names are, and why; what tells nothing apart is told as filler."""
        here, there = self.readings[name], self.readings[other]
        found = compared(here.wording, there.wording)
        if found.differences or here.text == there.text:
            return found
        return found._replace(differences=(Difference("filler", here.text, there.text),))

    def core(self, name: int) -> str:
        """Return the matter that a name says."""
        return self.readings[name].wording.core


def read_catalogue(connection: Connection) -> Catalogue:
    """Read all base items, all uses and their names: one pass over the items."""
    bases = {row.id: BaseName(*row) for row in connection.execute(_BASES)}
    uses = {Use(*row[:3]): row.items for row in connection.execute(_USES)}
    regions = RegionIndex(connection)
    names = {base.name for base in bases.values()} | {use.name for use in uses}
    return Catalogue(
        bases,
        uses,
        _readings(connection, names, places_among(frozenset(regions.names.values()))),
        regions,
    )


def cells_of(connection: Connection, uses: Iterable[Use]) -> dict[Use, list[Cell]]:
    """Return where each of these uses stands; left and right are both an item of the use."""
    wanted = set(uses)
    found: dict[Use, list[Cell]] = defaultdict(list)
    names = sorted({use.name for use in wanted})
    for start in range(0, len(names), CHUNK):
        for row in connection.execute(_CELLS, {"ids": names[start : start + CHUNK]}):
            use = Use(*row[:3])
            if use in wanted:
                place = (row.region_id, row.agency_id, None, row.items, row.first, row.first)
                found[use].append(Cell(*place))
    return found


def _readings(connection: Connection, names: set[int], places: Places) -> dict[int, Reading]:
    found: dict[int, Reading] = {}
    wanted = sorted(names)
    for start in range(0, len(wanted), CHUNK):
        for row in connection.execute(_TEXTS, {"ids": wanted[start : start + CHUNK]}):
            name: str = orjson.loads(row.content)
            found[row.id] = Reading(name, read_name(name, places))
    return found


_MANY: BindParameter[int] = bindparam("ids", expanding=True)
_KEPT = f"i.name IS NOT NULL AND {IN_USE} AND {OPEN}"
_LOCAL = f"i.kind = {IMPLEMENTATION} AND {_KEPT}"
_BASES = text(
    "SELECT i.id, i.code, i.region_id, i.name, i.standard_id FROM item i"
    f" WHERE i.kind = {BASE} AND {_KEPT} ORDER BY i.id"
)
_USES = text(
    "SELECT i.name, i.base_code, i.standard_id, count(*) AS items FROM item i"
    f" WHERE {_LOCAL} GROUP BY i.name, i.base_code, i.standard_id"
)
_CELLS = text(
    "SELECT i.name, i.base_code, i.standard_id, i.region_id, i.agency_id, count(*) AS items,"
    f" min(i.id) AS first FROM item i WHERE i.name IN :ids AND {_LOCAL}"
    " GROUP BY i.name, i.base_code, i.standard_id, i.region_id, i.agency_id"
).bindparams(_MANY)
_TEXTS = text("SELECT id, content FROM element_value WHERE id IN :ids").bindparams(_MANY)
