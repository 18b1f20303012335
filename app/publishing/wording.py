"""指南的文字: a guide's values as people read them, for the page and for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from app.elements.standard import load_standard
from app.kernel.language import Language

YES_NO = {"zh": ("否", "是"), "en": ("No", "Yes")}
JOINT = {"zh": "、", "en": ", "}
AT_ONCE = {"zh": "即办", "en": "At once"}
COUNTED = ("工作日", "自然日", "月", "小时")
NONE_NEEDED = {"zh": "无需", "en": "None"}


class Line(NamedTuple):
    """One line of an outline: how deep it stands, what it is, what it says."""

    depth: int
    title: str
    text: str


@lru_cache(maxsize=2)
def titles(language: Language) -> dict[str, str]:
    """Return {pointer: title} of every field of an implementation item."""
    return {
        field.pointer: field.title if language == "zh" else field.title_en
        for field in load_standard("implementation").fields
    }


def words(value: Any, language: Language) -> str:
    """Return a value in words: labels for codes, yes or no for flags."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES_NO[language][value]
    if isinstance(value, list):
        return JOINT[language].join(words(member, language) for member in value)
    if isinstance(value, Mapping):
        return str(value.get("label") or value.get("code") or "")
    return str(value)


def limit_words(limit: Mapping[str, Any] | None, language: Language) -> str:
    """Return a time limit in words: 20个工作日, 即办, or as it was written."""
    if not limit:
        return ""
    number = limit.get("number")
    if number is None:
        return str(limit.get("text", ""))
    if number == 0:
        return AT_ONCE[language]
    unit = words(limit.get("unit"), language)
    if language == "en":
        return f"{number} {unit.lower()}{'s' if number > 1 and unit else ''}".strip()
    return f"{number}{'个' if unit in COUNTED else ''}{unit}"


def outline(name: str, value: Any, language: Language) -> Iterator[Line]:
    """Yield an element line by line, under the titles of the standard."""
    yield from _outline(f"/{name}", value, 0, language)


def _outline(pointer: str, value: Any, depth: int, language: Language) -> Iterator[Line]:
    title = titles(language).get(pointer, "")
    if value == []:
        yield Line(depth, title, NONE_NEEDED[language])
    elif _is_plain(value):
        yield Line(depth, title, words(value, language))
    elif isinstance(value, list):
        yield Line(depth, title, "")
        for number, member in enumerate(value, 1):
            yield from _member(f"{pointer}/*", number, member, depth + 1, language)
    elif "number" in value or "text" in value:
        note = f"（{value['note']}）" if value.get("note") else ""
        yield Line(depth, title, limit_words(value, language) + note)
    else:
        yield Line(depth, title, "")
        for name, member in value.items():
            yield from _outline(f"{pointer}/{name}", member, depth + 1, language)


def _member(
    pointer: str, number: int, member: Mapping[str, Any], depth: int, language: Language
) -> Iterator[Line]:
    """Yield one member of a list: its first field on a line of its own, the rest below."""
    (name, value), *rest = member.items()
    yield Line(depth, str(number), words(value, language))
    if name == "number":  # a step or procedure without a name
        yield Line(depth + 1, "", limit_words(member, language))
    for name, value in rest:
        if not (name == "unit" and "number" in member):
            yield from _outline(f"{pointer}/{name}", value, depth + 1, language)


def _is_plain(value: Any) -> bool:
    """Whether a value goes on one line: a text, a flag, a code, or a list of such."""
    if isinstance(value, list):
        return all(_is_plain(member) for member in value)
    return not isinstance(value, Mapping) or value.keys() <= {"code", "label"}
