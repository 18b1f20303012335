"""单元格: a document as the cells of a workbook, every code in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from app.elements.obligations import value_at
from app.elements.schemas import Record
from app.elements.standard import Field
from app.importing.readers.form import TIE, Sheet, form, tie_of

Cell = str | int | float
Cells = dict[str, Cell]
LONGEST = 32_000
"""Characters of a cell; Excel takes 32,767."""
CUT = "……（全文过长，未改动时仍按原文）"
NONE = "无"
_EXACT = 10**15
_UNWRITABLE = re.compile("[\ufffe\uffff]|\r\n?")
YES_NO = {True: "是", False: "否"}


def rows_of(record: Record, document: dict[str, Any]) -> Iterator[tuple[Sheet, Cells]]:
    """Yield the rows of a document, the item's own first, each with the sheet it stands on."""
    tie = tie_of(record, document)
    for sheet in form(record):
        for member in _members(sheet, document):
            keys = {one.header: _cell(one.field, document) for one in sheet.keys}
            own = {one.header: _cell(one.field, member) for one in sheet.columns}
            filled = {header: cell for header, cell in (keys | own).items() if cell != ""}
            yield sheet, {TIE: tie, **filled}


def _members(sheet: Sheet, document: dict[str, Any]) -> list[dict[str, Any]]:
    """The objects that are rows of a sheet."""
    if not sheet.pointer:
        return [document]
    members = value_at(document, sheet.pointer)
    found = members if isinstance(members, list) else []
    return [{"*": member} for member in found if isinstance(member, dict)]


def _cell(field: Field, owner: dict[str, Any]) -> Cell:
    """What the cell of a field shows; members stand under ``*``."""
    inside = field.in_list and "*" in owner
    pointer = "/*/" + field.pointer.rpartition("/*/")[2] if inside else field.pointer
    value = value_at(owner, pointer)
    if field.lists:
        return NONE if value == [] else ""
    return shown(field, value)


def shown(field: Field, value: Any) -> Cell:
    """Return a value as people read it; "" where nothing is said."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, int | float):
        return value if abs(value) < _EXACT else str(value)
    if isinstance(value, list):
        return _written("；".join(_word(field, one) for one in value))
    return _written(_word(field, value)) if isinstance(value, str) else ""


def _word(field: Field, value: Any) -> str:
    text = str(value)
    return field.enumeration.get(text, text) if field.enumeration else text


def _written(text: str) -> str:
    text = _UNWRITABLE.sub(lambda found: "\n" if found[0][0] == "\r" else "", text)
    return text if len(text) <= LONGEST else text[:LONGEST] + CUT
