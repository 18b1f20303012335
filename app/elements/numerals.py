"""数字: Chinese numerals as numbers, where a counter word shows that a number is meant."""

from __future__ import annotations

import re
from functools import lru_cache

_DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7,
    "捌": 8, "玖": 9,
}  # fmt: skip
_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10000}
CHINESE = "[零〇○一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]"
NUMERAL = rf"(?:(?<!{CHINESE}){CHINESE}{{1,9}}(?!{CHINESE})|(?<!\d)\d{{1,9}}(?!\d))"
"""A whole number in either script; bounded, so that no text takes long to search."""
_LONGEST = 12
_POSITIONAL = re.compile("[零〇○一二三四五六七八九]{4}")
_ORDINAL = re.compile(rf"第({NUMERAL})(?=[条款项章节编目批届次部号])")
_COUNTED = re.compile(
    rf"((?<!{CHINESE}){CHINESE}{{1,9}})(?=[个工日天年月周小分份人名张岁元次寸倍种项式例])"
)


@lru_cache(maxsize=4096)
def chinese_number(text: str) -> int | None:
    """Return the number that ``text`` spells in digits or Chinese numerals; None if it is none.

    >>> chinese_number("二十"), chinese_number("一百零八"), chinese_number("二〇一九")
    (20, 108, 2019)
    """
    if len(text) > _LONGEST:
        return None
    if text.isdecimal():
        return int(text)
    if _POSITIONAL.fullmatch(text):
        return int("".join(str(_DIGITS[letter]) for letter in text))
    return _by_scales(text)


def _by_scales(text: str) -> int | None:
    """Read 一百零八: a digit must be followed by a scale, a zero, or the end."""
    total, section, digit, last_scale = 0, 0, None, 10**9
    for letter in text:
        if letter in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[letter]
            continue
        scale = _SCALES.get(letter)
        if scale is None:
            return None
        if scale == 10000:
            total, section, digit, last_scale = (section + (digit or 0)) * scale, 0, None, scale
            continue
        if scale >= last_scale:
            return None
        section, digit, last_scale = section + (1 if digit is None else digit) * scale, None, scale
    return total + section + (digit or 0) if text else None


def _digits(match: re.Match[str]) -> str:
    number = chinese_number(match[1])
    return match[1] if number is None else str(number)


def fold_numerals(text: str) -> str:
    """Write ordinals and counted numerals in digits: 第三十二条 → 32条, 二十日 → 20日."""
    return _COUNTED.sub(_digits, _ORDINAL.sub(_digits, text))
