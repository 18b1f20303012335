"""配对: every column at most one field, every field at most one column, the surest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.importing.proposing.evidence import Evidence
from app.importing.proposing.looking import Column
from app.importing.proposing.weighing import PROPOSED, Candidate

_RIVALS = 3
_CLOSE = 0.02
_SECOND = 0.15
"""A column whose field another column has is not made another field that it hardly resembles."""


@dataclass(slots=True)
class Assigned:
    """配对结果: the field proposed for a column, what else it might be, or why it is left unread."""

    column: Column
    chosen: Candidate | None = None
    others: list[Candidate] = field(default_factory=list)
    why: Evidence | None = None


def assign(columns: Iterable[tuple[Column, list[Candidate]]]) -> list[Assigned]:
    """Propose a field for each column."""
    waiting = list(columns)
    taken: dict[str, int] = {}
    given: dict[int, Candidate] = {}
    for place, candidate in _ranked(waiting):
        if place not in given and candidate.pointer not in taken:
            given[place] = candidate
            taken[candidate.pointer] = place
    return [
        _assigned(column, found, given.get(place), taken)
        for place, (column, found) in enumerate(waiting)
    ]


def _ranked(waiting: list[tuple[Column, list[Candidate]]]) -> list[tuple[int, Candidate]]:
    offers = [
        (place, candidate)
        for place, (_, found) in enumerate(waiting)
        for candidate in found
        if candidate.confidence >= max(PROPOSED, found[0].confidence - _SECOND)
    ]
    return sorted(offers, key=lambda one: (-one[1].confidence, -one[1].likeness, one[0]))


def _assigned(
    column: Column, found: list[Candidate], chosen: Candidate | None, taken: dict[str, int]
) -> Assigned:
    others = [one for one in found if chosen is None or one.pointer != chosen.pointer]
    why = None if chosen else _why(column, found, taken)
    return Assigned(column, chosen, others[:_RIVALS], why)


def _why(column: Column, found: list[Candidate], taken: dict[str, int]) -> Evidence:
    """Why a column is proposed for nothing."""
    if not column.filled:
        return Evidence("structured" if column.strange else "empty")
    if not found:
        return Evidence("nothing")
    if found[0].pointer in taken and found[0].confidence >= PROPOSED:
        return Evidence("taken", {"name": found[0].pointer})
    close = [one for one in found if one.confidence > found[0].confidence - _CLOSE]
    return Evidence("several" if len(close) > 1 else "nothing")
