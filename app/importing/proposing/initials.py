"""拼音首字母: databases name columns by the initials of Chinese words (sxmc: 事项名称).

The first 3,755 characters of GB 2312 are sorted by their pinyin, so the code of a character tells
its first letter; rarer characters are sorted by their strokes and tell nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

_LETTERS = "abcdefghjklmnopqrstwxyz"
_STARTS = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8,
    0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
)  # fmt: skip
_END = 0xD7F9


@lru_cache(maxsize=4096)
def initials(words: str) -> str | None:
    """Return ``sxmc`` for 事项名称; None where a character's letter is not known."""
    letters = [_initial(character) for character in words]
    return "".join(letter for letter in letters if letter) if all(letters) else None


def _initial(character: str) -> str | None:
    try:
        code = int.from_bytes(character.encode("gb2312"))
    except UnicodeEncodeError:
        return None
    if code < 0x80:
        return character.lower() if character.isalnum() else None
    return _LETTERS[bisect_right(_STARTS, code) - 1] if _STARTS[0] <= code <= _END else None
