"""查找: all proposals of one version of the catalogue, found once and kept.

Which items are called what is followed from write to write. As long as that, the base items and the
regions stay as they are, so do the proposals, and only what speaks for them is read again; else the
first reader pays for all of it (``docs/survey.md`` says how much). What places see of it is a filter
over the same proposals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, text

from app.items.state import read_state
from app.kernel.garbage import uncollected
from app.surveying.drift.doubles import doubles
from app.surveying.drift.evidence import scored
from app.surveying.drift.kept import Kept
from app.surveying.drift.proposal import KindName, Proposal
from app.surveying.drift.standards import beside_standards
from app.surveying.drift.usage import Cell, Usage, usage, usage_again
from app.surveying.drift.uses import read_catalogue, registers

KEPT = 2
"""Versions of catalogues whose proposals are kept."""
LEAST = 0.6
"""Below this score nothing is shown unless it is asked for."""
Place = tuple[float, str]

_found = Kept(KEPT)


@dataclass(frozen=True, slots=True)
class Wanted:
    """筛选: which proposals; None means any. ``regions`` are all within the one asked for."""

    regions: frozenset[int] | None = None
    agency: int | None = None
    kind: KindName | None = None
    least: float = LEAST

    def of(self, one: Proposal) -> Proposal | None:
        """Return what this lets see of a proposal, None where nothing."""
        if one.score < self.least or self.kind not in (None, one.kind):
            return None
        if self.regions is None and self.agency is None:
            return one
        cells = tuple(cell for cell in one.cells if self._holds(cell))
        return one.within(cells) if cells else None

    def _holds(self, cell: Cell) -> bool:
        if self.regions is not None and cell.region not in self.regions:
            return False
        return self.agency is None or self.agency in (cell.agency, cell.other)


def proposals(connection: Connection) -> Sequence[Proposal]:
    """Return every proposal of the catalogue as this transaction sees it, the most certain first."""
    key = (str(connection.engine.url), read_state(connection).version)
    found: Sequence[Proposal] = _found.get(key, partial(_found_now, connection))
    return found


def find(connection: Connection) -> Sequence[Proposal]:
    """Look for proposals in the whole catalogue, from nothing."""
    return scored(connection, _unscored(connection, usage_again(connection)))


def _found_now(connection: Connection) -> Sequence[Proposal]:
    """Look for proposals, or for what speaks for those there were."""
    used = usage(connection)
    make = partial(_unscored, connection, used)
    return scored(connection, used.kept.get(registers(connection), make))


def _unscored(connection: Connection, used: Usage) -> Sequence[Proposal]:
    with uncollected():
        catalogue = read_catalogue(connection, used)
        beside = list(beside_standards(catalogue, used.cells_of))
        strayed = frozenset(one.identity[:2] for one in beside if one.kind == "misfiled")
        return [*beside, *doubles(catalogue, used.cells_of, strayed)]


def seen(connection: Connection, wanted: Wanted, after: Place | None = None) -> Iterator[Proposal]:
    """Yield what is wanted of the proposals, the most certain first, after a place among them."""
    for one in proposals(connection):
        if after is not None and (-one.score, one.id) <= (-after[0], after[1]):
            continue
        if found := wanted.of(one):
            yield found


def within(connection: Connection, region: int | None) -> frozenset[int] | None:
    """Return the regions within a region; None for None."""
    if region is None:
        return None
    return frozenset(connection.execute(_WITHIN, {"region": region}).scalars())


_WITHIN = text("SELECT region_id FROM region_within WHERE ancestor_id = :region")
