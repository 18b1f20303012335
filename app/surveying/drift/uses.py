"""名称的使用: what the names say that stand under codes, read once for the whole catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from sqlalchemy import BindParameter, Connection, bindparam, text

from app.items.queries import IN_USE, OPEN
from app.items.record import BASE
from app.regions import RegionIndex
from app.surveying.drift.usage import Usage, Use
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


def read_catalogue(connection: Connection, usage: Usage) -> Catalogue:
    """Read all base items, and the names that these and the uses have."""
    bases = {row.id: BaseName(*row) for row in connection.execute(_BASES)}
    uses = usage.counts()
    regions = RegionIndex(connection)
    names = {base.name for base in bases.values()} | {use.name for use in uses}
    return Catalogue(
        bases,
        uses,
        _readings(connection, names, places_among(frozenset(regions.names.values()))),
        regions,
    )


def registers(connection: Connection) -> tuple[tuple[Any, ...], ...]:
    """Return what names are held against, the base items and the regions, as they are now."""
    return tuple(connection.execute(_BASES)), tuple(connection.execute(_REGIONS))


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
_BASES = text(
    "SELECT i.id, i.code, i.region_id, i.name, i.standard_id FROM item i"
    f" WHERE i.kind = {BASE} AND {_KEPT} ORDER BY i.id"
)
_REGIONS = text("SELECT id, name, parent_id FROM region ORDER BY id")
_TEXTS = text("SELECT id, content FROM element_value WHERE id IN :ids").bindparams(_MANY)
