"""判定: run the rules over one element value, or over the own part of one item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from app.auditing.glance import Glance
from app.auditing.numbering import Numbering
from app.auditing.rule import Own, Place, Rule
from app.elements.kinds import Kind
from app.items.plain import PlainFrames
from app.items.record import BASE
from app.items.values import Defect

KEPT = 100_000
_OWN_TEXTS = frozenset(Own.__dataclass_fields__) - {
    "kind", "agency_code", "agency_name", "links", "raw", "levels", "other_codes",
}  # fmt: skip


Seat = tuple[int, Callable[[Any], Iterable[Place]]]
"""The number of a rule, and what finds its faults in one subject."""


@dataclass(slots=True)
class Bench:
    """审核席: the rules that judge values and own parts, with their numbers."""

    by_kind: dict[str, tuple[Seat, ...]]
    own: dict[str, tuple[Seat, ...]] = field(default_factory=dict)
    glance: Glance = field(default_factory=Glance)
    _clean_hours: set[int] = field(default_factory=set)

    def value(self, kind: Kind, value: Any, plain_hours: int | None = None) -> list[Defect]:
        """Judge one element value; of a plain contact (see ``items.plain_contact``) its hours."""
        if plain_hours in self._clean_hours:
            return []
        defects = _defects(self.by_kind.get(kind.name, ()), value)
        if plain_hours is not None and not defects and len(self._clean_hours) < KEPT:
            self._clean_hours.add(plain_hours)
        return defects

    def own_part(
        self, kind: int, own: dict[str, Any], frames: PlainFrames | None = None
    ) -> list[Defect]:
        """Judge the own part of one item; one that is plainly composed may need but a glance."""
        split = "handling_code" in own
        if frames and self.glance.is_clean(frames, split=split):
            return []
        seats = self.own["base" if kind == BASE else "implementation"]
        defects = _defects(seats, own_of(kind, own))
        if frames and not defects:
            self.glance.remember(frames, split=split)
        return defects


def bench(rules: Iterable[Rule], numbering: Numbering) -> Bench:
    """Seat the value and own rules that are switched on."""
    by_kind: dict[str, list[Seat]] = {}
    own: dict[str, list[Seat]] = {"base": [], "implementation": []}
    for rule in rules:
        if not numbering.is_on(rule.code) or rule.function is None:
            continue
        seat = (numbering[rule.code], rule.function)
        if rule.form == "value" and rule.element:
            by_kind.setdefault(rule.element, []).append(seat)
        elif rule.form == "own":
            for record in own if rule.applies == "any" else (rule.applies,):
                own[record].append(seat)
    return Bench(
        {kind: tuple(seats) for kind, seats in by_kind.items()},
        {record: tuple(seats) for record, seats in own.items()},
    )


def _defects(seats: Sequence[Seat], subject: Any) -> list[Defect]:
    found = []
    for number, function in seats:
        for pointer, facts in function(subject):
            found.append(Defect(number, pointer[:200], orjson.dumps(facts).decode()))
    return found


def own_of(kind: int, own: dict[str, Any]) -> Own:
    """Return the own part as the rules see it."""
    agency = own.get("agency") or {}
    return Own(
        kind="base" if kind == BASE else "implementation",
        agency_code=agency.get("code"),
        agency_name=agency.get("name"),
        levels=tuple(own.get("levels") or ()),
        other_codes=tuple(own.get("other_codes") or ()),
        links=own.get("links") or {},
        raw=own.get("raw") or {},
        **{name: own[name] for name in _OWN_TEXTS & own.keys()},
    )
