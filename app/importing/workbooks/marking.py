"""退回的工作簿: the same workbook with its bad cells red, the reason and the remedy as comments.

Layout, drop-downs, hidden rows and everything else stay as they were; a summary comes first. The
file is a stranger's, so it is opened in a process of its own, under the limits that readers have.
One of ours that is large is written again instead, row by row (``app.exporting.marked``).
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from app.importing.apart.limits import Limits
from app.importing.apart.once import run_once
from app.importing.errors import RowError
from app.importing.problems import ImportFileNotMarkable
from app.importing.readers.archive import UNZIPPED_LIMIT
from app.importing.readers.sniffing import is_zip
from app.importing.workbooks.marks import (
    AUTHOR,
    RED,
    WIDTHS,
    Mark,
    Summary,
    cell_of,
    mark_of,
    said_of,
)
from app.kernel.language import Language

MOST_BYTES = 128 << 20
"""Unzipped, of a workbook that is held in memory, about ten times as much, while it is marked."""
STREAMED = 32 << 20
"""Unzipped, from which on one of ours is written row by row instead, in memory that stays small."""
MOST_STREAMED = UNZIPPED_LIMIT
MOST_MARKS = 10_000
MODULE = "app.importing.workbooks.marking"


def write_marked(
    path: Path,
    target: Path,
    errors: Iterable[RowError],
    total: int,
    limits: Limits,
    language: Language = "zh",
) -> None:
    """Write a marked copy of a workbook.

    Raises:
        ImportFileNotMarkable: it is no workbook of 2007 and later, or too large.
    """
    if not is_zip(path) or not 0 < _size(path) <= MOST_STREAMED:
        raise ImportFileNotMarkable(most=MOST_BYTES >> 20)
    marks = [mark_of(error, language) for error in islice(errors, MOST_MARKS)]
    order = {
        "path": str(path.resolve()), "target": str(target.resolve()), "marks": marks,
        "total": total, "language": language, "limits": asdict(limits),
        "streamed": STREAMED, "most": MOST_BYTES,
    }  # fmt: skip
    done = run_once(MODULE, order, limits)
    if done is None or done.returncode:
        target.unlink(missing_ok=True)
        raise ImportFileNotMarkable(most=MOST_BYTES >> 20)


def marked_bytes(
    path: Path, errors: Iterable[RowError], total: int, limits: Limits, language: Language
) -> bytes:
    """Return a marked copy of a workbook; see ``write_marked``."""
    with tempfile.TemporaryDirectory(prefix="yizhi-") as folder:
        target = Path(folder) / "marked.xlsx"
        write_marked(path, target, errors, total, limits, language)
        return target.read_bytes()


def _size(path: Path) -> int:
    """What the parts of a workbook come to, unzipped; 0 where it is none."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    return sum(one.file_size for one in entries if one.filename.startswith("xl/"))


def main() -> None:
    """Mark the workbook that the order on standard input names."""
    order = orjson.loads(sys.stdin.buffer.read())
    Limits(**order["limits"]).impose()
    path, told = Path(order["path"]), (order["marks"], order["total"], order["language"])
    if _size(path) > order["streamed"]:
        from app.exporting.marked import record_of, write_again  # makes the form again

        if record_of(path):
            write_again(path, Path(order["target"]), *told)
            return
    if _size(path) > order["most"]:
        sys.exit("too large to be held in memory")
    with path.open("rb") as file:  # by its path, its extension would be asked for
        book = load_workbook(file)
    mark(book, *told)
    book.save(order["target"])


def mark(book: Workbook, marks: list[Mark], total: int, language: Language) -> None:
    """Put marks into an opened workbook, and take those of an earlier time out."""
    summary = Summary(marks, total, language)
    if summary.name in book.sheetnames:
        del book[summary.name]
    for sheet in book.worksheets:
        _clean(sheet)
    for one in marks:
        if one["sheet"] in book.sheetnames and one["row"]:
            _put(book[one["sheet"]][cell_of(one)], one)
    _summarise(book, summary)


def _clean(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.comment and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()


def _put(cell: Cell, one: Mark) -> None:
    said = said_of(one)
    if cell.comment:
        said = f"{cell.comment.text}\n\n{said}"
    cell.comment = Comment(said, AUTHOR, height=160, width=360)
    cell.fill = PatternFill("solid", fgColor=RED)


def _summarise(book: Workbook, summary: Summary) -> None:
    sheet = book.create_sheet(summary.name, 0)
    _text(sheet.cell(1, 1), summary.head)
    sheet.cell(1, 1).font = Font(bold=True)
    for place, (header, width) in enumerate(zip(summary.headers, WIDTHS, strict=True), 1):
        _text(sheet.cell(3, place), header)
        sheet.cell(3, place).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(3, place).column_letter].width = width
    for number, (one, texts) in enumerate(summary.rows, 4):
        for place, text in enumerate(texts, 1):
            _text(sheet.cell(number, place), text)
        if (cell := cell_of(one)) and one["sheet"] in book.sheetnames:
            sheet.cell(number, 4).hyperlink = f"#'{one['sheet']}'!{cell}"
    sheet.freeze_panes = "A4"
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


def _text(cell: Any, text: str) -> None:
    """Write a text as text, whatever it begins with."""
    if text:
        cell.value = text
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")


if __name__ == "__main__":
    main()
