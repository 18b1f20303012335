"""One cell's text → a value of the standard, with everything a mapping says about the column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from app.codes.local_schemes import BY_NAME, LocalScheme
from app.elements.readers import READERS, is_blank, says_none
from app.elements.standard import Field
from app.importing.mappings.cell_readers import MAPPING_READERS, default_reader, known_codes
from app.importing.mappings.outcomes import ABSENT, Convert, Failed, Kept, Spread
from app.importing.mappings.specs import Spec
from app.kernel.text import fold, tidy

BASE_PART = "local_base_part"
DESTROYED = re.compile(r"-?\d(?:\.\d+)?[Ee]\+\d{2,}")
_PLAIN_FLAGS = frozenset({"是", "否", "1", "0", "true", "false", "y", "n", "yes", "no"})
_EXACT = frozenset({"whole", "visits", "amount", "date", "yes_no"})
"""Readers whose None, for a cell that says something, means that it cannot be read."""
_SPELLED = frozenset({"limit", "legal_basis", "materials", "materials_if_any", "fees", "text"})
_LOSSLESS = _SPELLED | {
    "line", "list", "agencies", "region", "code", "codes", "implementation_part", "handling_part",
    "body_part", "local_base_part", "address", "steps", "material", "names", "law_number", "citation",
}  # fmt: skip
"""Readers whose value lets everything be told that the text told."""


def converter(spec: Spec, field: Field | None) -> Convert:
    """Compile what a mapping says about one field."""
    name = spec.reader or (default_reader(field) if field else "text") or "text"
    if spec.unknown == "refuse":
        read = _looked_up(spec)
    elif spec.table or spec.unknown != "keep":
        read = _worded(spec, field, name)
    else:
        read = _plain(spec, field, name)
    if spec.scheme:
        read = _of_scheme(BY_NAME[spec.scheme], read, part=spec.reader == BASE_PART)
    empty = frozenset(fold(word) for word in spec.empty)

    def convert(text: str) -> Any:
        text = tidy(text)
        if text.startswith('="') and text.endswith('"'):
            text = tidy(text[2:-1])  # how CSV tells Excel to leave a code alone
        elif text.startswith("'") and text[1:].isalnum():
            text = text[1:]  # how people tell Excel the same
        if spec.prefix:
            text = text.removeprefix(spec.prefix).strip()
        if not text or (empty and fold(text) in empty):
            return ABSENT
        if text[-3:-2] in ("+", "E") and DESTROYED.fullmatch(text):
            return Failed("digits-lost", {})
        return read(text)

    return convert


def _of_scheme(scheme: LocalScheme, read: Convert, *, part: bool) -> Convert:
    """A code of a declared scheme, or its local base code; any other shape is refused."""

    def checked(text: str) -> Any:
        if scheme.pattern.fullmatch(text) is None:
            facts = {"scheme": scheme.title.zh, "scheme_en": scheme.title.en}
            return Failed("outside-scheme", {**facts, "example": scheme.example})
        return read((scheme.base_code(text) or text) if part else text)

    return checked


def _looked_up(spec: Spec) -> Convert:
    """对照表: one of our values for each of theirs; what it lacks or leaves open is refused."""
    table = {fold(word): value for word, value in spec.table.items()}

    def read(text: str) -> Any:
        value = table.get(fold(text), ABSENT)
        if value is ABSENT:
            return Failed("no-correspondence", {"code": text})
        if isinstance(value, list):
            return Failed("several-correspondences", {"code": text, "several": "、".join(value)})
        return Kept(ABSENT if value is None else value, text) if value != text else value

    return read


def _plain(spec: Spec, field: Field | None, name: str) -> Convert:
    reader = MAPPING_READERS[name]
    told = _told(spec, field, name)
    exact = name in _EXACT

    def read(text: str) -> Any:
        value = reader(text)
        if value is None:
            if exact and not is_blank(text) and not says_none(text):
                return unreadable(field)
            return ABSENT
        if spec.spread and isinstance(value, dict):
            return Spread(value)
        return value if told(value, text) else Kept(value, text)

    return read


def unreadable(field: Field | None) -> Failed:
    """The cell says something, but not what the field is about."""
    title, title_en = (field.title, field.title_en) if field else ("", "")
    example = field.examples[0] if field and field.examples else ""
    if isinstance(example, bool):
        example = "是" if example else "否"
    return Failed("unreadable-value", {"title": title, "title_en": title_en, "example": example})


def _told(spec: Spec, field: Field | None, name: str) -> Callable[[Any, str], bool]:
    """Whether a value tells by itself what the text said; if not, the raw text is kept."""
    if spec.keep_raw is not None:
        return lambda _value, _text: not spec.keep_raw
    if name == "yes_no":
        return lambda _value, text: fold(text) in _PLAIN_FLAGS
    if field is not None and field.enumeration:
        labels = {code: {fold(code), fold(label)} for code, label in field.enumeration.items()}
        return lambda value, text: _labelled(value, text, labels)
    if name in _LOSSLESS:
        return lambda _value, _text: True
    return lambda value, text: str(value) == text


def _labelled(value: Any, text: str, labels: dict[str, set[str]]) -> bool:
    """Whether each code is written as itself or as its own title (or is no code of ours)."""
    codes = value if isinstance(value, list) else [value]
    words = _words(text) if isinstance(value, list) else [text]
    said = {fold(word) for word in words}
    meant = set().union(*(labels.get(code, {fold(code)}) for code in codes))
    return said <= meant or {word.lstrip("0") for word in said} <= {m.lstrip("0") for m in meant}


def _words(text: str) -> list[str]:
    words = READERS["list"](text)
    return list(words) if isinstance(words, list) else [text]


def _worded(spec: Spec, field: Field | None, name: str) -> Convert:
    """Reading by the source's own table of words, and by the enumeration for all others."""
    table = {fold(word): value for word, value in spec.table.items()}
    known = known_codes(name)
    reader = MAPPING_READERS[name]
    told = _told(spec, field, name)
    several = bool(field and field.multiple)

    def of_word(word: str) -> Iterable[Any]:
        if fold(word) in table:
            return () if table[fold(word)] is None else (table[fold(word)],)
        value = reader(word)
        values = value if isinstance(value, list) else [value]
        return [one for one in values if one is not None and _wanted(spec, one, known)]

    def read(text: str) -> Any:
        whole = fold(text) in table or not several
        words = [text] if whole else _words(text)
        values = list(dict.fromkeys(value for word in words for value in of_word(word)))
        if not values:
            return Kept(ABSENT, text) if fold(text) in table else ABSENT
        if spec.unknown == "only":
            return values
        value = sorted(values) if several else values[0]
        changed = any(
            fold(word) in table and table[fold(word)] not in (word, None) for word in words
        )
        plain = told(value, text) and not (changed and not known)
        return value if plain else Kept(value, text)

    return read


def _wanted(spec: Spec, value: Any, known: Any) -> bool:
    if spec.unknown == "keep":
        return True
    return (value in known) == (spec.unknown == "drop")
