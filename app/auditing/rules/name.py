"""事项名称规则: the name of an item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from app.auditing.rule import Place, Severity, place, value_rule
from app.auditing.rules.wording import brief

_STRAY_BLANK = re.compile(r"(?<=[\u4e00-\u9fff）》”]) +(?=[\u4e00-\u9fff（《“])|[ \t]{2,}|[\t\n]")
_REPEATED = re.compile(r"([，。、；：,;:！？])\1|[（(][)）]|《》|“”")
_ENDING = re.compile(r"[，。、；：,;:.]$")
_PAIRS = {"（": "）", "(": ")", "《": "》", "〈": "〉", "【": "】", "［": "］", "[": "]", "“": "”"}
_BRACKET = re.compile(f"[{re.escape(''.join([*_PAIRS, *_PAIRS.values()]))}]")
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_WIDE, _NARROW = re.compile("[（）]"), re.compile("[()]")
_ALIKE = {"(": "（", ")": "）", "[": "［", "]": "］"}


@lru_cache(maxsize=65536)
def unbalanced(text: str) -> str | None:
    """Return the first bracket or quote without its partner; width does not matter here."""
    if not _BRACKET.search(text):
        return None
    waiting: list[str] = []
    for character in text:
        character = _ALIKE.get(character, character)
        if character in _PAIRS:
            waiting.append(character)
        elif character in _CLOSING and (not waiting or waiting.pop() != _CLOSING[character]):
            return character
    return waiting[-1] if waiting else None


def _mixed_widths(text: str) -> str | None:
    """Return the first bracket closed in another width than it was opened in."""
    if not (_WIDE.search(text) and _NARROW.search(text)):
        return None
    waiting: list[str] = []
    for character in text:
        if character in "（(":
            waiting.append(character)
        elif character in "）)" and waiting and _PAIRS[waiting.pop()] != character:
            return character
    return None


@value_rule(
    "name",
    Severity.INFO,
    zh="名称“{name}”书写不整：{mark}",
    en="The name “{name}” is untidy: {mark}",
)
def untidy_name(name: str) -> Iterator[Place]:
    """事项名称书写不整。

    The name is untidy: a stray blank, repeated punctuation, an unmatched bracket.

    为何要紧：名称是“十同”的第一项，写法不整使同一事项看上去像两个，也难以检索。
    如何改正：删去多余的空格和标点，括号、引号成对并用同一种宽度。
    Why it matters: the name is the first of the ten; untidy spelling makes one item look like two.
    Put right by: dropping stray blanks and punctuation, pairing brackets and quotes.
    Source: practice
    """
    mark = unbalanced(name) or _mixed_widths(name)
    found = _STRAY_BLANK.search(name) or _REPEATED.search(name) or _ENDING.search(name)
    if mark or found:
        shown = mark or (found[0].replace("\t", "⇥").replace("\n", "⏎") if found else "")
        yield place("/name", name=brief(name), mark=shown if shown.strip() else "␠")


@value_rule(
    "name",
    Severity.INFO,
    zh="名称“{name}”以“关于”开头",
    en="The name “{name}” begins with “关于” (concerning)",
)
def name_of_a_document(name: str) -> Iterator[Place]:
    """事项名称写成了公文标题。

    The name reads like the title of a document.

    为何要紧：事项名称应说清办什么事，公文式标题难懂，也难与目录比对。
    如何改正：改成“对象 + 行为”的名词短语，如“取水许可”。
    Why it matters: a name should say what is done; a title is hard to read and to match.
    Put right by: a noun phrase such as “water abstraction licence”.
    Source: practice
    """
    if name.startswith("关于"):
        yield place("/name", name=brief(name))
