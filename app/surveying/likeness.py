"""名称相近: how alike two item names are, once what people add to a name is taken off.

Levels and handling words (（县级）, -变更, 的延续) are no difference of the item; what is left is
compared by the pairs of characters that both have. Words that one name has and the other lacks may
be detail (建筑施工许可, 建筑工程施工许可); words in each other's place are another matter (食品…, 药品…)
and weigh heavily.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache

from app.kernel.text import fold

REPLACED = 0.7
_ADDED = re.compile(r"[(（][^()（）]*[)）]|-.+$")
_HANDLING = re.compile(
    r"(?:的)?(?:首次|初次|新办|新设|变更|延续|换发|补发|注销|撤销)(?:申请|登记|办理)?$"
)
_FILLING = re.compile(r"[的之与及和、,，.。·\s]")


@lru_cache(maxsize=65536)
def core(name: str) -> str:
    """Return what a name says of the matter itself."""
    folded = fold(name)
    bare = _HANDLING.sub("", _ADDED.sub("", folded))
    return _FILLING.sub("", bare) or folded


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, from 0 (nothing in common) to 1 (one matter): Dice's ratio."""
    here, there = core(one), core(other)
    if here == there:
        return 1.0
    pairs, others = _pairs(here), _pairs(there)
    shared = sum((pairs & others).values())
    total = pairs.total() + others.total()
    ratio = 2 * shared / total if total else 0.0
    return ratio * REPLACED if ratio > REPLACED and _replaces(here, there) else ratio


def _replaces(one: str, other: str) -> bool:
    """Tell whether some words of one name stand in the place of words of the other."""
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return any(verb == "replace" for verb, *_ in steps)


@lru_cache(maxsize=65536)
def _pairs(text: str) -> Counter[str]:
    return Counter(text[place : place + 2] for place in range(len(text) - 1))
