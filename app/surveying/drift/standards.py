"""与标准相比: names beside the base items they follow, or might have followed.

- ``renamed`` 同码异名: under the standard's code, the same matter in other words;
- ``misfiled`` 疑似错码: under the standard's code, the name of another base item;
- ``unlinked`` 疑似对应标准: following no standard, though a base item in reach is the same matter.

Items of authorities are held against base items, and base items against those of issuers above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from app.elements.comparing.answers import Answer
from app.elements.comparing.texts import compare_names
from app.surveying.drift.blocking import CoreIndex
from app.surveying.drift.proposal import KindName, Proposal
from app.surveying.drift.usage import Cell, Use
from app.surveying.drift.uses import BaseName, Catalogue
from app.surveying.likeness import ALIKE, OF_HANDLING, certainty

CERTAIN = 0.9
"""A name that is so much another base item's …"""
BETTER = 0.04
"""… and so much more than its own standard's stands under the wrong code."""
LINKED = ALIKE * OF_HANDLING
"""A name that is alike, whether or not it says which handling it is, may follow a base item."""
Cells = Callable[[Iterable[Use]], Mapping[Use, list[Cell]]]


class Named(NamedTuple):
    """A name under a code, and where; ``issuer`` is told of a base item only."""

    use: Use
    places: list[Cell]
    issuer: int | None = None


class Standards:
    """Base items by the matter they name."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Index the base items of a catalogue."""
        self.catalogue = catalogue
        self._named: dict[str, list[BaseName]] = defaultdict(list)
        for base in catalogue.bases.values():
            self._named[catalogue.core(base.name)].append(base)
        self._index = CoreIndex(self._named)

    def of(self, use: Use) -> BaseName | None:
        """Return the base item that a use follows, None where it follows none in use."""
        return None if use.standard is None else self.catalogue.bases.get(use.standard)

    def like(self, name: int, least: float) -> list[BaseName]:
        """Return the base items whose names mean what a name means, the most alike first."""
        mine = self.catalogue.readings[name].wording
        found = [
            (ratio, base)
            for core in (mine.core, *self._index.candidates(mine.core))
            for base in self._named.get(core, ())
            if (ratio := certainty(mine, self.catalogue.readings[base.name].wording)) >= least
        ]
        return [base for _, base in sorted(found, key=lambda one: (-one[0], one[1].id))]


def beside_standards(catalogue: Catalogue, cells: Cells) -> Iterator[Proposal]:
    """Yield what names say beside the standards in reach."""
    standards = Standards(catalogue)
    telling = [use for use in catalogue.uses if _is_apart(standards, use)]
    places = cells(telling)
    for named in (*(Named(use, places[use]) for use in telling), *_bases(standards)):
        base = standards.of(named.use)
        proposal = _drifted(standards, named, base) if base else _unlinked(standards, named)
        if proposal:
            yield proposal


def _is_apart(standards: Standards, use: Use) -> bool:
    """Tell whether a name follows no standard, or is not the standard's.

    A level or a suffix in brackets, which 业务办理项 have, does not make it another name.
    """
    base = standards.of(use)
    if base is None or base.name == use.name:
        return base is None
    readings = standards.catalogue.readings
    answer = compare_names(readings[base.name].text, readings[use.name].text).answer
    return answer is Answer.DIFFERENT


def _bases(standards: Standards) -> Iterator[Named]:
    """Base items that have an issuer above them, as followers of it."""
    catalogue = standards.catalogue
    issuers = {base.issuer for base in catalogue.bases.values()}
    below = {one for one in issuers for up in issuers if up != one and catalogue.reaches(up, one)}
    for base in catalogue.bases.values():
        use = Use(base.name, base.code, base.standard)
        if base.issuer in below and _is_apart(standards, use):
            yield Named(use, [Cell(base.issuer, None, None, 0, base.id, base.id)], base.issuer)


def _drifted(standards: Standards, named: Named, base: BaseName) -> Proposal | None:
    """A name that is another base item's stands under a wrong code; else it may be reworded."""
    likeness = standards.catalogue.compared(named.use.name, base.name)
    least = max(CERTAIN, likeness.certainty + BETTER)
    if other := _nearest(standards, "misfiled", named, least):
        return other
    return _proposal("renamed", standards, named, base) if likeness.score >= ALIKE else None


def _unlinked(standards: Standards, named: Named) -> Proposal | None:
    return _nearest(standards, "unlinked", named, LINKED)


def _nearest(standards: Standards, kind: KindName, named: Named, least: float) -> Proposal | None:
    """Propose the base item most like a name, for the places that it reaches."""
    for base in standards.like(named.use.name, least):
        reached = [
            cell for cell in named.places if standards.catalogue.reaches(base.issuer, cell.region)
        ]
        own = named.issuer is not None and base.issuer == named.issuer
        if reached and not own and base.id != named.use.standard:
            return _proposal(kind, standards, named._replace(places=reached), base)
    return None


def _proposal(kind: KindName, standards: Standards, named: Named, base: BaseName) -> Proposal:
    cells = tuple(cell._replace(right=base.id) for cell in named.places)
    name = standards.catalogue.readings[named.use.name].text
    identity = (named.use.code, name, base.code, str(base.issuer))
    likeness = standards.catalogue.compared(named.use.name, base.name)
    return Proposal(kind, cells[0].left, base.id, identity, likeness, cells)
