"""The words a reader needs: headers people use, sheets of sub-records, columns that tie them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import orjson

from app.elements.headers import IDENTITY
from app.elements.schemas import RECORDS, schemas_root
from app.elements.standard import fold_header, load_standard
from app.importing.readers.layout import Layout

SCHEMA = "mapping.schema.json"
_TABLE = re.compile(r"^(?:up|dn)_task_\w+_(material|fee_project|questions)$")
_EXTENSION = re.compile(r"^(?:up|dn)_task_\w+_extend$")
_TABLE_LISTS = {"material": "/materials", "fee_project": "/fees/items", "questions": "/questions"}
TIE = "表内标识"
"""Header of the hidden column by which our own workbooks tie the rows of one item together."""
_TYING = ("handling_code", "code", "base_code")


@lru_cache(maxsize=1)
def default_layout() -> Layout:
    """The words of both records of the standard and of the shipped mappings."""
    known = {*map(fold_header, shipped_columns())}
    for record in RECORDS:
        standard = load_standard(record)
        for sheet in standard.sheets():
            known |= standard.header_index(sheet).keys()
    titles = {field.pointer[1:]: field.title for field in load_standard("implementation").fields}
    return Layout(
        known=lambda header: fold_header(header) in known,
        part_of=_part_of,
        extension_of=lambda sheet: sheet if _EXTENSION.match(fold_header(sheet)) else None,
        member_lists=member_lists,
        identifies=_identifies,
        key_of=_key_of,
        names={kind: titles[kind] for kind in _TYING},
    )


def member_lists(headers: Sequence[str]) -> frozenset[str]:
    """Pointers of the lists whose members a flat table holds: their first field has a column."""
    folded = {*map(fold_header, headers)} - _item_headers()
    found = set()
    for record in RECORDS:
        standard = load_standard(record)
        for sheet, pointer in standard.sheets().items():
            index = standard.header_index(sheet)
            members = [field.pointer for field in standard.fields if field.sheet == sheet]
            if pointer and any(index.get(header) == members[0] for header in folded):
                found.add(pointer)
    return frozenset(found)


@lru_cache(maxsize=1)
def _item_headers() -> frozenset[str]:
    """Headers that mean a field of the item itself, whatever else they may mean."""
    return frozenset(name for record in RECORDS for name in load_standard(record).header_index())


def _identifies(header: str) -> bool:
    folded = fold_header(header)
    pointers = {load_standard(record).header_index().get(folded) for record in RECORDS}
    return bool(pointers & {*IDENTITY} - {"/row_id"})


@lru_cache(maxsize=1)
def shipped_columns() -> frozenset[str]:
    """Every column that a shipped mapping reads or recognises."""
    files = (schemas_root() / "mappings").glob("*.json")
    mappings = [orjson.loads(path.read_bytes()) for path in files if path.name != SCHEMA]
    return frozenset(column for mapping in mappings for column in columns_in(mapping))


def columns_in(mapping: dict[str, Any]) -> Iterator[str]:
    """The columns one mapping names: in its fields, its members' fields, its recognition."""
    for key, names in mapping.get("recognise", {}).items():
        yield from () if key.startswith("fields") else names
    yield from mapping.get("ignored", {})
    for spec in mapping.get("fields", {}).values():
        yield from _columns_of(spec)


def _columns_of(spec: dict[str, Any]) -> Iterator[str]:
    source = spec.get("from", ())
    yield from (source,) if isinstance(source, str) else source
    for member in spec.get("members", {}).values():
        yield from _columns_of(member)


@lru_cache(maxsize=256)
def _part_of(sheet: str) -> str | None:
    """Sheet name → pointer of the list it holds: 材料, 申请材料, up_task_general_material."""
    folded = fold_header(sheet)
    if table := _TABLE.match(folded):
        return _TABLE_LISTS[table[1]]
    return _part_sheets().get(folded)


@lru_cache(maxsize=1)
def _part_sheets() -> dict[str, str]:
    return {
        fold_header(name): field.pointer
        for record in RECORDS
        for field in load_standard(record).fields
        if field.lists
        for name in (field.lists, field.title, *field.aliases)
    }


@lru_cache(maxsize=4096)
def _key_of(header: str, part: str | None) -> str | None:
    """Header → which of the item's identities it holds.

    The ``row_guid`` of any table but the items' own is the row's, not the item's.
    """
    folded = fold_header(header)
    if part is not None and folded == "row_guid":
        return None
    if folded == "task_guid":
        return "row_id"
    if header == TIE:
        return "tie"
    for record in RECORDS:
        standard = load_standard(record)
        sheet = next((name for name, pointer in standard.sheets().items() if pointer == part), None)
        pointer = standard.header_index(sheet).get(folded)
        if pointer in IDENTITY and pointer != "/name":
            return pointer[1:]
    return None
