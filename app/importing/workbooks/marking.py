"""退回的工作簿: the same workbook with its bad cells red, the reason and the remedy as comments.

Layout, drop-downs, hidden rows and everything else stay as they were; a summary comes first. The
file is a stranger's, so it is opened in a process of its own, under the limits that readers have.
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
from app.importing.readers.sniffing import is_zip
from app.kernel.language import Language

MOST_BYTES = 128 << 20
"""Unzipped; about 10,000 items of ours, which take about 1.3 GB of memory while marked."""
MOST_MARKS = 10_000
SUMMARY = {"zh": "拒收汇总", "en": "Refused"}
HEADERS = {
    "zh": ("表", "行", "列", "单元格", "值", "原因", "改法"),
    "en": ("sheet", "row", "column", "cell", "value", "reason", "remedy"),
}
TOTAL = {
    "zh": "共 {total} 处需要改正，列出 {shown} 处；标红的单元格有批注，改好后把本文件再导入即可。",
    "en": "{total} places to put right, {shown} listed. Red cells have comments; send this back.",
}
FIELDS = ("sheet", "row", "column", "letter", "value", "reason", "remedy")
AUTHOR = "一致 Yizhi"
RED = "FFF4A6A0"
WIDTHS = (14, 8, 22, 10, 30, 60, 60)
MODULE = "app.importing.workbooks.marking"

Mark = dict[str, Any]


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
    if not is_zip(path) or not _is_workbook(path):
        raise ImportFileNotMarkable(most=MOST_BYTES >> 20)
    marks = [_mark(error, language) for error in islice(errors, MOST_MARKS)]
    order = {
        "path": str(path.resolve()), "target": str(target.resolve()), "marks": marks,
        "total": total, "language": language, "limits": asdict(limits),
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


def _is_workbook(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    sheets = [one.file_size for one in entries if one.filename.startswith("xl/")]
    return 0 < sum(sheets) <= MOST_BYTES


def _mark(error: RowError, language: Language) -> Mark:
    told = {name: getattr(error, name) for name in FIELDS[:5]}
    return told | {"reason": error.reason(language), "remedy": error.remedy(language)}


def main() -> None:
    """Mark the workbook that the order on standard input names."""
    order = orjson.loads(sys.stdin.buffer.read())
    Limits(**order["limits"]).impose()
    with Path(order["path"]).open("rb") as file:  # by its path, its extension would be asked for
        book = load_workbook(file)
    mark(book, order["marks"], order["total"], order["language"])
    book.save(order["target"])


def mark(book: Workbook, marks: list[Mark], total: int, language: Language) -> None:
    """Put marks into an opened workbook, and take those of an earlier time out."""
    if SUMMARY[language] in book.sheetnames:
        del book[SUMMARY[language]]
    for sheet in book.worksheets:
        _clean(sheet)
    for one in marks:
        if one["sheet"] in book.sheetnames and one["row"]:
            _put(book[one["sheet"]][f"{one['letter'] or 'A'}{one['row']}"], one)
    _summarise(book, marks, total, language)


def _clean(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.comment and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()


def _put(cell: Cell, one: Mark) -> None:
    said = f"{one['reason']}\n{one['remedy']}"
    if cell.comment:
        said = f"{cell.comment.text}\n\n{said}"
    cell.comment = Comment(said, AUTHOR, height=160, width=360)
    cell.fill = PatternFill("solid", fgColor=RED)


def _summarise(book: Workbook, marks: list[Mark], total: int, language: Language) -> None:
    sheet = book.create_sheet(SUMMARY[language], 0)
    _text(sheet.cell(1, 1), TOTAL[language].format(total=total, shown=len(marks)))
    sheet.cell(1, 1).font = Font(bold=True)
    for place, (header, width) in enumerate(zip(HEADERS[language], WIDTHS, strict=True), 1):
        _text(sheet.cell(3, place), header)
        sheet.cell(3, place).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(3, place).column_letter].width = width
    for number, one in enumerate(marks, 4):
        cell = f"{one['letter'] or 'A'}{one['row']}" if one["row"] else ""
        told = (one["sheet"], one["row"], one["column"], cell, *(one[name] for name in FIELDS[4:]))
        for place, value in enumerate(told, 1):
            _text(sheet.cell(number, place), value)
        if cell and one["sheet"] in book.sheetnames:
            sheet.cell(number, 4).hyperlink = f"#'{one['sheet']}'!{cell}"
    sheet.freeze_panes = "A4"
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


def _text(cell: Any, value: object) -> None:
    """Write a value as text, whatever it begins with."""
    if value is not None and value != "":
        cell.value = str(value)
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")


if __name__ == "__main__":
    main()
