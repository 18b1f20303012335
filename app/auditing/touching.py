"""动过的地方: where a small write changed items or findings, for counts that follow the catalogue.

A count of a million items is worked out once; after a small write only the bodies it touched are
counted again. What is not told of here (full runs, other rules, a new registry) counts all again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, text

from app.items.state import read_state
from app.kernel.bulk import batched, execute

KEPT = 1000  # versions
MOST = 3000  # places: from there on counting everything is the cheaper way
NONE, TOLD = -1, -2


@dataclass(frozen=True, slots=True)
class Places:
    """The bodies to count again, the regions whose items without a body are, and all regions."""

    bodies: frozenset[int]
    bare: frozenset[int]
    regions: frozenset[int]

    def touch(self, place: tuple[int | None, int | None]) -> bool:
        """Tell whether a place (region and body) is to be counted again."""
        region, body = place
        if body is not None:
            return body in self.bodies
        return (NONE if region is None else region) in self.bare

    def conditions(self) -> list[str]:
        """Return SQL over ``item i``: of an item to count again exactly one of these holds."""
        bare = f"i.agency_id IS NULL AND coalesce(i.region_id, {NONE}) IN ({listed(self.bare)})"
        bodies = f"i.agency_id IN ({listed(self.bodies)})"
        return [bodies] * bool(self.bodies) + [bare] * bool(self.bare)


def note_places(connection: Connection, version: int, *, bases: bool) -> None:
    """Note, for the version that this transaction makes, the places in scope.

    ``bases``: whether findings of base items changed that are not in scope themselves.
    """
    with batched(connection):
        execute(connection, _TELL_WITH_BASES if bases else _TELL, version)
        execute(connection, "DELETE FROM touched_place WHERE version < ?", version - KEPT)


def note_nothing(connection: Connection) -> None:
    """Note that the newest version changed nothing that is counted: no item, and no finding."""
    values = (read_state(connection).version, TOLD, TOLD)
    execute(
        connection, "INSERT INTO touched_place VALUES (?, ?, ?) ON CONFLICT DO NOTHING", *values
    )


def places_since(connection: Connection, version: int) -> Places | None:
    """Return what was touched after a version; None where that is not known, or is too much."""
    rows = connection.execute(_TOUCHED, {"version": version}).all()
    told = {row.version for row in rows if row.region_id == TOLD}
    if told != set(range(version + 1, read_state(connection).version + 1)):
        return None
    places = {(row.region_id, row.agency_id) for row in rows if row.region_id != TOLD}
    if len(places) > MOST:
        return None
    return Places(
        bodies=_known(body for _, body in places),
        bare=frozenset(region for region, body in places if body == NONE),
        regions=_known(region for region, _ in places),
    )


def listed(numbers: Iterable[int]) -> str:
    """Return numbers as the inside of an SQL ``IN (…)``; -1 stands for none."""
    return ", ".join(str(number) for number in sorted(numbers)) or "-1"


def _known(ids: Iterable[int]) -> frozenset[int]:
    return frozenset(identity for identity in ids if identity != NONE)


_PLACE = (
    f"SELECT coalesce(i.region_id, {NONE}) AS region_id, coalesce(i.agency_id, {NONE}) AS agency_id"
)
_BASES = f" UNION {_PLACE} FROM scope_claim c CROSS JOIN item i WHERE i.id = c.base_id"
_NOTE = f"""
WITH place AS MATERIALIZED (
    {_PLACE} FROM former_item i
    UNION {_PLACE} FROM scope_item s CROSS JOIN item i WHERE i.id = s.item_id{{bases}}
)
INSERT INTO touched_place SELECT CAST(? AS BIGINT), region_id, agency_id
FROM (SELECT region_id, agency_id FROM place UNION ALL SELECT {TOLD}, {TOLD}) told
WHERE (SELECT count(*) FROM place) <= {MOST}
"""
_TELL, _TELL_WITH_BASES = _NOTE.format(bases=""), _NOTE.format(bases=_BASES)
_TOUCHED = text("SELECT version, region_id, agency_id FROM touched_place WHERE version > :version")
