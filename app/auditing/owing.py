"""应填：what an item owes by its record, type and the conditions of the standard, as SQL over ``i``."""

from __future__ import annotations

from collections.abc import Iterable

from app.auditing.conditions import condition_sql
from app.auditing.masks import mask_sql
from app.elements.schemas import Record
from app.elements.standard import load_standard
from app.items.presence import bit_of
from app.items.record import BASE, IMPLEMENTATION

RECORDS: dict[Record, int] = {"implementation": IMPLEMENTATION, "base": BASE}
_OF_TYPES = "i.type IN "


def required_sql() -> str:
    """Return the SQL of the mask of fields that item ``i`` owes.

    Every second condition asks for the type, so that is asked once: what the type lets an item owe
    is one mask, what the other conditions ask for another.
    """
    records = (
        ([f"i.kind = {number}"], _owed_sql(_owed(record))) for record, number in RECORDS.items()
    )
    return " + ".join(f"CASE WHEN {test[0]} THEN {owed} ELSE 0 END" for test, owed in records)


def _owed_sql(owed: dict[str, int]) -> str:
    split = [(*_split(condition), bits) for condition, bits in owed.items()]
    asked = mask_sql((conditions, bits) for _, conditions, bits in split)
    allowed = _allowed_sql([(types, bits) for types, _, bits in split])
    return f"(({asked}) & {allowed})" if allowed else f"({asked})"


def _split(condition: str) -> tuple[frozenset[str], list[str]]:
    """Return the types (as SQL literals) that a condition names, and what else it asks."""
    tests = condition.split(" AND ") if condition else []
    types = [test for test in tests if test.startswith(_OF_TYPES)]
    if len(types) != 1:
        return frozenset(), tests
    named = types[0].removeprefix(_OF_TYPES).strip("()").split(", ")
    return frozenset(named), [test for test in tests if test not in types]


def _allowed_sql(terms: Iterable[tuple[frozenset[str], int]]) -> str:
    """Return the mask of what each type may owe; '' where the type makes no difference."""
    terms = list(terms)
    every = sorted(frozenset().union(*(types for types, _ in terms)))
    if not every:
        return ""
    always = sum(bits for types, bits in terms if not types)
    cases = " ".join(
        f"WHEN {one} THEN {always + sum(bits for types, bits in terms if one in types)}"
        for one in every
    )
    return f"CASE i.type {cases} ELSE {always} END"


def owed_by_condition() -> list[tuple[str, int]]:
    """Return (SQL condition over ``i``, bits of the fields owed under it)."""
    return [
        (f"i.kind = {number} AND {condition}" if condition else f"i.kind = {number}", bits)
        for record, number in RECORDS.items()
        for condition, bits in _owed(record).items()
    ]


def _owed(record: Record) -> dict[str, int]:
    """Fields owed under the same condition share one test; '' is the unconditional one.

    Obligations are read per record: the standard of a base item asks for less.
    """
    owed: dict[str, int] = {}
    for field in load_standard(record).fields:
        bit = bit_of().get(field.pointer, 0)
        condition = condition_sql(field) if bit else None
        if condition is not None:
            owed[condition] = owed.get(condition, 0) | bit
    return owed
