"""读回工作簿: a workbook of ours as a source; its hidden sheet tells revisions and exact parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import orjson
from python_calamine import CalamineWorkbook

from app.elements.schemas import RECORDS, Record
from app.importing.readers.archive import Archive
from app.importing.readers.form import HIDDEN, KEYS, MARK, TIE, form
from app.importing.readers.guard import examine
from app.importing.readers.layout import Layout
from app.importing.readers.rows import Row
from app.importing.readers.sheets import Sheet
from app.importing.readers.workbook import WorkbookSource, open_book

Untold = dict[str, list[Any]]
"""Name of a part → its exact content (null: there is none), and the digest of its cells."""

PAIR = 2


class Hidden(NamedTuple):
    """What the hidden sheet tells of one item."""

    revision: str
    untold: Untold


class FormSource(WorkbookSource):
    """目录工作簿: sheets by their names in the form; rows know what they were exported as."""

    record: Record = "implementation"

    def _titles(self) -> list[str]:
        self.record, self.hidden = read_hidden(self._book)
        self._layout = replace(self._layout, kinds=("tie", *self._layout.kinds))
        names = {sheet.name for sheet in form(self.record)}
        return [title for title in super()._titles() if title in names]

    def _items_of(self, sheet: Sheet) -> Iterator[Row]:
        met: set[str] = set()
        for row in super()._items_of(sheet):
            tie = _untied(row, self._told(row, "", *KEYS[self.record]))
            if tie in met:  # a row copied within the sheet
                row.cells[TIE] = ""
            met.add(tie)
            yield row

    def _members(self, part: str, sheet: Sheet) -> Iterator[Row]:
        for row in super()._members(part, sheet):
            _untied(row, self._told(row, part, *KEYS[self.record]))
            yield row

    def _told(self, row: Row, part: str, *pointers: str) -> str:
        """The most telling code that a row shows."""
        columns = next(sheet for sheet in form(self.record) if sheet.pointer == part).all
        headers = [one.header for p in pointers for one in columns if one.field.pointer == p]
        return next((str(cell) for h in headers if (cell := row.cells.get(h))), "")


def _untied(row: Row, code: str) -> str:
    """Free a row from its item where it shows another code: it was copied, or moved."""
    tie = str(row.cells.get(TIE) or "")
    if tie and tie.rpartition("|")[0] != code:
        row.cells[TIE] = tie = ""
    return tie


def is_form(book: CalamineWorkbook) -> bool:
    """Whether a workbook has our hidden sheet, with its mark."""
    if HIDDEN not in book.sheet_names:
        return False
    first = next(iter(book.get_sheet_by_name(HIDDEN).iter_rows()), [])
    return len(first) > 1 and first[0] == MARK and first[1] in RECORDS


def read_hidden(book: CalamineWorkbook) -> tuple[Record, dict[str, Hidden]]:
    """Return the record of a form, and tie → what is hidden of the item; broken rows count as none."""
    rows: Iterator[list[Any]] = iter(book.get_sheet_by_name(HIDDEN).iter_rows())
    record = next(rows)[1]
    found = {str(cells[0]): _hidden(cells) for cells in rows if len(cells) > 1 and cells[0]}
    return record, found


def _hidden(cells: list[Any]) -> Hidden:
    try:
        untold = orjson.loads("".join(map(str, cells[2:])) or "{}")
    except orjson.JSONDecodeError:
        untold = {}
    return Hidden(str(cells[1]), untold if _is_untold(untold) else {})


def _is_untold(told: Any) -> bool:
    """Whether a cell holds what was written there: it lies in a file that anybody can change."""
    raw = told.get("raw", [{}, ""]) if _of_pairs(told) else []
    return bool(raw) and _of_pairs(raw[0])


def _of_pairs(told: Any) -> bool:
    return isinstance(told, dict) and all(
        isinstance(pair, list) and len(pair) == PAIR for pair in told.values()
    )


def open_xlsx(archive: Archive, layout: Layout) -> WorkbookSource:
    """Open a workbook of 2007 and later, looked through first; ours is known by its mark."""
    bad = examine(archive)
    book = open_book(archive.path, archive.name)
    kind = FormSource if is_form(book) else WorkbookSource
    return kind(archive.path, archive.name, "xlsx", layout, bad, book)
