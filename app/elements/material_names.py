"""Names of materials: what people write into a name that is not the name."""

from __future__ import annotations

import re
from functools import lru_cache

from app.elements.numerals import CHINESE, chinese_number

LONGEST_NAME = 300
"""Longer texts are no names; nothing is looked for in them."""
_COUNT = rf"(?:{CHINESE}{{1,3}}|\d{{1,2}})"
_ONE = rf"(?:原件|复印件)\s*[:：]?\s*{_COUNT}\s*份"
_EACH = rf"原件[、，,和及与]\s*复印件各\s*{_COUNT}\s*份"
_COPIES = re.compile(
    rf"(?<![或者和及与、/])\s*(?P<open>[（(])?\s*(?:{_EACH}|{_ONE}(?:\s*[、，,；;和及与/]?\s*{_ONE})?)\s*(?(open)[）)])$"
)
_ONE_COUNT = re.compile(rf"(原件|复印件)\s*[:：]?\s*({_COUNT})\s*份")
_EACH_COUNT = re.compile(rf"各\s*({_COUNT})\s*份")
_NEED = re.compile(r"\s*[（(【]\s*(必要|必须|必需|非必要|非必须|可?容缺(?:后补|受理)?)\s*[】）)]$")
_IDENTIFYING = re.compile(r"照片|证件照|身份证|身份证明|身份证件|授权委托书|委托书$|介绍信$")
_FIELD = {"原件": "originals", "复印件": "copies"}


@lru_cache(maxsize=16384)
def split_name(name: str) -> tuple[str, dict[str, object]]:
    """Split 居民身份证（原件1份、复印件2份） into the name and what the rest states.

    Returns the name as typed without the rest, and any of originals, copies, necessity.
    """
    stated: dict[str, object] = {}
    if len(name) > LONGEST_NAME:
        return name, stated
    rest = name.strip().rstrip("；;。，, ")
    while True:
        if need := _NEED.search(rest):
            stated["necessity"] = _necessity(need[1])
        elif need := _COPIES.search(rest):
            stated.update(_counts(need[0]))
        if need is None or not need.start():
            return rest, stated
        rest = rest[: need.start()].rstrip("，,、;； ")


def _necessity(word: str) -> str:
    if "容缺" in word:
        return "3"
    return "2" if word.startswith("非") else "1"


def _counts(tail: str) -> dict[str, object]:
    if each := _EACH_COUNT.search(tail):
        number = chinese_number(each[1])
        return {"originals": number, "copies": number}
    return {_FIELD[kind]: chinese_number(count) for kind, count in _ONE_COUNT.findall(tail)}


def is_identifying(name: str) -> bool:
    """Tell whether a paper only shows who applies and by whose hand: no law need ask for it."""
    return len(name) <= LONGEST_NAME and bool(_IDENTIFYING.search(name))
