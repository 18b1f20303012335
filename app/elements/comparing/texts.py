"""名称与受理条件: texts are the same or they are not; nobody can rank them."""

from __future__ import annotations

import re

from app.elements import conditions, name
from app.elements.comparing.answers import Answer, Comparison, changed, unproven
from app.elements.spelled.blanks import is_blank, says_none
from app.kernel.text import fold

_LEVEL = r"(?:国家|省|自治区|直辖市|设区的?市|市|州|县|区|旗|镇|乡|街道|村|社区)(?:本?级)?"
_LEVELS = re.compile(rf"\({_LEVEL}(?:[/,和及]{_LEVEL})*(?:权限)?\)$")
_SUFFIX = re.compile(r"(?:\(.+\)|-.+)$")
_HOLLOW = re.compile(
    r"(?:符合以上|详?见|参见|按照?(?:有关|相关)?规定|无条件|无受理条件|无条件受理|其他|待定).{0,8}"
)


def compare_names(standard: str, local: str) -> Comparison:
    """Compare names: a level in brackets (（市级）) is no difference, another suffix a doubt.

    业务办理项 carry the name of their item and a suffix of their own.
    """
    theirs, ours = (_LEVELS.sub("", name.canonical(text)) for text in (standard, local))
    difference = {"changed": [changed("", "name", standard, local)]}
    if theirs == ours:
        return Comparison(Answer.SAME, difference)
    if ours.startswith(theirs) and _SUFFIX.fullmatch(ours[len(theirs) :]):
        return unproven("suffix", **difference)
    return Comparison(Answer.DIFFERENT, difference)


def _hollow(text: str) -> bool:
    folded = fold(text)
    return is_blank(text) or says_none(text) or bool(_HOLLOW.fullmatch(folded))


def compare_conditions(standard: str, local: str) -> Comparison:
    """Compare conditions: the same wording or not; a placeholder proves nothing."""
    if conditions.canonical(standard) == conditions.canonical(local):
        return Comparison(Answer.SAME)
    difference = {"changed": [changed("", "conditions", standard, local)]}
    if _hollow(standard) or _hollow(local):
        return unproven("placeholder", **difference)
    return Comparison(Answer.DIFFERENT, difference)
