"""表格单元格: what makes a CSV safe to open in Excel."""

from __future__ import annotations

BOM = "\ufeff"
_STARTERS = ("=", "+", "-", "@", "\t", "\r")
_LONG = 11


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
    return f"'{text}" if text.startswith(_STARTERS) else text
