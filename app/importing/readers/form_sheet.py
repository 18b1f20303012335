"""表册的一张表: a sheet of our own workbook, its rows known by what ties them to their items.

Rows are taken from the file once, as they are; only those of items that somebody touched are
read as text. An item is untouched if all its rows, on all sheets, have the print they were
written with.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from app.importing.readers.cells import cell_text
from app.importing.readers.guard import BadCells
from app.importing.readers.headers import Known
from app.importing.readers.known import TIE
from app.importing.readers.rows import Row
from app.importing.readers.sheets import Cell, Sheet

PLAIN = 0
"""The format of ``marshal`` that depends on nothing but the values."""


Raw = tuple[int, list[Any]]
"""A row as the parser gives it: its number, its values."""


class FormSheet(Sheet):
    """A sheet whose rows may be left out, once they are known to be untouched."""

    _kept: list[Raw] | None = None

    def __init__(self, sheet: Any, name: str, bad: BadCells, known: Known) -> None:
        super().__init__(sheet, name, bad, known)
        plain = self._first == 0 and self.table.header_row == 1 and TIE in self._names
        plain = plain and not bad and not sheet.merged_cell_ranges
        self.tied = list(self._tied(self._names.index(TIE))) if plain else None
        """(tie, row) below the header; None where the sheet is not laid out as written."""

    def _tied(self, place: int) -> Iterator[tuple[str, Raw]]:
        rows = iter(self._sheet.iter_rows())
        next(rows, None)
        for number, values in enumerate(rows, 2):
            tie = values[place]
            if tie or any(values):
                yield tie if tie.__class__ is str else str(tie), (number, values)

    def keep(self, rows: list[Raw]) -> None:
        """Let only these rows be read from now on."""
        self._kept = rows

    def _lines(self) -> Iterator[tuple[int, list[Cell]]]:
        if self._kept is None:
            yield from super()._lines()
            return
        for number, values in self._kept:
            yield number, [cell_text(value) for value in values]

    def read(self, raw: Raw) -> Row | None:
        """Return one row as text."""
        number, values = raw
        return self._row(number, [cell_text(value) for value in values])


def print_of(rows: list[list[Any]]) -> str:
    """Return the print of an item's rows, in their order; sheets differ in their columns."""
    try:
        told = marshal.dumps(rows, PLAIN)
    except ValueError:  # a date: we write none
        return ""
    return blake2b(told, digest_size=12).hexdigest()
