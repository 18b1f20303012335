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
    if cell.startswith(_STARTERS):
        return f"'{cell}"
    if cell.isdigit() and (len(cell) >= _LONG or cell.startswith("0")):
        return f"\t{cell}"
    return cell
