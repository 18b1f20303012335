"""文字: running text and single lines, without markup."""

from __future__ import annotations

from app.elements.spelled.blanks import clean, is_blank


def read_text(text: str) -> str | None:
    """Read running text as a browser would show it; None where the cell is blank. 无 stays."""
    return None if is_blank(text) else clean(text)


def read_line(text: str) -> str | None:
    """Read a single line, such as a name: as ``read_text``, on one line."""
    shown = read_text(text)
    return " ".join(shown.split("\n")) if shown else None
