"""XLSX and XLS: one sheet with a row per item, or several, sub-records on sheets of their own."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from app.importing.errors import SourceError
from app.importing.readers.guard import Guard
from app.importing.readers.joining import Joined
from app.importing.readers.layout import Layout
from app.importing.readers.rows import Row, Source
from app.importing.readers.sheets import Sheet
from app.importing.readers.stacking import identity_columns, stack

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_OF_WORKBOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "WORKBOOK", "Book"))
"""The stream that tells a workbook among the old formats of Office."""
WorkbookFormat = Literal["xlsx", "xls"]


class WorkbookSource(Source):
    """工作簿: sheets whose headers are recognised are read, others are named in ``skipped``."""

    _kind = Sheet

    def __init__(
        self,
        path: Path,
        name: str,
        format: WorkbookFormat,
        layout: Layout,
        guard: Guard | None = None,
        book: CalamineWorkbook | None = None,
    ) -> None:
        super().__init__(path, name, format)
        self._layout = layout
        self._book = open_book(path, name) if book is None else book
        sheets = [sheet for sheet in self._opened(guard) if sheet.table.headers]
        if not sheets:
            self.close()
            raise SourceError("empty-file", name)
        self._sort(sheets)

    def _titles(self) -> list[str]:
        """Sheets people can see: what is hidden was not meant to be handed in."""
        return [
            sheet.name
            for sheet in self._book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]

    def _opened(self, guard: Guard | None) -> Iterator[Sheet]:
        """Look through each sheet, then at its rows, while the parser is at another.

        It needs no interpreter.
        """
        with ThreadPoolExecutor(1) as parser:
            waiting = []
            for title in self._titles():
                bad = guard.bad_cells(title) if guard else {}
                waiting.append((title, bad, parser.submit(self._parsed, title)))
            if guard:
                guard.finish()
            for title, bad, parsed in waiting:
                yield self._kind(parsed.result(), title, bad, self._layout.known)

    def _parsed(self, title: str) -> Any:
        try:
            return self._book.get_sheet_by_name(title)
        except CalamineError as error:
            raise SourceError("broken-workbook", self.name, detail=error) from error

    def _sort(self, sheets: list[Sheet]) -> None:
        """Tell item sheets, sheets of sub-records and sheets of further columns apart."""
        layout = self._layout
        self._extensions = [sheet for sheet in sheets if layout.extension_of(sheet.name)]
        self._parts = [
            (part, sheet)
            for sheet in sheets
            if (part := layout.part_of(sheet.name)) and sheet not in self._extensions
        ]
        taken = [*self._extensions, *(sheet for _, sheet in self._parts)]
        rest = [sheet for sheet in sheets if sheet not in taken]
        self._items = [sheet for sheet in rest if sheet.score[0] >= 2] or rest[:1] or sheets[:1]
        self._parts = [(part, sheet) for part, sheet in self._parts if sheet not in self._items]
        self.skipped = tuple(sheet.name for sheet in rest if sheet not in self._items)
        more = [header for sheet in self._extensions for header in sheet.table.headers]
        for sheet in self._items:
            headers = tuple(dict.fromkeys((*sheet.table.headers, *more)))
            stacked = bool(layout.member_lists(sheet.table.headers))
            sheet.table = replace(sheet.table, headers=headers, stacked=stacked)
        self.tables = tuple(sheet.table for sheet in self._items)
        self.parts = {part: sheet.table.headers for part, sheet in self._parts}

    def rows(self) -> Iterator[Row]:
        joined = Joined(self._layout, self.name)
        for part, sheet in self._parts:
            joined.add(part, self._members(part, sheet))
        for sheet in self._extensions:
            joined.add("", sheet.rows())
        whole, done, count = sum(sheet.height for sheet in self._items) or 1, 0, 0
        for sheet in self._items:
            for row in self._items_of(sheet):
                count += 1
                self.position = self.size * (done + row.number) // whole
                yield joined.attach(row)
            done += sheet.height
        yield from joined.left_over()
        if not count:
            raise SourceError("no-rows", self.name)
        self.position = self.size

    def _items_of(self, sheet: Sheet) -> Iterator[Row]:
        identity = identity_columns(sheet.table.headers, self._layout)
        if sheet.table.stacked and identity:
            return stack(sheet.rows(), identity)
        return sheet.rows()

    def _members(self, _part: str, sheet: Sheet) -> Iterator[Row]:
        return sheet.rows()

    def close(self) -> None:
        self._book.close()


def open_book(path: Path, name: str) -> CalamineWorkbook:
    try:
        with path.open("rb") as file:  # by its path, its extension would be believed
            return CalamineWorkbook.from_filelike(file)
    except PasswordError as error:
        raise SourceError("encrypted-workbook", name) from error
    except (CalamineError, OSError) as error:
        raise SourceError("broken-workbook", name, detail=error) from error


def open_xls(path: Path, name: str, layout: Layout) -> WorkbookSource:
    """Open a workbook from before 2007. Its grid is small by its format: 65,536 × 256 cells."""
    content = path.read_bytes()
    if _ENCRYPTED in content:
        raise SourceError("encrypted-workbook", name)
    if not any(mark in content for mark in _OF_WORKBOOKS):
        raise SourceError("not-a-workbook", name)
    if _MACROS in content:
        raise SourceError("macros", name)
    return WorkbookSource(path, name, "xls", layout)
