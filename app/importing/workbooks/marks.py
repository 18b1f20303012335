"""标注: what is said of a refused cell, in its comment and on the first sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.importing.errors import RowError
from app.kernel.language import Language

AUTHOR = "一致 Yizhi"
RED = "FFF4A6A0"
WIDTHS = (14, 8, 22, 10, 30, 60, 60)
"""Of the columns of the first sheet."""
SUMMARY = {"zh": "拒收汇总", "en": "Refused"}
_HEADERS = {
    "zh": ("表", "行", "列", "单元格", "值", "原因", "改法"),
    "en": ("sheet", "row", "column", "cell", "value", "reason", "remedy"),
}
_TOTAL = {
    "zh": "共 {total} 处需要改正，列出 {shown} 处；标红的单元格有批注，改好后把本文件再导入即可。",
    "en": "{total} places to put right, {shown} listed. Red cells have comments; send this back.",
}
_PLACE = ("sheet", "row", "column", "letter", "value")

Mark = dict[str, Any]
"""A refusal as JSON: where, the value, the reason and the remedy."""


def mark_of(error: RowError, language: Language) -> Mark:
    """Return a refusal as a mark."""
    told = {name: getattr(error, name) for name in _PLACE}
    return told | {"reason": error.reason(language), "remedy": error.remedy(language)}


def cell_of(one: Mark) -> str:
    """Return the cell that a mark is put on, "" where there is none."""
    return f"{one['letter'] or 'A'}{one['row']}" if one["row"] else ""


def said_of(one: Mark) -> str:
    """Return the comment of a marked cell."""
    return f"{one['reason']}\n{one['remedy']}"


@dataclass(frozen=True, slots=True)
class Summary:
    """拒收汇总: the first sheet of a marked workbook."""

    marks: list[Mark]
    total: int
    language: Language

    @property
    def name(self) -> str:
        return SUMMARY[self.language]

    @property
    def headers(self) -> tuple[str, ...]:
        return _HEADERS[self.language]

    @property
    def head(self) -> str:
        return _TOTAL[self.language].format(total=self.total, shown=len(self.marks))

    @property
    def rows(self) -> Iterator[tuple[Mark, tuple[str, ...]]]:
        """Each mark with the texts of its row."""
        for one in self.marks:
            told = (one["sheet"], one["row"], one["column"], cell_of(one), one["value"])
            texts = (*told, one["reason"], one["remedy"])
            yield one, tuple("" if text is None else str(text) for text in texts)
