"""先改什么: the heaviest (body, rule) pairs: what to mend first, and whose it is.

What a source does not carry at all is not one body's to mend; it is told of the source instead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from heapq import heappush, heapreplace
from typing import Any, NamedTuple

from app.auditing.rates import gravity
from app.auditing.rule import Rule
from app.auditing.sums import Place
from app.auditing.tallies import Tally
from app.auditing.tally import Count
from app.items.presence import owed_fields

FIRST = 10
WEIGHT = {"error": 100, "warning": 10, "info": 1}
"""How much sooner one ERROR should be mended than one INFO, when work is put in order."""


class Heavy(NamedTuple):
    """A pair, in the order in which pairs are to be mended: the greatest first."""

    pull: int
    rule: int
    body: int
    """-1 for items without one."""
    found: int


def heaviest(counted: Count, chosen: Collection[Place], absent: Mapping[str, bool]) -> list[Heavy]:
    """Return the pairs to mend first; only what might be among them is looked at closely."""
    pulls = {
        number: 0 if gravity(rule) == "info" else WEIGHT[gravity(rule)]
        for number, rule in counted.known.by_number.items()
    }
    first: list[Heavy] = []
    for body, total in _by_body(counted, chosen):
        for number, found in total.findings.items():
            pull = pulls[number] * found
            if (
                pull
                and (len(first) < FIRST or pull >= first[0].pull)
                and not _is_the_sources(counted.known.by_number[number], found, total, absent)
            ):
                _take(first, Heavy(pull, number, body, found))
    return sorted(first, reverse=True)


def _take(first: list[Heavy], one: Heavy) -> None:
    if len(first) < FIRST:
        heappush(first, one)
    elif one > first[0]:
        heapreplace(first, one)


def _by_body(counted: Count, chosen: Iterable[Place]) -> Iterator[tuple[int, Tally]]:
    bodies: dict[int | None, list[Place]] = {}
    for place in chosen:
        bodies.setdefault(place[1], []).append(place)
    for body, places in bodies.items():
        yield -1 if body is None else body, counted.sums.of(places)


def _is_the_sources(rule: Rule, found: int, tally: Tally, absent: Mapping[str, bool]) -> bool:
    """Tell whether a field is missing because the file the items came from does not carry it.

    That is so where some source has it in none of its rows and the body in none of its items;
    who owes a conditional field is not counted per body, so the source's word is taken for it.
    """
    conditional = absent.get(rule.place or "")
    if rule.form != "missing" or conditional is None:
        return False
    items = {"implementation": tally.local_items, "base": tally.items - tally.local_items}
    return conditional or found >= items.get(rule.applies, tally.items)


def absent_somewhere(sources: Iterable[Mapping[str, Any]]) -> dict[str, bool]:
    """Return the owed fields that some source fills in none of its rows: are they conditional?"""
    owed = {field.pointer: field.obligation == "conditional" for field in owed_fields()}
    absent = {field["pointer"] for source in sources for field in source["absent"]}
    return {pointer: owed.get(pointer, False) for pointer in absent}
