"""计数方案: what one pass over the items has to tell of each, so that every indicator is counted.

Indicators share most of what they ask. Each distinct predicate gets a bit, each distinct number a
sum; one ``GROUP BY`` over the narrow table then counts items by place, type, level and bits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.items.record import IMPLEMENTATION
from app.measuring.definitions import Indicator, Node
from app.measuring.expressions import Conversion, predicate_sql, terms_of
from app.measuring.populations import POPULATIONS

BITS = 60
"""Bits of one column of flags: a signed integer of 8 bytes holds them with room to spare."""


State = tuple[Any, ...]
"""What can be said of items that are alike: why each population leaves them out, and their flags."""
Terms = tuple[tuple[int, int], ...]
"""(sign, place of a sum): what to add up."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What there is to read for one indicator: places of its bits and sums."""

    indicator: Indicator
    population: int
    exclusions: tuple[tuple[str, int], ...]
    """(reason, bit), the first that is set counts."""
    holds: int | None
    unknown: int | None
    numerator: Terms
    denominator: Terms
    """Empty where items are counted."""
    scale: int
    """What sums are multiples of: 1000 where they count thousandths."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One statement, and how to read its rows for each indicator."""

    sql: str
    """``{where}`` says which items are counted."""
    readings: dict[str, Reading]
    populations: tuple[str, ...]
    flags: int
    """Columns of flags."""

    def is_set(self, state: State, bit: int) -> bool:
        """Tell whether a predicate holds for the items of a state."""
        word, place = divmod(bit, BITS)
        return bool(state[len(self.populations) + word] >> place & 1)


class _Seats:
    """Places given to texts in the order of their first mention."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def of(self, text: str) -> int:
        return self.places.setdefault(text, len(self.places))


def plan_for(wanted: Iterable[Indicator], *, baseline: bool = False) -> Plan:
    """Return the plan that counts these indicators; ``baseline``: with ``baseline_item f``."""
    predicates, numbers = _Seats(), _Seats()
    populations = tuple(POPULATIONS)
    readings = {one.slug: _reading(one, populations, predicates, numbers) for one in wanted}
    flags = list(_flags(list(predicates.places)))
    columns = [
        *("i.region_id", "i.agency_id", "i.type", "i.level"),
        *(POPULATIONS[name].exclusion for name in populations),
        *flags,
    ]
    sums = [f"SUM({sql})" for sql in numbers.places]
    groups = ", ".join(str(place) for place in range(1, len(columns) + 1))
    sql = (
        f"SELECT {', '.join([*columns, 'count(*)', *sums])} FROM item i{BASELINE_JOIN if baseline else ''}"
        f" WHERE +i.kind = {IMPLEMENTATION} AND {{where}} GROUP BY {groups}"
    )
    return Plan(sql, readings, populations, len(flags))


def _reading(
    one: Indicator, populations: tuple[str, ...], predicates: _Seats, numbers: _Seats
) -> Reading:
    measure, days = one.measure, one.conversion
    above, below = measure.ratio or (measure.mean, None)
    return Reading(
        one,
        populations.index(one.population),
        tuple((e.reason, predicates.of(predicate_sql(e.when, days))) for e in one.exclusions),
        predicates.of(predicate_sql(measure.share, days)) if measure.share else None,
        predicates.of(predicate_sql(one.unknown, days)) if one.unknown else None,
        _terms(above, days, numbers),
        _terms(below, days, numbers),
        terms_of(above, days)[0][1].scale if above else 1,
    )


def _terms(node: Node | None, conversion: Conversion, numbers: _Seats) -> Terms:
    terms = terms_of(node, conversion) if node else []
    return tuple((sign, numbers.of(number.sql)) for sign, number in terms)


def _flags(predicates: list[str]) -> Iterable[str]:
    for start in range(0, max(len(predicates), 1), BITS):
        bits = (
            f"CASE WHEN {sql} THEN {1 << place} ELSE 0 END"
            for place, sql in enumerate(predicates[start : start + BITS])
        )
        yield " + ".join(bits) or "0"


BASELINE_JOIN = " LEFT JOIN baseline_item f ON f.baseline_id = :baseline AND f.item_id = i.id"
