"""边读边标注: a workbook of ours written again as it came, its bad cells red, row by row.

For those too large to be held in memory. Sheets, columns and their order are those of the file;
headers, drop-downs, notes, widths and text formats are made as the export makes them. What people
changed in the looks is not carried over, and formulas become their values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.escape import unescape
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.elements.schemas import RECORDS, Record
from app.exporting.workbook import CODES, Book
from app.importing.readers.form import HIDDEN, MARK, TIE, Sheet, form
from app.importing.workbooks.marks import AUTHOR, RED, WIDTHS, Mark, Summary, cell_of, said_of
from app.kernel.language import Language

DATE, TIME = "yyyy-mm-dd", "hh:mm:ss"
COLOUR = f"#{RED[2:]}"
NOTE = {"author": AUTHOR, "x_scale": 2.8, "y_scale": 2}
_NOTHING: dict[int, str] = {}
Red = Mapping[tuple[int, int], str]
"""(row, column), both 0-based → the comment of the cell."""


def record_of(path: Path) -> Record | None:
    """Return which record a workbook of ours holds; None of any other."""
    with path.open("rb") as file:
        book = load_workbook(file, read_only=True)
        if HIDDEN not in book.sheetnames:
            return None
        first = next(book[HIDDEN].iter_rows(max_row=1, max_col=2, values_only=True), ())
    ours = len(first) > 1 and first[0] == MARK
    return next((record for record in RECORDS if ours and first[1] == record), None)


def write_again(
    path: Path, target: Path, marks: list[Mark], total: int, language: Language
) -> None:
    """Write a marked copy of a workbook of ours, of whatever size."""
    record = record_of(path)
    assert record is not None, "asked before"
    with path.open("rb") as file:
        read = load_workbook(file, read_only=True, data_only=True)
        summary = Summary(marks, total, language)
        names = [name for name in read.sheetnames if name != summary.name]
        names += [] if CODES in names else [CODES]
        book = MarkedBook(record, target, [summary.name, *names])
        book.summarise(summary, set(names))
        for name in names:
            if name != CODES:
                sheet = read[name]
                sheet.reset_dimensions()  # exporters write any
                if sheet.sheet_state == "hidden":
                    book.hide(name)
                book.copy(name, sheet.iter_rows(values_only=True), red_cells(marks, name))
        book.close()


def red_cells(marks: Iterable[Mark], sheet: str) -> Red:
    """Return the cells of a sheet that are marked; several marks of one share its comment."""
    red: dict[tuple[int, int], str] = {}
    for one in marks:
        if one["sheet"] == sheet and one["row"]:
            place = one["row"] - 1, column_index_from_string(one["letter"] or "A") - 1
            said = said_of(one)
            red[place] = f"{red[place]}\n\n{said}" if place in red else said
    return red


class MarkedBook(Book):
    """退回的工作簿: written sheet by sheet."""

    def __init__(self, record: Record, path: Path, names: Sequence[str]) -> None:
        super().__init__(record, path, names)
        self._made: dict[tuple[str, bool], Format] = {}

    def summarise(self, summary: Summary, sheets: set[str]) -> None:
        """Write the first sheet: every mark, with a way to its cell."""
        page = self._sheets[summary.name]
        wrapped = self.file.add_format({"text_wrap": True, "valign": "top"})
        bold = self.file.add_format({"bold": True})
        page.write_string(0, 0, summary.head, bold)
        for place, (header, width) in enumerate(zip(summary.headers, WIDTHS, strict=True)):
            page.set_column(place, place, width)
            page.write_string(2, place, header, bold)
        for number, (one, cells) in enumerate(summary.rows, 3):
            for place, text in enumerate(cells):
                if text:
                    page.write_string(number, place, text, wrapped)
            if (cell := cell_of(one)) and one["sheet"] in sheets:
                page.write_url(number, 3, f"internal:'{one['sheet']}'!{cell}", string=cell)
        page.freeze_panes(3, 0)
        page.activate()

    def hide(self, name: str) -> None:
        """Hide a sheet that was hidden."""
        self._sheets[name].hide()

    def copy(self, name: str, rows: Iterable[tuple[Any, ...]], red: Red) -> None:
        """Write a sheet as it was read, the red cells red, and those that were empty too."""
        page = self._sheets[name]
        sheet = next((one for one in form(self.record) if one.name == name), None)
        marked: dict[int, dict[int, str]] = {}
        for (row, column), said in red.items():
            marked.setdefault(row, {})[column] = said
        for number, values in enumerate(rows):
            if sheet and not number:
                self._dress(page, sheet, values)
            else:
                self._copy_row(page, number, values, marked.get(number, _NOTHING))

    def _copy_row(
        self, page: Worksheet, number: int, values: tuple[Any, ...], red: Mapping[int, str]
    ) -> None:
        for place, value in enumerate(values):
            if value is not None and place not in red:
                self._put(page, number, place, value, red=False)
        for place, said in red.items():
            value = values[place] if place < len(values) else None
            self._put(page, number, place, value, red=True)
            page.write_comment(number, place, said, NOTE)

    def _dress(self, page: Worksheet, sheet: Sheet, headers: tuple[Any, ...]) -> None:
        """Make the columns that a sheet has what they are in an export, wherever they stand."""
        columns = {one.header: one for one in sheet.all}
        page.freeze_panes(1, len(sheet.keys) or 2)
        for place, header in enumerate(headers):
            if header in columns:
                self._column(page, place, columns[header])
            elif header == TIE:
                self._tie(page, place)
            elif header is not None:
                page.write_string(0, place, str(header), self._heads["optional"])

    def _put(self, page: Worksheet, row: int, column: int, value: Any, *, red: bool) -> None:
        if isinstance(value, str):
            page.write_string(row, column, unescape(value), self._looks("@", red=red))
        elif isinstance(value, bool):
            page.write_boolean(row, column, value, self._looks("General", red=red))
        elif isinstance(value, int | float):
            page.write_number(row, column, value, self._looks("General", red=red))
        elif isinstance(value, datetime | date | time | timedelta):
            kind = DATE if isinstance(value, date) else TIME
            page.write_datetime(row, column, value, self._looks(kind, red=red))
        else:
            page.write_blank(row, column, None, self._looks("@", red=red))

    def _looks(self, number_format: str, *, red: bool) -> Format:
        asked = number_format, red
        if asked not in self._made:
            looks = {
                "num_format": number_format,
                "text_wrap": number_format == "@",
                "valign": "top",
            }
            self._made[asked] = self.file.add_format(looks | ({"bg_color": COLOUR} if red else {}))
        return self._made[asked]
