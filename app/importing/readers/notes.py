"""表尾说明: lines under (or between) the rows of a table that are about the table, not rows of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NOTE = re.compile(
    r"\s*[*※★]?\s*(?:"
    r"(?:备?注|说明|填[表报写]说明|填[表报]要求)\s*[0-9一二三四五六七八九十]*\s*[:：.、]"
    r"|(?:填[表报]人|制表人?|审核人|经办人|负责人|联系人|联系电话|填[表报]日期|填[表报]单位|日期)\s*[:：]"
    r"|(?:合计|总计|共计|小计)\s*(?:[:：]|\d|$)"
    r"|以上(?:事项|内容|信息|数据).*[。.]\s*$"
    r")"
)
MOST_CELLS = 6
"""A line of signatures has so many cells at most; a row of data that looks like one has more."""


def is_note(cells: Iterable[object]) -> bool:
    """Whether every filled cell of a line is a note, a signature or a sum."""
    filled = [cell for cell in cells if cell]
    if not filled or len(filled) > MOST_CELLS:
        return False
    return all(isinstance(cell, str) and _NOTE.match(cell) for cell in filled)
