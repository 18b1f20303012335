"""Regions in memory, for bulk work: loaded once per import, then no query per item."""

from __future__ import annotations

from sqlalchemy import Connection, select

from app.regions.code import region_id
from app.regions.models import Region


class RegionIndex:
    """区划索引: every region by id, with its ancestors worked out when first asked for."""

    def __init__(self, connection: Connection) -> None:
        """Read all regions of the catalogue."""
        self.names: dict[int, str] = {}
        self.levels: dict[int, int] = {}
        self.parents: dict[int, int | None] = {}
        for row in connection.execute(
            select(Region.id, Region.name, Region.level, Region.parent_id)
        ):
            self.names[row.id] = row.name
            self.levels[row.id] = row.level
            self.parents[row.id] = row.parent_id
        self._ids: dict[str, int | None] = {}
        self._lineages: dict[int, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self.names)

    def __contains__(self, region: int) -> bool:
        return region in self.names

    def id_of(self, code: str) -> int | None:
        """Return the id of a code (6, 9 or 12 digits); None when there is no such region."""
        if code not in self._ids:
            found = region_id(code)
            self._ids[code] = found if found in self.names else None
        return self._ids[code]

    def lineage(self, region: int) -> tuple[int, ...]:
        """Return the region and what it lies within, nearest first, the nation last."""
        found = self._lineages.get(region)
        if found is None:
            parent = self.parents[region]
            above = () if parent is None else self.lineage(parent)
            found = self._lineages[region] = (region, *above)
        return found

    def ancestors(self, region: int) -> tuple[int, ...]:
        """Return what the region lies within, nearest first, the nation last."""
        return self.lineage(region)[1:]

    def is_within(self, region: int, ancestor: int) -> bool:
        """Tell whether ``region`` is ``ancestor`` or lies within it."""
        return ancestor in self.lineage(region)
