"""网上办理深度: codes, words, or one of the four levels Ⅰ–Ⅳ.

A level is written as the lowest code that reaches it (the mapping of levels to codes in use:
Ⅰ = 1 or none, Ⅱ = 2 or 3, Ⅲ = 4, Ⅳ = 5, 6 or 7), so that counting by level gives it back.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.elements.spelled.blanks import clean, is_blank, says_none
from app.elements.spelled.words import codes_reader
from app.kernel.text import fold

_LEVELS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_CODES = ("1", "2", "4", "5")
_LEVEL = re.compile(r"(iv|i{1,3}|[一二三四])级?(?:[-至到](iv|i{1,3}|[一二三四])级?)?")
_read_codes = codes_reader("depth", (r"^全(?:程|流程)网办", "5"), (r"^(?:在线|网上)预审", "3"))


@lru_cache(maxsize=4096)
def read_depth(text: str) -> tuple[str, ...] | None:
    """Read 1,2,3 or 6,1 or 全程网办（Ⅳ级） or I~IV级 as sorted codes."""
    if is_blank(text) or says_none(text):
        return None
    folded = fold(clean(text))
    level = _LEVEL.search(folded) if "级" in folded or folded in _LEVELS else None
    if level is None:
        return _read_codes(text)
    lowest = _LEVELS[level[1]]
    return _CODES[lowest - 1 : _LEVELS[level[2] or level[1]]]
