"""名称的读法: an item's name taken apart into the matter, what is done about it, and which handling.

“食品经营许可证核发（变更）” is about 食品经营; the act is a permission; the handling is a change.
Words that only say that an authority decides (审批, 核发, 许可) or that people apply (申请, 办理)
tell nothing apart; acts of another kind do (备案 is not 许可), and so do brackets that narrow the
matter (（零售）, （批发）).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from app.kernel.text import fold


class Wording(NamedTuple):
    """What a name says: matter, act and handling; the last two are '' where it does not say."""

    core: str
    act: str
    handling: str


HANDLINGS = {
    "设立": "首次|初次|新办|新设|设立|开办|成立|参保|申领|签发|新增",
    "变更": "变更|增项",
    "延续": "延续|延期|续期",
    "换发": "有效期满换证|期满换证|换发|换领|换证",
    "补发": "丢失补领|丢失补证|丢失补发|补发|补办|补领|补证",
    "注销": "注销|撤销|终止|解散",
}
"""业务办理项 by what they do; the words of one line are one handling."""
ACTS = {
    "许可": "行政许可|许可审批|许可|审批|核准|批准|审核|审查|核发|颁发|准予",
    "给付": "给付|发放|支付",
    "登记": "登记|注册",
    "备案": "备案",
    "查询": "查询",
    "认定": "认定|确认|核定|评定",
    "鉴定": "鉴定",
    "验收": "验收",
    "校验": "校验|年检|年审",
}
"""What kind of decision a name asks for; the words of one line are one kind."""
PERMISSION = "许可"
"""Said of any decision (登记证核发 is a registration): an act further in says more."""
_HANDLING = {word: kind for kind, words in HANDLINGS.items() for word in words.split("|")}
_ACT = {word: kind for kind, words in ACTS.items() for word in words.split("|")}
_ANY_HANDLING = "|".join(sorted(_HANDLING, key=len, reverse=True))
_ANY_ACT = "|".join(sorted(_ACT, key=len, reverse=True))
_NEUTRAL = "办理|申请|申报|受理|服务|证书|凭证|证"
_LEADING = re.compile(rf"^(?:(?P<new>{_ANY_HANDLING})|关于|办理|申请|从事|举办|核发|颁发|设置)的?")
_TRAILING = re.compile(
    rf"的?(?:(?P<handling>{_ANY_HANDLING})|(?P<act>{_ANY_ACT})|{_NEUTRAL}|设置)$"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_OF_HANDLING = re.compile(rf"^(?:{_ANY_HANDLING})(?:{_ANY_ACT}|申请|办理)?$")
_OF_SCOPE = re.compile(
    r"^(?:[国省市县区乡镇州]+(?:[级权限内]*|本级)|[国省市县区]+级(?:权限|事项)?|不?[包]?含.*|除.*外|试行)$"
)
_TAIL = re.compile(r"-([^-]+)$")
_FILLING = re.compile(r"[的之与及和或等、,，.。·\s\"'《》()\-]|或者|以及")
_SAME_WORDS = (
    ("遗失", "丢失"),
    ("建筑工程", "建设工程"),
    ("公租房", "公共租赁住房"),
    ("租赁住房", "租房"),
    ("社保", "社会保险"),
    ("医保", "医疗保险"),
    ("落户", "户口迁入"),
    ("资料查询", "信息查询"),
    ("道路货运", "道路货物运输"),
    ("道路客运", "道路旅客运输"),
)
SHORTEST = 2
"""Characters that must be left of a name."""


@lru_cache(maxsize=262144)
def read_name(name: str) -> Wording:
    """Take a name apart."""
    folded = fold(name)
    for word, usual in _SAME_WORDS:
        folded = folded.replace(word, usual)
    bare, noted = _without_notes(folded)
    core, act, handling = _without_ends(bare)
    core = _FILLING.sub("", core)
    return Wording(core or folded, act, noted or handling)


def _without_notes(name: str) -> tuple[str, str]:
    """Take off brackets and endings that name a level or a handling; keep what narrows the matter."""
    noted = ""

    def note(match: re.Match[str]) -> str:
        nonlocal noted
        words = match.group(1)
        if _OF_HANDLING.match(words):
            noted = _handling_in(words)
            return ""
        return "" if _OF_SCOPE.match(words) else words

    bare = _BRACKETS.sub(note, name)
    tail = _TAIL.search(bare)
    if tail:
        bare, noted = bare[: tail.start()], noted or _handling_in(tail.group(1))
    return bare, noted


def _handling_in(words: str) -> str:
    """Return the handling that words name, or the words themselves: they say some way of handling."""
    found = re.match(_ANY_HANDLING, words)
    return _HANDLING[found.group()] if found else words


def _without_ends(name: str) -> tuple[str, str, str]:
    """Strip acts and handlings off both ends; the first act that is more than 核发 or 审批 counts."""
    act = handling = ""
    while (last := _TRAILING.search(name)) and last.start() >= SHORTEST:
        handling = handling or _HANDLING.get(last["handling"] or "", "")
        inner = _ACT.get(last["act"] or "", "")
        act = inner if act in ("", PERMISSION) and inner else act
        name = name[: last.start()]
    first = _LEADING.match(name)
    if first and len(name) - first.end() >= SHORTEST:
        handling = handling or _HANDLING.get(first["new"] or "", "")
        name = name[first.end() :]
    return name, act, handling
