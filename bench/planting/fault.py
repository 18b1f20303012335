"""埋错器: how one kind of fault is made in a document, and what must be found of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

from app.auditing.pair_rules import WORDS
from app.sample.faults.edits import owner_of

Document = dict[str, Any]
Places = Iterable[str] | None
"""Where the rule must speak; None where the document offers no place for the fault."""


class Spot(Random):
    """处: the chance that chooses, and the standard that the document follows (empty if none).

    ``pressed``: no document offers a place as it is; one may be made in it first.
    """

    standard: Document
    pressed: bool


Make = Callable[[Document, Spot], Places]


@dataclass(frozen=True, slots=True)
class Planter:
    """埋错器: ``rule`` must be found at the places that ``make`` returns after editing a document.

    ``follows`` names the rules that may speak of the same document besides, because what was done
    makes their defect true as well: a list that is changed is also another list than the standard's.
    ``unclaims`` says that the document may no longer claim its base item. ``kind`` tells apart the
    planters of one rule, such as the fields that an obligation covers.
    """

    rule: str
    make: Make
    follows: frozenset[str] = frozenset()
    unclaims: bool = False
    kind: str = ""


PLANTERS: list[Planter] = []


def plants(
    rule: str, *, follows: Iterable[str] = (), unclaims: bool = False, kind: str = ""
) -> Callable[[Make], Make]:
    """Declare the function as a planter of ``rule``."""

    def declare(make: Make) -> Make:
        PLANTERS.append(Planter(rule, make, frozenset(follows), unclaims, kind))
        return make

    return declare


def compared(*elements: str) -> frozenset[str]:
    """Return the answers of comparing these elements of the profile with the standard."""
    return frozenset(f"{answer}-{element}" for element in elements for answer in WORDS)


NAME = compared("name") | {"material-issued-by-the-asker"}
BASIS = compared("legal-basis")
PROCESS = compared("process")
LIMITS = compared("time-limit")
MATERIALS = compared("materials", "forms") | {"material-without-basis"}
FEES = compared("fees")
RESULT = compared("result")
OF_ELEMENT = {
    "name": NAME,
    "legal_basis": BASIS,
    "process": PROCESS,
    "time_limit": LIMITS,
    "materials": MATERIALS,
    "fees": FEES,
    "result": RESULT,
}
"""What a change inside an element may do to its comparison with the standard."""


def always(_item: Document) -> bool:
    """Any document will do."""
    return True


def swap(
    rule: str,
    pattern: str,
    *writings: Any,
    when: Callable[[Document], bool] = always,
    shown: str | None = None,
    follows: Iterable[str] = (),
    unclaims: bool = False,
) -> None:
    """Declare a planter that writes something else at one of the places of ``pattern``.

    A writing that is a function gets what stands there. The rule speaks at the place itself, or at
    ``shown``.
    """

    def make(item: Document, at: Spot) -> Places:
        places = list(standing(item, pattern)) if when(item) else []
        if not places:
            return None
        pointer, writing = at.choice(places), at.choice(writings)
        owner, key = owner_of(item, pointer)
        owner[key] = writing(owner[key]) if callable(writing) else deepcopy(writing)
        return (shown or pointer,)

    plants(rule, follows=follows, unclaims=unclaims, kind=pattern)(make)


def standing(item: Document, pattern: str) -> Iterable[str]:
    """Yield the pointers of a document that match a pattern such as ``/materials/*/name``."""
    found: list[tuple[str, Any]] = [("", item)]
    for step in pattern.strip("/").split("/"):
        found = [inner for pointer, owner in found for inner in _inside(pointer, owner, step)]
    return [pointer for pointer, _ in found]


def _inside(pointer: str, owner: Any, step: str) -> Iterable[tuple[str, Any]]:
    if step == "*":
        members = owner if isinstance(owner, list) else ()
        return [(f"{pointer}/{place}", member) for place, member in enumerate(members)]
    return [(f"{pointer}/{step}", owner[step])] if isinstance(owner, dict) and step in owner else []
