"""一事多码: the same matter under two codes, in one place or in one issuer's catalogue.

- ``duplicate`` 一事多码: two items of one region under different base codes;
- ``twin`` 目录重复: two base items of one issuer.

Names must mean one matter, one act and one handling. Parts of one main item were told apart on
purpose: they are proposed only where nothing but looks, places or levels tells them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations, product

from app.surveying.drift.blocking import CoreIndex
from app.surveying.drift.proposal import Proposal
from app.surveying.drift.standards import Cells
from app.surveying.drift.usage import Cell, Use
from app.surveying.drift.uses import BaseName, Catalogue
from app.surveying.likeness import ALIKE, alike, matter

MAIN = 9
"""Signs of a base code that name the main item."""
LOOKS = frozenset({"place", "scope", "filler"})
Strayed = Collection[tuple[str | None, ...]]
"""Codes and names that stand under each other by mistake: what they double is not theirs."""
Names = tuple[int, int]
ByRegion = Mapping[int | None, list[Cell]]


def doubles(catalogue: Catalogue, cells: Cells, strayed: Strayed = ()) -> Iterator[Proposal]:
    """Yield twins, and the pairs of codes under which one region lists the same matter.

    What follows two twins is told with them: whoever merges the twins mends it.
    """
    known = {(one.left, one.right): one for one in twins(catalogue)}
    for (one, other), shared in _pairs_of_uses(catalogue, cells, strayed).items():
        first, second = sorted((one.standard or 0, other.standard or 0))
        if twin := known.get((first, second)):
            added = tuple(cell._replace(left=twin.left, right=twin.right) for cell in shared)
            known[first, second] = replace(twin, cells=(*twin.cells, *added))
        else:
            yield _duplicate(catalogue, one, other, shared)
    yield from known.values()


def twins(catalogue: Catalogue) -> Iterator[Proposal]:
    """Yield base items of one issuer that say the same."""
    named: dict[int, list[BaseName]] = defaultdict(list)
    for base in catalogue.bases.values():
        named[base.name].append(base)
    for pair in same_names(catalogue, named):
        for one, other in _both(named, pair):
            if one.issuer == other.issuer and _tells_two(catalogue, one, other):
                yield _twin(catalogue, *sorted((one, other)))


def same_names(catalogue: Catalogue, names: Iterable[int]) -> Iterator[Names]:
    """Yield the pairs of names that say one matter and one handling; each name with itself too."""
    named: dict[str, list[int]] = defaultdict(list)
    for name in names:
        named[catalogue.core(name)].append(name)
    index = CoreIndex(named)
    for core, ours in named.items():
        yield from ((name, name) for name in ours)
        yield from (pair for pair in combinations(ours, 2) if _same(catalogue, pair))
        for other in index.candidates(core):
            if core < other and matter(core, other) >= ALIKE:
                pairs = product(ours, named[other])
                yield from (pair for pair in pairs if _same(catalogue, pair))


def _same(catalogue: Catalogue, names: Names) -> bool:
    here, there = (catalogue.readings[name].wording for name in names)
    return here.handling == there.handling and alike(here, there) >= ALIKE


def _tells_two(catalogue: Catalogue, one: Use | BaseName, other: Use | BaseName) -> bool:
    """Tell whether two codes are two items, and not parts of one that its names tell apart."""
    if (one.code or "")[:MAIN] != (other.code or "")[:MAIN]:
        return True
    likeness = catalogue.compared(one.name, other.name)
    return one.code != other.code and all(piece.kind in LOOKS for piece in likeness.differences)


def _both(named: Mapping[int, list[BaseName]], names: Names) -> Iterator[tuple[BaseName, BaseName]]:
    one, other = names
    if one == other:
        return combinations(named[one], 2)
    return product(named[one], named[other])


def _twin(catalogue: Catalogue, one: BaseName, other: BaseName) -> Proposal:
    identity = (one.code, other.code, str(one.issuer))
    cell = Cell(one.issuer, None, None, 0, one.id, other.id)
    likeness = catalogue.compared(one.name, other.name)
    return Proposal("twin", one.id, other.id, identity, likeness, (cell,))


def _duplicate(catalogue: Catalogue, one: Use, other: Use, shared: list[Cell]) -> Proposal:
    texts = (catalogue.readings[use.name].text for use in (one, other))
    identity = (one.code, other.code, *texts)
    likeness, first = catalogue.compared(one.name, other.name), shared[0]
    return Proposal("duplicate", first.left, first.right, identity, likeness, tuple(shared))


def _pairs_of_uses(
    catalogue: Catalogue, cells: Cells, strayed: Strayed
) -> Mapping[tuple[Use, Use], list[Cell]]:
    """Return the uses of the same names that stand in one region under different codes, and where."""
    named: dict[int, list[Use]] = defaultdict(list)
    for use in catalogue.uses:
        if use.code and (use.code, catalogue.readings[use.name].text) not in strayed:
            named[use.name].append(use)
    pairs = [
        names
        for names in same_names(catalogue, named)
        if len({use.code for name in names for use in named[name]}) > 1
    ]
    wanted = {use for names in pairs for name in names for use in named[name]}
    found_in = cells(wanted)
    places = {use: _by_region(found_in.get(use, ())) for use in wanted}
    found: dict[tuple[Use, Use], list[Cell]] = defaultdict(list)
    for names in pairs:
        for one, other, cell in _together(named, names, places):
            found[one, other].append(cell)
    return {pair: shared for pair, shared in found.items() if _tells_two(catalogue, *pair)}


def _together(
    named: Mapping[int, list[Use]], names: Names, places: Mapping[Use, ByRegion]
) -> Iterator[tuple[Use, Use, Cell]]:
    """Yield the uses of two names that one region has under different codes, and where."""
    for one, other in product(*(named[name] for name in names)):
        if one.code != other.code and (names[0] != names[1] or _in_order(one, other)):
            theirs = places[other]
            for region, ours in places[one].items():
                for here, there in product(ours, theirs.get(region, ())):
                    items, bodies = here.items + there.items, (here.agency, there.agency)
                    yield one, other, Cell(region, *bodies, items, here.left, there.left)


def _by_region(cells: Iterable[Cell]) -> ByRegion:
    regions: dict[int | None, list[Cell]] = defaultdict(list)
    for cell in cells:
        regions[cell.region].append(cell)
    return dict(regions)


def _in_order(one: Use, other: Use) -> bool:
    """Of one name each pair is met twice, once in each order."""
    return (one.code or "") < (other.code or "")
