"""One sheet of a workbook as rows of text, with merged cells filled down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.importing.readers.cells import cell_text
from app.importing.readers.guard import BadCells
from app.importing.readers.headers import HEADER_ROWS, Header, Known, find_header, name_columns
from app.importing.readers.notes import is_note
from app.importing.readers.rows import BadCell, Row, Table

Cell = str | BadCell


class Sheet:
    """A sheet with its header row found; rows and columns keep their numbers in the file."""

    def __init__(self, sheet: Any, name: str, bad: BadCells, known: Known) -> None:
        self.name = name
        self._sheet = sheet
        self._first = sheet.start[1] if sheet.start else 0
        self._bad = bad
        self.height: int = sheet.total_height
        header = self._find(known)
        self.score = header.score if header else (0, 0)
        names, letters = name_columns(header.cells if header else [], self._first)
        self._names = names
        self.table = Table(name, tuple(filter(None, names)), header.row if header else 0, letters)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headers by their places, "" where there is none."""
        return tuple(self._names)

    def _find(self, known: Known) -> Header | None:
        records: list[tuple[int, list[str]]] = []
        for number, cells in self._lines():
            if any(cells):
                records.append((number, [cell if isinstance(cell, str) else "" for cell in cells]))
            if len(records) == HEADER_ROWS:
                break
        return find_header(records, known)

    def _lines(self) -> Iterator[tuple[int, list[Cell]]]:
        """(row number, cells) with bad cells marked and merged cells filled down."""
        merges = _Merges(self._sheet.merged_cell_ranges or [], self._first)
        for number, values in enumerate(self._sheet.iter_rows(), 1):
            cells: list[Cell] = [cell_text(value) for value in values]
            if self._bad:
                self._mark(number, cells)
            merges.fill(number, cells)
            yield number, cells

    def _mark(self, number: int, cells: list[Cell]) -> None:
        for i in range(len(cells)):
            if fault := self._bad.get((number, self._first + i + 1)):
                cells[i] = BadCell(*fault)

    def rows(self) -> Iterator[Row]:
        """The rows below the header that hold anything."""
        for number, cells in self._lines():
            if number <= self.table.header_row or not any(cells) or is_note(cells):
                continue
            if row := self._row(number, cells):
                yield row

    def _row(self, number: int, cells: list[Cell]) -> Row | None:
        """One row by its headers, None where it holds nothing under any."""
        named: dict[str, Any] = dict(zip(self._names, cells, strict=False))
        named.pop("", None)
        return Row(number, named, self.table) if any(named.values()) else None


class _Merges:
    """合并单元格: a value written once for several rows counts for each of them.

    Cells merged sideways keep their value in the first column only: a note merged over the whole
    width is not the content of every column.
    """

    def __init__(self, ranges: list[Any], first: int) -> None:
        self._waiting = sorted(
            (
                (top + 1, bottom + 1, left - first)
                for (top, left), (bottom, _) in ranges
                if bottom > top
            ),
            reverse=True,
        )
        self._open: list[tuple[int, int, Cell]] = []

    def fill(self, number: int, cells: list[Cell]) -> None:
        while self._waiting and self._waiting[-1][0] <= number:
            _, bottom, column = self._waiting.pop()
            if 0 <= column < len(cells) and cells[column]:
                self._open.append((bottom, column, cells[column]))
        if self._open:
            self._open = [merge for merge in self._open if merge[0] >= number]
            for _, column, value in self._open:
                cells[column] = cells[column] or value
