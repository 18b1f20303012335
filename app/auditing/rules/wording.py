"""Texts inside values, and the words people write where nothing is said."""

from __future__ import annotations

import re
from functools import lru_cache

from app.elements.spelled.blanks import is_blank, says_none
from app.kernel.text import fold

SHOWN = 60
"""How much of a text a finding quotes."""

_HOLLOW = re.compile(
    r"(?:暂缺|待定|待补充?|待完善|待明确|待确定|同上|其[他它]|详?见备注|详见|详见(?:附件|附表|详情|说明)"
    r"|见(?:附件|附表|详情)|按(?:照)?(?:相关|有关|国家)?(?:法律法规)?(?:的)?规定(?:办理|执行|提供|收费|确定)?"
    r"|(?:根据|视)(?:实际)?情况(?:而定|确定)?|测试|test|x{2,}|\?+)"
)
_NOISE = re.compile(r"([a-z0-9])\1{3,}")


def says_nothing(text: str) -> bool:
    """Tell whether a text is only 无, 暂无, 不涉及, /, null and the like."""
    return is_blank(text) or says_none(text)


@lru_cache(maxsize=65536)
def is_hollow(text: str) -> bool:
    """Tell whether a text stands where content should: 待定, 详见备注, 按规定, aaaa, ****."""
    if len(text) > 30:
        return False
    folded = fold(text)
    return bool(_HOLLOW.fullmatch(folded) or _NOISE.fullmatch(folded) or not _has_word(folded))


def is_empty(text: str | None) -> bool:
    """Tell whether a text is absent, says nothing, or is hollow."""
    return text is None or says_nothing(text) or is_hollow(text)


def _has_word(folded: str) -> bool:
    return any(character.isalnum() for character in folded)


def brief(text: str) -> str:
    """Shorten a text to what a finding quotes."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
