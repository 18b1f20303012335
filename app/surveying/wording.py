"""名称的读法: an item's name taken apart into the matter, what is done about it, and which handling.

“食品经营许可证核发（变更）” is about 食品经营; the act is a permission; the handling is a change.
Places it begins with (广东省…) and levels in brackets (（县级）) are noted and taken off. Words that
only say that an authority decides (审批, 核发) or that people apply (申请, 办理) tell nothing apart;
acts of another kind do (备案 is not 许可), and so do brackets that narrow the matter (（零售）,
（批发）), which are read before it: 律师执业许可（兼职） is 兼职律师执业.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from app.elements.prose import fold_title
from app.surveying.lexicon import (
    ACTS,
    ASIDE,
    FILLING,
    HANDLINGS,
    NEUTRAL,
    PERMISSION,
    SAME_WORDS,
)
from app.surveying.places import Places, known_places


class Wording(NamedTuple):
    """What a name says; act, handling, place and scope are '' where it does not say.

    ``scope`` is what brackets note of level and reach: 县级, 省级权限, 不含…, 试行.
    """

    core: str
    act: str
    handling: str
    place: str = ""
    scope: str = ""


_HANDLING = {word: kind for kind, words in HANDLINGS.items() for word in words.split("|")}
_ACT = {word: kind for kind, words in ACTS.items() for word in words.split("|")}
_ANY_HANDLING = "|".join(sorted(_HANDLING, key=len, reverse=True))
_ANY_ACT = "|".join(sorted(_ACT, key=len, reverse=True))
_LEADING = re.compile(
    rf"^(?:(?P<new>{_ANY_HANDLING})|关于|办理|申请|从事|举办|核发|颁发|开具|出具|设置|对|在)的?"
)
_TRAILING = re.compile(
    rf"[的、,和与及或]?(?:(?P<handling>{_ANY_HANDLING})|(?P<act>{_ANY_ACT})|{NEUTRAL}|设置)$"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_OF_HANDLING = re.compile(rf"^(?:{_ANY_HANDLING})(?:{_ANY_ACT}|申请|办理)?$")
_OF_ACT = re.compile(rf"^(?:{_ANY_ACT})$")
_LEVEL = r"(?:国家|自治区|直辖市|设区的?市|街道|社区|[省市县区乡镇州旗村])(?:本?级)?(?:权限)?"
_OF_SCOPE = re.compile(
    rf"^(?:{_LEVEL}(?:[/,、和及]{_LEVEL})*(?:事项|范围内)*|不?[包]?含.*|除.*外|试行|暂行)$"
)
_TAIL = re.compile(r"-([^-]+)$")
_FILLING = re.compile(FILLING)
WAY = "·"
"""Between the handling that a name is about and the one that it notes: 注销·延续."""
SHORTEST = 2
"""Characters that must be left of a name."""


@lru_cache(maxsize=262144)
def read_name(name: str, places: Places | None = None) -> Wording:
    """Take a name apart; ``places`` are the names of regions it may begin with."""
    folded = fold_title(name)
    for word, usual in SAME_WORDS:
        folded = folded.replace(word, usual)
    place, folded = (places or known_places()).split(folded)
    bare, noted, scope = _without_notes(folded)
    core, act, handling = _without_ends(bare)
    core = _FILLING.sub("", core)
    ways = WAY.join(dict.fromkeys(way for way in (handling, noted) if way))
    return Wording(core or folded, act, ways, place, scope)


def _without_notes(name: str) -> tuple[str, str, str]:
    """Take off brackets and endings; return the rest, with the handling and the scope they note.

    What narrows the matter goes before it, an act in brackets behind it.
    """
    noted = scope = before = behind = ""
    for words in _BRACKETS.findall(name):
        if _OF_SCOPE.match(words):
            scope = words
        elif _OF_HANDLING.match(words):
            noted = _handling_in(words)
        elif _OF_ACT.match(words):
            behind += words
        else:
            before += words
    bare = before + _BRACKETS.sub("", name) + behind
    tail = _TAIL.search(bare)
    if tail:
        bare, noted = bare[: tail.start()], noted or _handling_in(tail.group(1))
    return bare, noted, scope


def _handling_in(words: str) -> str:
    """Return the handling that words name, or the words themselves: they say some way of handling."""
    found = re.match(_ANY_HANDLING, words)
    return _HANDLING[found.group()] if found else words


def _without_ends(name: str) -> tuple[str, str, str]:
    """Strip acts and handlings off both ends; an act that says more than 核发 or 审批 counts."""
    act = handling = ""
    while (last := _TRAILING.search(name)) and last.start() >= SHORTEST:
        handling = handling or _HANDLING.get(last["handling"] or "", "")
        inner = _ACT.get(last["act"] or "", "")
        if inner and (act in ("", PERMISSION) or inner in ASIDE):
            act = inner
        name = name[: last.start()]
    while (first := _LEADING.match(name)) and len(name) - first.end() >= SHORTEST:
        handling = handling or _HANDLING.get(first["new"] or "", "")
        name = name[first.end() :]
    return name, act, handling
