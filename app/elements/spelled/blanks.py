"""空值: spellings that say nothing, and spellings that say “none”."""

from __future__ import annotations

from functools import lru_cache

from app.elements.markup import plain
from app.kernel.text import fold, tidy

_BLANK = {
    "", "/", "\\", "//", "-", "_", "*", "null", "none", "nil", "nan", "undefined", "()", "''",
    '""', '"', "n/a", "#n/a", "(null)", "见表格",
}  # fmt: skip
_NONE = {"无", "暂无", "没有", "无此项", "不涉及", "不适用", "空", "无内容", "无要求", "未规定"}


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """Return the text that a cell shows: without markup, control characters, outer spaces."""
    return plain(tidy(text))


def is_blank(text: str) -> bool:
    """Say whether a cell is as good as empty: ``""``, ``/``, ``null``, ``[]``."""
    return len(text) < 40 and fold(clean(text)) in _BLANK


def says_none(text: str) -> bool:
    """Say whether a cell states that there is nothing: 无, 暂无, 不涉及."""
    return len(text) < 40 and fold(clean(text)) in _NONE
