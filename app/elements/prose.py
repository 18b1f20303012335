"""Looks of prose and of titles: what may differ between two texts that say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps

from app.elements.markup import plain
from app.elements.numerals import fold_numerals
from app.kernel.text import ENDINGS, fold

_MARKER = re.compile(
    r"(?:^|(?<=[\n。；;：:！]))[^\S\n]*+"
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.\uff0e]"
    r"|[（(]?\d{1,2}(?:[.\uff0e]\d{1,2}){0,3}[)）、.\uff0e](?!\d)"
    r"|[①-⒛㈠-㈩])"
)
_PUNCTUATION = re.compile(r"(?<!\d)[.,;:()\"'《》!?·]|[.,;:()\"'《》!?·](?!\d)|-(?!\d)")
_SHORT = 200
_PASSES = 8
_TITLE_MARKS = str.maketrans("", "", "《》\"'")


def settled(step: Callable[[str], str]) -> Callable[[str], str]:
    """Repeat a folding step until nothing changes, so that folding twice is folding once.

    Real texts settle after one pass; the bound is for texts made to never settle.
    """

    @wraps(step)
    def fold_all(text: str) -> str:
        for _ in range(_PASSES):
            folded = step(text)
            if folded == text:
                return folded
            text = folded
        return text

    return fold_all


@lru_cache(maxsize=32768)
@settled
def fold_title(title: str) -> str:
    """Fold a name: looks, and the marks that only set a name off (《》, quotes)."""
    return fold(title).translate(_TITLE_MARKS).strip(ENDINGS)


@settled
def _fold_prose(text: str) -> str:
    return fold_numerals(_PUNCTUATION.sub("", fold(_MARKER.sub("", plain(text)))))


_fold_short = lru_cache(maxsize=32768)(_fold_prose)


def fold_prose(text: str) -> str:
    """Fold running text: looks, markup, punctuation, the numbers of a list, numerals.

    Punctuation between digits stays (1.5, 9:00), and so does the sign of a number.
    """
    return _fold_short(text) if len(text) <= _SHORT else _fold_prose(text)
