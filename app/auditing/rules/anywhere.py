"""通用规则: defects that any text or number inside any element may have.

These rules are declared for the element ``*``; their functions take the kind's name and the
value, and the registry seats them once for each kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from app.auditing.rule import Place, Severity, place, value_rule
from app.auditing.rules.walking import found, reader, skim, suspect_texts, walk
from app.auditing.rules.wording import brief, is_hollow, says_nothing

_MARKUP = re.compile(
    r"</?(?:br|p|div|span|table|tbody|tr|t[dh]|li|[uo]l|strong|em|b|i|font|img|a|h[1-6]|o:p|style|script|input)\b[^<>]{0,500}>"
    r"|&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|middot|ensp|emsp|#\d{2,5});?"
    r"|<!--|-->|javascript:\s*void|\\[nrt](?![a-z])",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"未找到匹配|<!doctype|<html|404 not found|502 bad gateway|internal server error|nullpointerexception"
    r"|\bat (?:java|org|com)\.[\w.]+\(|traceback \(most recent|系统异常[，,]请|页面不存在|#REF!|#VALUE!|#NAME\?|\[object Object\]",
    re.IGNORECASE,
)
_GARBLED = re.compile(
    r"\ufffd|锟斤拷|烫烫烫|\?{4,}|[ÃÂâåäæçèé][\x80-\xbf]|ï»¿|&#x?fffd;", re.IGNORECASE
)

NEEDED = {
    "name": ("",),
    "process": ("text", "steps/*/name"),
    "legal_basis": ("*/law",),
    "materials": ("*/name",),
    "fees": ("items/*/name", "items/*/standard"),
    "contact": ("address", "hours", "consult", "complaint"),
    "questions": ("*/question", "*/answer"),
}
"""Fields where something must be said; 受理条件 and reasons have rules of their own."""
NONE_IS_AN_ANSWER = {
    ("materials", "name"), ("contact", "address"), ("contact", "hours"), ("fees", "standard"),
}  # fmt: skip
"""Where 无 is an answer (no window), or has a rule of its own (no material)."""
LONGEST_PLACEHOLDER = 30


@lru_cache(maxsize=65536)
def _holds_place(text: str) -> bool:
    return is_hollow(text) or says_nothing(text)


def _needed(kind: str, path: str) -> tuple[Any, ...]:
    steps = tuple(path.split("/")) if path else ()
    none_is_an_answer = bool(steps) and (kind, steps[-1]) in NONE_IS_AN_ANSWER
    return steps, reader(steps), is_hollow if none_is_an_answer else _holds_place


_NEEDED = {kind: [_needed(kind, path) for path in paths] for kind, paths in NEEDED.items()}


@value_rule(
    "*",
    Severity.WARNING,
    zh="文字里残留网页标记“{found}”",
    en="The text contains markup: “{found}”",
)
def markup_in_text(kind: str, value: object) -> Iterator[Place]:
    """文字里残留网页标记。

    A text contains markup left over from a web page.

    为何要紧：指南、短信和打印件会把标记原样显示出来。
    如何改正：删去标记，换行用换行符。
    Why it matters: guides, messages and prints show it as it stands.
    Put right by: deleting it; a new line is a line break.
    Source: practice
    """
    for pointer, text in suspect_texts(value):
        hit = _MARKUP.search(text)
        if hit and not pointer.endswith(("/url", "/chart", "/sample")):
            yield place(f"/{kind}{pointer}", found=brief(hit[0]))


@value_rule(
    "*",
    Severity.ERROR,
    zh="文字里是系统报错“{found}”",
    en="The text is an error message of a system: “{found}”",
)
def error_page_in_text(kind: str, value: object) -> Iterator[Place]:
    """文字里是系统的报错信息。

    A text is the error message of some system.

    为何要紧：采集时把报错页面当成了内容，真正的内容已经丢失。
    如何改正：到来源系统重新取得这一项。
    Why it matters: an error page was taken for the content, which is lost.
    Put right by: fetching it again from the source.
    Source: practice
    """
    for pointer, text in suspect_texts(value):
        hit = _ERROR.search(text)
        if hit:
            yield place(f"/{kind}{pointer}", found=brief(hit[0]))


@value_rule(
    "*",
    Severity.WARNING,
    zh="文字里有乱码“{found}”",
    en="The text is garbled: “{found}”",
)
def garbled_text(kind: str, value: object) -> Iterator[Place]:
    """文字里有乱码。

    A text is garbled.

    为何要紧：字符编码转换出错，原文已经读不出来。
    如何改正：从来源重新取得，按 UTF-8 或 GB 18030 读取。
    Why it matters: the encoding was mistaken; the text cannot be read.
    Put right by: fetching it again and reading it as UTF-8 or GB 18030.
    Source: practice
    """
    for pointer, text in suspect_texts(value):
        hit = _GARBLED.search(text)
        if hit and "://" not in text:
            yield place(f"/{kind}{pointer}", found=brief(hit[0]))


@value_rule(
    "*",
    Severity.WARNING,
    zh="“{field}”只写“{text}”，没有内容",
    en="“{field}” says nothing but “{text}”",
    aspect="completeness",
)
def placeholder_text(kind: str, value: object) -> Iterator[Place]:
    """该写内容的地方只有占位的字。

    A placeholder stands where content is needed.

    为何要紧：“待定”“详见备注”“/”算填了，却什么也没有说，检查完整性时看不出来。
    如何改正：写出内容；没有内容的，留空。
    Why it matters: it counts as filled in and says nothing.
    Put right by: saying it, or leaving the field empty.
    Source: practice
    """
    for steps, read, holds_place in _NEEDED.get(kind, ()):
        short = {text for text in read(value) if len(text) <= LONGEST_PLACEHOLDER}
        if hollow := set(filter(holds_place, short)):
            for pointer, text in found(value, steps, f"/{kind}"):
                if text in hollow:
                    yield place(pointer, field=pointer, text=text)


@value_rule(
    "*",
    Severity.ERROR,
    zh="数值 {number} 小于零",
    en="The number {number} is below zero",
    source="standard",
)
def negative_number(kind: str, value: object) -> Iterator[Place]:
    """数值小于零。

    A number is below zero.

    为何要紧：时限、次数、份数、金额都不会小于零，多半是用 -1 表示“没有”。
    如何改正：没有的留空，或改为正确的数值。
    Why it matters: limits, visits, copies and amounts are never negative; -1 often means “none”.
    Put right by: leaving the field empty, or the right number.
    Source: schemas/ (minimum 0)
    """
    for pointer, number in walk(value).numbers if skim(value).negative else ():
        if number < 0:
            yield place(f"/{kind}{pointer}", number=number)
