"""表格单元格: what makes a CSV safe to open in Excel, and what takes it back.

A text that a spreadsheet would run as a formula gets an apostrophe in front; so does one that
looks as if it had one already, so that taking the apostrophe off gives exactly what was written.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

BOM = "\ufeff"
_LONG = 11
_STARTERS = r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
"""What begins a formula, in either width; tabs and line breaks before it do not keep it from."""
_RUNS = re.compile(rf"'*{_STARTERS}")
_GUARDED = re.compile(rf"''*{_STARTERS}")


def csv_of(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV, each cell safe."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([safe_cell(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def write_csv(path: Path, pieces: Iterable[str]) -> None:
    """Write a CSV to a file as it comes, its line ends as they are."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)


def safe_cell(cell: object) -> object:
    """Return a cell that Excel shows as written: no formulas, no codes turned into numbers."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell
    if cell.isdigit() and (len(cell) >= _LONG or cell.startswith("0")):
        return f"\t{cell}"
    return safe_text(cell)


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if _RUNS.match(text) else text


def unguarded(text: str) -> str:
    """Return what a text was before ``safe_text``."""
    return text[1:] if _GUARDED.match(text) else text
