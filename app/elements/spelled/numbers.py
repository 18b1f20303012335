"""数: whole numbers, amounts of money, region codes, as cells hold them."""

from __future__ import annotations

import re
from functools import lru_cache

from app.elements.numerals import CHINESE, chinese_number
from app.elements.spelled.blanks import clean, is_blank
from app.kernel.text import fold

_WHOLE = re.compile(rf"(\d{{1,10}}|{CHINESE}{{1,5}})(?:\.0+)?[份件次个页张天日]?")
_AMOUNT = re.compile(r"[¥]?(\d{1,9}(?:\.\d{1,4})?)元?(?:人民币)?")
_MOST = 2**31 - 1
"""The largest number that a column takes."""
_REGION = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}")


@lru_cache(maxsize=4096)
def read_whole(text: str) -> int | None:
    """Read 3, 3.0, ３份, 三份; None where it is not one whole number."""
    match = _WHOLE.fullmatch(fold(clean(text)))
    number = chinese_number(match[1]) if match else None
    return None if number is None or number > _MOST else number


@lru_cache(maxsize=4096)
def read_amount(text: str) -> int | float | None:
    """Read 10, 10.50, 10元, ¥10 as 元; None where it is not one amount."""
    match = _AMOUNT.fullmatch(fold(clean(text)))
    if match is None:
        return None
    amount = float(match[1])
    return int(amount) if amount.is_integer() else amount


@lru_cache(maxsize=16384)
def read_region(text: str) -> str | None:
    """Read 440000 as 440000000000; anything that is no region code is returned as it is."""
    if is_blank(text):
        return None
    digits = fold(clean(text)).removesuffix(".0")
    return digits.ljust(12, "0") if _REGION.fullmatch(digits) else clean(text)
