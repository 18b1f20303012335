"""编号: what the codes of a column mean, decided by what stands in the file, or else asked.

A numbering is one system's way to number the codes of an enumeration (schemas/numberings.json).
Those that contradict nothing seen are its possible readings; where more than one is left and they
differ, only people can tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made_of
from functools import lru_cache
from typing import Any

import orjson

from app.elements.schemas import schemas_root
from app.elements.spelled.words import vocabulary
from app.elements.standard import Field, enumeration
from app.importing.mappings.cell_readers import MAPPING_READERS, default_reader
from app.importing.proposing.evidence import Evidence
from app.importing.proposing.fitting import LABELLED, tokens
from app.importing.proposing.looking import Column, Seen
from app.kernel.text import fold

STANDARD = "standard"
FILE = "numberings.json"
_MOST_VALUES = 200
_SURE = 0.9
_FEW = 2
Table = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Numbering:
    """编号: ``table`` is their code → ours; ``single`` says that a cell never holds several."""

    name: str
    title: str
    title_en: str
    table: Table
    single: bool = False

    def document(self) -> dict[str, Any]:
        """Return the reading as a mapping keeps it; the standard's needs no table."""
        table = {} if self.name == STANDARD else dict(self.table)
        return {
            "name": self.name,
            "title": self.title,
            "title_en": self.title_en,
            "table": table,
        }


@dataclass(slots=True)
class Values:
    """值表: the distinct codes and words of a column, and what they mean, as far as one can tell."""

    field: Field
    column: Column
    words: Counter[str]
    state: str = "plain"
    """plain: the standard's own; decided: by another numbering; undecided: people must say."""
    chosen: Numbering | None = None
    readings: list[Numbering] = made_of(default_factory=list)
    evidence: list[Evidence] = made_of(default_factory=list)

    def meaning(self, word: str) -> str | None:
        """Return our code of a word, None where it has none or nobody knows."""
        if self.state == "undecided" and is_code(word):
            return None
        table = self.chosen.table if self.chosen else {}
        if key(word) in table:
            return table[key(word)]
        return self.standard_code(word)

    def standard_code(self, word: str) -> str | None:
        """Return the code of a word by the standard's own table."""
        words = vocabulary(self.field.enumeration_name or "")
        known = enumeration(self.field.enumeration_name or "")
        width = max(map(len, known), default=1)
        bare = fold(word).removesuffix(".0")
        found = words.get(bare) or words.get(bare.zfill(width)) or _read(self.field, word)
        labelled = LABELLED.fullmatch(word)
        return found or (self.standard_code(labelled[1]) if labelled else None)


def _read(field: Field, word: str) -> str | None:
    value = MAPPING_READERS[default_reader(field) or "text"](word)
    first = value[0] if isinstance(value, list) and value else value
    return first if first in enumeration(field.enumeration_name or "") else None


@lru_cache(maxsize=1)
def numberings() -> dict[str, tuple[Numbering, ...]]:
    """Return the known numberings of each enumeration, the standard's own first."""
    told = orjson.loads((schemas_root() / FILE).read_bytes())["numberings"]
    return {name: tuple(Numbering(**one) for one in several) for name, several in told.items()}


def standard_numbering(name: str) -> Numbering:
    """Return the numbering of the standard itself."""
    codes = enumeration(name)
    shown = "、".join(f"{code} {title}" for code, title in list(codes.items())[:6])
    table = {key(code): code for code in codes}
    return Numbering(STANDARD, f"本标准：{shown}", f"the standard: {shown}", table)


def is_code(word: str) -> bool:
    """Whether a word is a bare code: digits, or capital letters."""
    return word.isascii() and word.replace("_", "").replace(".0", "").isalnum()


def key(word: str) -> str:
    """Return a code as numberings are compared: without leading noughts, in capitals."""
    bare = word.strip().removesuffix(".0").upper()
    return bare.lstrip("0") or "0" if bare.isdigit() else bare


def values_of(field: Field, column: Column, seen: Seen) -> Values:
    """Work out what the values of a coded column mean."""
    words: Counter[str] = Counter()
    several = False
    for value, count in column.values.items():
        parts = [value] if not field.multiple else tokens(value) or [value]
        several = several or len(parts) > 1 or column.lists > 0
        for part in parts:
            words[part] += count
    told = Values(field, column, Counter(dict(words.most_common(_MOST_VALUES))))
    codes = {word for word in told.words if is_code(word) and not _is_word(field, word)}
    if not codes:
        told.evidence.append(Evidence("words"))
        return told
    _settle(told, codes, several=several, seen=seen)
    return told


def _is_word(field: Field, word: str) -> bool:
    """Letters that are a word of the standard's own (none of its codes)."""
    code = vocabulary(field.enumeration_name or "").get(fold(word))
    return code is not None and key(word) != key(code)


def _settle(told: Values, codes: set[str], *, several: bool, seen: Seen) -> None:
    name = told.field.enumeration_name or ""
    own = standard_numbering(name)
    others = [
        Numbering(one.name, one.title, one.title_en, {key(c): v for c, v in one.table.items()}, one.single)
        for one in numberings().get(name, ())
        if not (one.single and several)
    ]  # fmt: skip
    weights = {code: told.words[code] for code in codes}
    explaining = _explaining([own, *others], weights)
    readings = _distinct(explaining, codes)
    shown = "、".join(sorted(codes, key=lambda code: -weights[code])[:8])
    if len(readings) == 1:
        _choose(told, readings[0], own)
        told.evidence.append(_reason(readings[0], shown, only=len(explaining) == 1))
        return
    if labelled := _by_labels(told, codes, seen):
        _choose(told, labelled[0], own)
        told.evidence.append(labelled[1])
        return
    told.state, told.readings = "undecided", readings


def _reason(reading: Numbering, shown: str, *, only: bool) -> Evidence:
    facts = {"seen": shown, "title": reading.title, "title_en": reading.title_en}
    return Evidence("only-reading" if only else "agree", facts)


def _choose(told: Values, chosen: Numbering, own: Numbering) -> None:
    told.chosen = chosen
    told.state = "plain" if chosen is own else "decided"


def _explaining(all_of_them: list[Numbering], weights: dict[str, int]) -> list[Numbering]:
    """The numberings that explain most of what was seen."""
    covered = [
        sum(n for code, n in weights.items() if key(code) in one.table) for one in all_of_them
    ]
    best = max(covered)
    return [one for one, much in zip(all_of_them, covered, strict=True) if much == best]


def _distinct(several: Iterable[Numbering], codes: set[str]) -> list[Numbering]:
    """One of each meaning, the first that has it."""
    met: dict[tuple[str | None, ...], Numbering] = {}
    ordered = sorted(codes)
    for one in several:
        met.setdefault(tuple(one.table.get(key(code), "?") for code in ordered), one)
    return list(met.values())


def _by_labels(told: Values, codes: set[str], seen: Seen) -> tuple[Numbering, Evidence] | None:
    """A column beside it that says in words what the codes mean."""
    if told.column.part:
        return None
    for other in seen.of(""):
        if other is told.column or not other.filled:
            continue
        table, good = _paired(told, codes, other.header, seen)
        if table:
            title = f"按“{other.header}”一列"
            found = Numbering("by-labels", title, f"by the column “{other.header}”", table)
            return found, Evidence("labels", {"column": other.header, "good": good})
    return None


def _paired(told: Values, codes: set[str], header: str, seen: Seen) -> tuple[Table, int]:
    """{code: ours} where the words of another column name every code, nearly always the same."""
    pairs: dict[str, Counter[str]] = {}
    for _, cells in seen.rows:
        one, other = cells.get(told.column.header, []), cells.get(header, [])
        if len(one) != 1 or len(other) != 1 or one[0] not in codes or is_code(other[0]):
            continue
        meant = told.standard_code(other[0])
        pairs.setdefault(one[0], Counter())[meant or "?"] += 1
    found: dict[str, str | None] = {}
    good = 0
    for code in codes:
        counted = pairs.get(code)
        if not counted:
            return {}, 0
        (meant, count), total = counted.most_common(1)[0], counted.total()
        if meant == "?" or count < _SURE * total or count < _FEW:
            return {}, 0
        found[key(code)] = meant
        good += count
    return found, good
