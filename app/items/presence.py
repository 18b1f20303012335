"""要素填写: which fields of the obligations are filled, one bit each.

The bits of the field pointers are numbered in the order of the element standard, required and
conditional fields only; both kinds of record share one numbering.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from app.elements.fields import Field
from app.elements.kinds import KIND_BY_NAME
from app.elements.obligations import is_stated
from app.elements.schemas import RECORDS
from app.elements.standard import load_standard

MOST_BITS = 62  # what a signed 64-bit column holds, with room to spare


@lru_cache(maxsize=1)
def owed_fields() -> tuple[Field, ...]:
    """Return the document-level fields that anyone owes, in bit order.

    Raises:
        OverflowError: the standard has more obligations than one column can hold.
    """
    fields: dict[str, Field] = {}
    for record in RECORDS:
        for field in load_standard(record).fields:
            if field.obligation != "optional" and "*" not in field.pointer:
                fields.setdefault(field.pointer, field)
    if len(fields) > MOST_BITS:
        raise OverflowError(f"{len(fields)} obligations do not fit {MOST_BITS} bits")
    return tuple(fields.values())


@lru_cache(maxsize=1)
def bit_of() -> dict[str, int]:
    """Return the bit value of each owed pointer."""
    return {field.pointer: 1 << place for place, field in enumerate(owed_fields())}


@lru_cache(maxsize=64)
def _paths(kind: str) -> tuple[tuple[Field, tuple[str, ...], int], ...]:
    """Return (field, path inside the element, bit) of the owed fields of one element."""
    start = f"/{kind}"
    return tuple(
        (field, tuple(field.pointer.split("/")[2:]), bit_of()[field.pointer])
        for field in owed_fields()
        if field.pointer == start or field.pointer.startswith(start + "/")
    )


def presence_of(kind: str, value: Any) -> int:
    """Return the bits that one element value fills."""
    return _filled(_paths(kind), value)


@lru_cache(maxsize=1)
def own_bits() -> dict[str, tuple[int, dict[str, int]]]:
    """Return for each owed field of the own part its bit and those of the fields inside it."""
    bits: dict[str, tuple[int, dict[str, int]]] = {}
    for field in owed_fields():
        _, name, *inside = field.pointer.split("/")
        if name in KIND_BY_NAME:
            continue
        bit, members = bits.get(name, (0, {}))
        if inside:
            (member,) = inside
            members[member] = bit_of()[field.pointer]
        else:
            bit = bit_of()[field.pointer]
        bits[name] = bit, members
    return bits


def own_presence(own: Mapping[str, Any]) -> int:
    """Return the bits that the own part of an item fills."""
    bits, owed = 0, own_bits()
    for name, value in own.items():
        if name in owed and is_stated(value):
            bit, members = owed[name]
            bits |= bit
            if members and isinstance(value, dict):
                bits |= sum(members[one] for one in members if is_stated(value.get(one)))
    return bits


@lru_cache(maxsize=1024)
def fields_filled(names: tuple[str, ...], links: tuple[str, ...]) -> int:
    """Return the bits of an own part that says something in these fields."""
    return own_presence(dict.fromkeys(names, 1) | {"links": dict.fromkeys(links, 1)})


def document_presence(document: Mapping[str, Any]) -> int:
    """Return the bits that a whole document fills."""
    bits = own_presence(document)
    for name in KIND_BY_NAME.keys() & document.keys():
        bits |= presence_of(name, document[name])
    return bits


def _filled(paths: Iterable[tuple[Field, tuple[str, ...], int]], value: Any) -> int:
    bits = 0
    for field, path, bit in paths:
        found = value
        for step in path:
            found = found.get(step) if isinstance(found, dict) else None
        if field.filled_by(found):
            bits |= bit
    return bits
