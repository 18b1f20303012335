"""区划的上级: which regions there are and what they lie within, as writers ask for them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from app.kernel.bulk import execute
from app.kernel.lookup import Lookup
from app.regions.index import RegionIndex


class Lineages:
    """Answers from single look-ups for a small write, from all regions for a large one."""

    def __init__(self, connection: Connection) -> None:
        """Read nothing yet."""
        self._connection = connection
        self._known: Lookup[int, tuple[int, ...]] = Lookup(self._read, self._read_all, tuple)

    def __contains__(self, region: int) -> bool:
        return bool(self._known[region])

    def lineage(self, region: int) -> tuple[int, ...]:
        """Return the region and what it lies within, nearest first; nothing of one unknown."""
        return self._known[region]

    def _read(self, regions: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Items name their regions one by one, by a statement that stays prepared."""
        return {
            region: tuple(above for (above,) in execute(self._connection, _LINEAGE, region))
            for region in regions
        }

    def _read_all(self) -> dict[int, tuple[int, ...]]:
        index = RegionIndex(self._connection)
        return {region: index.lineage(region) for region in index.names}


_LINEAGE = (
    "SELECT r.id FROM region_within w JOIN region r ON r.id = w.ancestor_id"
    " WHERE w.region_id = ? ORDER BY r.level DESC"
)
