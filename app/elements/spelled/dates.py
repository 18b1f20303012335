"""日期: dates as people and systems write them, in Beijing time."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from app.elements.numerals import CHINESE, chinese_number
from app.elements.spelled.blanks import clean

_BEIJING = timedelta(hours=8)
_SPLIT = re.compile(
    r"(\d{4})\s*[-/.年–—]\s*(\d{1,2})\s*[-/.月–—]\s*(\d{1,2})\s*日?(?:[Tt\s]\s*\d{1,2}:.*)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_CHINESE = re.compile(rf"({CHINESE}{{4}})年({CHINESE}{{1,2}})月({CHINESE}{{1,3}})日")
_SECONDS = re.compile(r"-?\d{9,10}")
_MILLISECONDS = re.compile(r"-?\d{11,13}(?:\.0)?")


@lru_cache(maxsize=16384)
def read_date(text: str) -> str | None:
    """Read ISO, 20200101, 2004年7月16日, epoch seconds or milliseconds as ``YYYY-MM-DD``.

    None where the cell is blank or no such day exists.
    """
    folded = unicodedata.normalize("NFKC", clean(text))
    if _MILLISECONDS.fullmatch(folded):
        return _of_epoch(float(folded) / 1000)
    if _SECONDS.fullmatch(folded):
        return _of_epoch(float(folded))
    match = _SPLIT.fullmatch(folded) or _COMPACT.fullmatch(folded) or _CHINESE.fullmatch(folded)
    return _of_parts(match.groups()) if match else None


def _of_epoch(seconds: float) -> str | None:
    try:
        return (datetime.fromtimestamp(seconds, UTC) + _BEIJING).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return None


def _of_parts(parts: tuple[str, ...]) -> str | None:
    year, month, day = (chinese_number(part) for part in parts)
    try:
        return date(year or 0, month or 0, day or 0).isoformat()
    except ValueError:
        return None
