"""联办机构: joint agencies; 、 stands between them, a comma inside their brackets."""

from __future__ import annotations

from functools import lru_cache

from app.elements.spelled.blanks import clean, is_blank, says_none
from app.elements.spelled.lists import split_outside_brackets


@lru_cache(maxsize=4096)
def read_agencies(text: str) -> tuple[str, ...] | None:
    """Read 省级司法（审核,决定与公开）、市级司法（受理,审核） as two agencies; 无 as none at all."""
    if is_blank(text):
        return None
    if says_none(text):
        return ()
    parts = split_outside_brackets(clean(text), "、，,;；\n")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
