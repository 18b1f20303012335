"""编码列: what kind of code a column holds: a national one, or one of a system of its own."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from app.codes import split_task_code
from app.codes.local_schemes import BY_NAME, LocalScheme, scheme_of
from app.importing.proposing.evidence import Evidence
from app.importing.proposing.fitting import is_base_code
from app.importing.proposing.likeness import Likeness
from app.importing.proposing.looking import Column
from app.importing.proposing.weighing import Candidate, header_evidence

_TASK = ("/code", "/handling_code", "/local_code")
_BASE = ("/base_code", "/local_base_code")
_MOSTLY, _HARDLY = 0.8, 0.3
_CONFIDENT = 0.9
_SHORTEST = 4


class Kind(NamedTuple):
    """编码种类: shares of a column's codes; ``scheme`` is what nearly all of them follow."""

    task: float
    handling: float
    base: float
    scheme: LocalScheme | None
    codelike: float


def kind_of(column: Column) -> Kind:
    """Tell what codes stand in a column."""
    codes = ["".join(value.split()).upper() for value in column.values]
    if not codes:
        return Kind(0, 0, 0, None, 0)
    schemes = Counter(scheme.name for value in column.values if (scheme := scheme_of(value)))
    name, count = schemes.most_common(1)[0] if schemes else ("", 0)
    total = len(codes)
    return Kind(
        sum(split_task_code(code) is not None for code in codes) / total,
        sum(len(code) == 33 for code in codes) / total,
        sum(map(is_base_code, codes)) / total,
        BY_NAME[name] if count >= _MOSTLY * total else None,
        sum(_codelike(code) for code in codes) / total,
    )


def _codelike(code: str) -> bool:
    """Signs without Chinese and with a digit, as codes are; a scheme may have Chinese in it."""
    return len(code) >= _SHORTEST and any(map(str.isdigit, code)) and code.isascii()


def own_system(
    column: Column, like: dict[str, Likeness], found: list[Candidate], record: str
) -> list[Candidate]:
    """Let a column of codes that are not national ones be the local code its header speaks of."""
    named = max(like, key=lambda pointer: like[pointer].score, default=None)
    if named not in (*_TASK, *_BASE):
        return found
    kind = kind_of(column)
    if kind.task + kind.base > _HARDLY or not (kind.scheme or kind.codelike > _MOSTLY):
        return found
    pointer, score = _local(named, record), like[named].score
    told = [header_evidence(like[named])]
    if kind.scheme:
        good = sum(count for value, count in column.values.items() if scheme_of(value))
        title = kind.scheme.title
        told.append(Evidence("scheme", {"good": good, "what_zh": title.zh, "what_en": title.en}))
    moved = Candidate(pointer, _CONFIDENT * max(score, 0.7), score, tuple(told))
    return [moved, *(one for one in found if one.pointer != pointer)]


def _local(pointer: str, record: str) -> str:
    """A base item's own code is its identity, whatever its system."""
    if record == "base":
        return "/base_code"
    return "/local_code" if pointer in _TASK else "/local_base_code"
