"""目录工作簿: a scope of the catalogue as a workbook to be edited and sent back.

Sheets, headers, drop-downs and notes are made from the element standard. Rows are written as they
are read, so that memory does not grow with the catalogue; every text is written as text, so that
nothing in it can become a formula or lose a zero. A hidden sheet keeps the revision of each item,
and exactly what its cells do not tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import orjson
from sqlalchemy import Connection
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from app.elements.enumerations import enumeration_members
from app.elements.schemas import Record
from app.exporting.errors import WorkbookTooLarge
from app.exporting.notes import note
from app.exporting.scope import Scope, documents
from app.importing.readers.form import HIDDEN, MARK, TIE, Column, Sheet, form, tie_of
from app.importing.readers.form_sheet import print_of
from app.importing.readers.headers import letter
from app.importing.workbooks.cells import YES_NO, Cells, rows_of
from app.importing.workbooks.mapping import reader_of
from app.items.documents import Document

LAST_ROW = 1_048_575
CODES, CHOICES = "代码表", " 可填"
"""The sheet of code tables, and what keeps its headers from being taken for columns of items."""
PIECE = 1 << 16
CHUNK = 32_000
WIDTHS = {"string": 20, "array": 20, "boolean": 10, "integer": 10, "number": 10}
LONG, WIDE = 300, 40
"""Fields that may be longer than so many characters get so wide a column."""
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
COLOURS = {"required": "#F8D7C4", "conditional": "#FBF0CC", "optional": "#E3F0F2"}


def workbook(connection: Connection, scope: Scope, _base: str = "") -> Iterator[bytes]:
    """Yield the workbook of one kind of item: implementation items unless the scope says base."""
    kind = scope.kind or "implementation"
    with TemporaryDirectory(prefix="yizhi-") as folder:
        path = Path(folder) / "workbook.xlsx"
        write_workbook(cast(Record, kind), documents(connection, replace(scope, kind=kind)), path)
        yield from pieces_of(path)


def empty_workbook(record: Record) -> Iterator[bytes]:
    """Yield the form of a record without any rows."""
    with TemporaryDirectory(prefix="yizhi-") as folder:
        path = Path(folder) / "workbook.xlsx"
        write_workbook(record, iter(()), path)
        yield from pieces_of(path)


def pieces_of(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def write_workbook(record: Record, told: Iterator[Document], path: Path) -> None:
    """Write documents of one record as a workbook."""
    book = Book(record, path)
    for document in told:
        book.add(document)
    book.close()


class Book:
    """A workbook being written, item by item."""

    def __init__(self, record: Record, path: Path, names: Sequence[str] = ()) -> None:
        """Begin a workbook with these sheets, in this order; without names, with those of a form."""
        self.record: Record = record
        self.file = Workbook(str(path), OPTIONS)
        self._text = self.file.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._number = self.file.add_format({"num_format": "General", "valign": "top"})
        self._heads = {
            owed: self.file.add_format(
                {"bold": True, "bg_color": colour, "bottom": 1, "text_wrap": True}
            )
            for owed, colour in COLOURS.items()
        }
        own = (*(sheet.name for sheet in form(record)), CODES, HIDDEN)
        self._sheets = {name: self.file.add_worksheet(name) for name in names or own}
        self._ranges = self._code_tables(self._sheets[CODES])
        self._hidden = self._sheets[HIDDEN]
        self._hidden.very_hidden()
        self._hidden.write_row(0, 0, (MARK, record))
        self._places: dict[str, dict[str, int]] = {}
        self._next = dict.fromkeys(self._sheets, 1)
        self._columns = {
            sheet.pointer: (*(one.header for one in sheet.all), TIE) for sheet in form(record)
        }
        if not names:
            for sheet in form(record):
                self._head(sheet, self._sheets[sheet.name])

    def add(self, document: Document) -> None:
        """Write one item: its rows, its revision, and what its cells do not tell."""
        told: list[tuple[str, Cells]] = []
        for sheet, cells in rows_of(self.record, document.content):
            self._row(sheet.name, cells)
            told.append((sheet.pointer, cells))
        untold = reader_of(self.record).untold(document.content, told)
        tie = tie_of(self.record, document.content)
        said = print_of([self._values(pointer, cells) for pointer, cells in told])
        self._line((tie, document.version.hash.hex(), said, *_chunks(untold)))

    @property
    def rows(self) -> int:
        """How many rows its sheets have, without headers and what is hidden."""
        return sum(self._next[sheet.name] - 1 for sheet in form(self.record))

    def close(self) -> None:
        """Finish the file."""
        self.file.close()

    def _row(self, name: str, cells: Cells) -> None:
        sheet, row = self._sheets[name], self._begin(name)
        for header, cell in cells.items():
            place = self._places[name][header]
            if isinstance(cell, str):
                sheet.write_string(row, place, cell, self._text)
            else:
                sheet.write_number(row, place, cell, self._number)

    def _values(self, pointer: str, cells: Cells) -> list[Any]:
        """A row of a sheet, as it will be read."""
        values = (cells.get(header, "") for header in self._columns[pointer])
        return [float(one) if isinstance(one, int) else one for one in values]

    def _line(self, texts: tuple[str, ...]) -> None:
        row = self._begin(HIDDEN)
        for place, text in enumerate(texts):
            self._hidden.write_string(row, place, text)

    def _begin(self, name: str) -> int:
        row = self._next[name]
        if row > LAST_ROW:
            raise WorkbookTooLarge(sheet=name)
        self._next[name] = row + 1
        return row

    def _head(self, sheet: Sheet, page: Worksheet) -> None:
        columns = sheet.all
        headers = (*(one.header for one in columns), TIE)
        self._places[sheet.name] = {header: place for place, header in enumerate(headers)}
        page.freeze_panes(1, len(sheet.keys) or 2)
        for place, column in enumerate(columns):
            self._column(page, place, column)
        self._tie(page, len(columns))

    def _tie(self, page: Worksheet, place: int) -> None:
        page.set_column(place, place, 4, self._text, {"hidden": True})
        page.write_string(0, place, TIE)

    def _column(self, page: Worksheet, place: int, column: Column) -> None:
        field = column.field
        long = (field.max_length or 0) > LONG
        page.set_column(place, place, WIDE if long else WIDTHS.get(field.json_type, 20), self._text)
        page.write_string(0, place, column.header, self._heads[field.obligation])
        page.write_comment(0, place, note(self.record, field), {"x_scale": 2.5, "y_scale": 2})
        if choice := self._choice(column):
            page.data_validation(1, place, LAST_ROW, place, choice)

    def _choice(self, column: Column) -> dict[str, Any] | None:
        """The drop-down of a column; a cell with several codes cannot have one."""
        field = column.field
        if field.multiple or not (field.enumeration_name or field.json_type == "boolean"):
            return None
        source = (
            f"={self._ranges[field.enumeration_name]}"
            if field.enumeration_name
            else [YES_NO[True], YES_NO[False]]
        )
        return {
            "validate": "list",
            "source": source,
            "error_type": "warning",
            "error_title": "代码表中没有",
            "error_message": "请从下拉列表中选择。",
        }

    def _code_tables(self, page: Worksheet) -> dict[str, str]:
        """Write the sheet of code tables; return enumeration → the cells of its labels."""
        names = sorted(
            {c.field.enumeration_name for s in form(self.record) for c in s.columns} - {None},
            key=str,
        )
        tables = {name: [one.title for one in enumeration_members(str(name))] for name in names}
        page.set_column(0, len(tables), 18)
        page.freeze_panes(1, 0)
        titles = {c.field.enumeration_name: c.header for s in form(self.record) for c in s.columns}
        for row in range(max(map(len, tables.values())) + 1):
            for place, (name, labels) in enumerate(tables.items()):
                if row == 0:
                    page.write_string(0, place, f"{titles[name]}{CHOICES}", self._heads["optional"])
                elif row <= len(labels):
                    page.write_string(row, place, labels[row - 1])
        return {
            str(name): f"{CODES}!${letter(place)}$2:${letter(place)}${len(labels) + 1}"
            for place, (name, labels) in enumerate(tables.items())
        }


def _chunks(untold: dict[str, Any]) -> list[str]:
    """JSON in pieces that cells can hold, without a blank that a reader might take off."""
    if not untold:
        return []
    text = orjson.dumps(untold).decode().replace(" ", "\\u0020")
    text = text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    return [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
