"""多值: several values in one cell, split outside brackets only."""

from __future__ import annotations

import re
from functools import lru_cache

from app.elements.numerals import chinese_number
from app.elements.spelled.blanks import clean, is_blank, says_none

OPENING, CLOSING = "（([【〔﹝［{｛《<〈“「『", "）)]】〕﹞］}｝》>〉”」』"
_SEPARATORS = ",，、;；/^|\n\t"
_NUMBERING = re.compile(
    r"^\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.\uff0e](?!\d)|[①-⒛㈠-㈩]|[-•·●◆■*])\s*"
)


def split_outside_brackets(text: str, separators: str) -> list[str]:
    """Split at any of ``separators`` that stands outside brackets, quotes and 《》.

    A bracket that is never closed encloses nothing, so that one slip does not swallow the rest.
    """
    parts, start, depth = [], 0, 0
    unclosed = _unclosed(text)
    for place, letter in enumerate(text):
        if letter in OPENING and place not in unclosed:
            depth += 1
        elif letter in CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and letter in separators:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def _unclosed(text: str) -> set[int]:
    """Return the places of opening marks without a closing one."""
    stack: list[int] = []
    for place, letter in enumerate(text):
        if letter in OPENING:
            stack.append(place)
        elif letter in CLOSING and stack:
            stack.pop()
    return set(stack)


def drop_numbering(text: str) -> str:
    """Drop the number before an entry of a list: 1、 （二） ③ •"""
    return _NUMBERING.sub("", text, count=1).strip()


@lru_cache(maxsize=16384)
def read_list(text: str) -> tuple[str, ...] | None:
    """Read several values of one cell, each once, in order; 无 as none; None where blank.

    “镇（乡、街道）级，村（社区）级” are two values, not four.
    """
    if is_blank(text):
        return None
    if says_none(text):
        return ()
    entries = (part.strip() for part in split_outside_brackets(clean(text), _SEPARATORS))
    return tuple(dict.fromkeys(entry for entry in entries if entry and not is_blank(entry)))


_MARKER = re.compile(
    r"(?P<sign>[（(]?(?:(?P<digits>\d{1,2})|(?P<chinese>[一二三四五六七八九十]{1,3}))[)）、.\uff0e](?!\d)|[①-⑳])"
)


def split_numbered(text: str) -> list[str]:
    """Split 1、甲 2、乙 3、丙 at numbers that count up from 1; one entry where there are none."""
    marks: list[re.Match[str]] = []
    for match in _MARKER.finditer(text):
        if _ordinal(match) == len(marks) + 1 and (marks or not text[: match.start()].strip()):
            marks.append(match)
    if len(marks) < 2:
        return [drop_numbering(text)]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)]


def _ordinal(match: re.Match[str]) -> int | None:
    spelled = match["digits"] or match["chinese"]
    if spelled:
        return chinese_number(spelled)
    return ord(match["sign"]) - ord("①") + 1
