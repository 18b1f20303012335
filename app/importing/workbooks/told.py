"""单元格说不尽的: the exact content of those parts of an item that its cells do not tell.

Cells are read leniently, as people type: “ 无 ” is nothing, “一、受理” is “受理”. So each document is
read back from its own cells when it is written; where that gives something else, the exact part
goes into the hidden sheet with a digest of what the cells give. Who does not edit it gets it back
exactly; who does is read as in any other file.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import orjson

from app.elements.obligations import value_at
from app.elements.schemas import Record
from app.importing.mappings.mapping import Mapping
from app.importing.readers.cells import cell_text
from app.importing.readers.form import TIE, form
from app.importing.readers.form_source import Untold
from app.importing.readers.rows import Row, Table
from app.importing.workbooks.cells import Cells

Document = dict[str, Any]
RAW, EMPTY = "raw", "empty"


class Reader:
    """回读: reads the cells of a document as an import will."""

    def __init__(self, record: Record, mapping: Mapping) -> None:
        self.record: Record = record
        self._mapping = mapping
        self._tables = {
            sheet.pointer: Table(sheet.name, (*(one.header for one in sheet.all), TIE), 1)
            for sheet in form(record)
        }

    def read(self, rows: list[tuple[str, Cells]]) -> Document:
        """Return what is read from the rows of one item: (pointer of the sheet, cells)."""
        made = [Row(2, _as_read(cells), self._tables[pointer]) for pointer, cells in rows]
        item, members = made[0], list(zip(rows[1:], made[1:], strict=True))
        parts: dict[str, list[Row]] = {}
        for (pointer, _), row in members:
            parts.setdefault(pointer, []).append(row)
        item.cells |= {pointer: [row.cells for row in told] for pointer, told in parts.items()}
        item.parts = parts
        return self._mapping.apply(item).document

    def untold(self, document: Document, rows: list[tuple[str, Cells]]) -> Untold:
        """Return what of a document its rows do not tell."""
        return compared(document, self.read(rows))


def _as_read(cells: Cells) -> dict[str, Any]:
    return {header: cell_text(_number(cell)) for header, cell in cells.items()}


def _number(cell: Any) -> Any:
    """A workbook knows one kind of number."""
    return float(cell) if isinstance(cell, int) else cell


def compared(exact: Document, told: Document) -> Untold:
    """Return the parts of ``exact`` that ``told`` has otherwise."""
    untold: Untold = {
        name: [exact.get(name), digest(told.get(name))]
        for name in exact.keys() | told.keys()
        if name != RAW and digest(exact.get(name)) != digest(told.get(name))
    }
    if exact.get(RAW) != told.get(RAW):
        before, after = exact.get(RAW, {}), told.get(RAW, {})
        places = {p: [before.get(p), digest(_at(told, p))] for p in sorted({*before, *after})}
        untold[RAW] = [places, EMPTY if before == {} and RAW in exact else ""]
    return untold


def restored(told: Document, untold: Untold) -> tuple[Document, set[str]]:
    """Return what was read, its untouched parts as they were exactly, and which those are."""
    document, untouched = dict(told), set()
    for name, (exact, cells) in untold.items():
        if name == RAW:
            raw = _restored_raw(told, exact)
            _put(document, RAW, raw if raw or cells == EMPTY else None)
        elif digest(told.get(name)) == cells:
            untouched.add(name)
            _put(document, name, exact)
    return document, untouched


def _restored_raw(told: Document, places: dict[str, list[Any]]) -> Document:
    raw = dict(told.get(RAW, {}))
    for pointer, (text, cells) in places.items():
        if digest(_at(told, pointer)) == cells:
            _put(raw, pointer, text)
    return raw


def _put(into: Document, name: str, value: Any) -> None:
    if value is None:
        into.pop(name, None)
    else:
        into[name] = value


def _at(document: Document, pointer: str) -> Any:
    here: Any = document
    for step in pointer.strip("/").split("/"):
        if isinstance(here, list) and step.isdigit() and int(step) < len(here):
            here = here[int(step)]
        else:
            here = value_at(here, step)
    return here


def digest(value: Any) -> str:
    """Return the digest of a part; numbers that are equal count as the same."""
    written = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return blake2b(written, digest_size=8).hexdigest()
