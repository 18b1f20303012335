"""汇总: rows of the count added up, and read as the figure of one indicator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from app.auditing.rule import Rule
from app.measuring.plan import Plan, Reading, State, Terms

Sums = tuple[int, ...]
"""How many items, then the sums of the plan's numbers."""
Part = dict[State, Sums]


@dataclass(slots=True)
class Figure:
    """指标值: what was counted of one indicator in one part of the catalogue.

    Numerator and denominator are exact; sums are in units of 1/``scale``.
    """

    population: int = 0
    items: int = 0
    """Items that are counted: the population without exclusions."""
    numerator: int = 0
    denominator: int = 0
    scale: int = 1
    unknown: int = 0
    excluded: dict[str, int] = field(default_factory=dict)
    gone: int = 0
    findings: list[tuple[Rule, int]] = field(default_factory=list)
    """What the audit found that keeps an audited figure down, by rule, the most frequent first."""

    @property
    def value(self) -> float | None:
        """The figure, to six places; nothing counted is no figure, not 100 %."""
        return round(self.numerator / self.denominator, 6) if self.denominator else None


class Judged(NamedTuple):
    """What a state means to one indicator."""

    outside: bool
    """Not in the population at all."""
    reason: str
    """Why it is not counted; '' where it is."""
    holds: bool
    unknown: bool


def judge(state: State, plan: Plan, reading: Reading) -> Judged:
    """Return what a state means to an indicator."""
    outside = state[reading.population]
    reason = outside or next(
        (reason for reason, bit in reading.exclusions if plan.is_set(state, bit)), ""
    )
    holds = reading.holds is not None and plan.is_set(state, reading.holds)
    unknown = reading.unknown is not None and plan.is_set(state, reading.unknown)
    return Judged(bool(outside), reason, holds, unknown and not holds)


def figure_of(
    parts: Iterable[Part], plan: Plan, reading: Reading, known: dict[State, Judged] | None = None
) -> Figure:
    """Return the figure of an indicator over some parts; ``known``: what states mean, filled here.

    Parts need not be added up for it: that takes longer than reading each of them.
    """
    known = {} if known is None else known
    figure = Figure(scale=reading.scale)
    for part in parts:
        for state, sums in part.items():
            judged = known.get(state)
            if judged is None:
                judged = known[state] = judge(state, plan, reading)
            _take(figure, judged, sums, reading)
    return figure


def _take(figure: Figure, judged: Judged, sums: Sums, reading: Reading) -> None:
    items = sums[0]
    if not judged.outside:
        figure.population += items
    if judged.reason:
        figure.excluded[judged.reason] = figure.excluded.get(judged.reason, 0) + items
        return
    figure.items += items
    if reading.holds is not None:
        figure.denominator += items
        figure.numerator += items if judged.holds else 0
        figure.unknown += items if judged.unknown else 0
    else:
        below = reading.denominator
        figure.numerator += _sum(sums, reading.numerator)
        figure.denominator += _sum(sums, below) if below else reading.scale * items


def _sum(sums: Sums, terms: Terms) -> int:
    return sum(sign * sums[1 + place] for sign, place in terms)


def gather(parts: Iterable[Part]) -> Part:
    """Return the sum over some parts, by state."""
    whole: Part = {}
    for part in parts:
        add_part(whole, part)
    return whole


def add_part(whole: Part, part: Part, sign: int = 1) -> None:
    """Add a part to another, or take it away; a state that no item has leaves nothing behind."""
    for state, sums in part.items():
        known = whole.get(state)
        if sign < 0:
            sums = tuple(map(int.__neg__, sums))
        if known is None:
            whole[state] = sums
        elif known[0] + sums[0]:
            whole[state] = tuple(map(int.__add__, known, sums))
        else:
            del whole[state]
