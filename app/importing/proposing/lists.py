"""列表: which list of the standard the sub-records of a file are (materials, bases, questions …)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from app.elements.standard import Standard, fold_header
from app.importing.proposing.likeness import Names
from app.importing.proposing.looking import Column, Seen
from app.importing.readers.rows import Source

_WORDS = (
    ("/time_limit/special_procedures", re.compile(r"特别程序|特殊(?:环节|程序)|special", re.IGNORECASE)),
    ("/materials", re.compile(r"材料|要件|material", re.IGNORECASE)),
    ("/legal_basis", re.compile(r"依据|法规|bylaw|basis", re.IGNORECASE)),
    ("/process/steps", re.compile(r"环节|流程|步骤|step|flow", re.IGNORECASE)),
    ("/fees/items", re.compile(r"收费|费用|charge|fee", re.IGNORECASE)),
    ("/questions", re.compile(r"问答|问题|答疑|question|qa|faq", re.IGNORECASE)),
)  # fmt: skip
_OVERLAP = 0.5
_TOGETHER = 2
"""One column alone (项目名称, 材料名称) may well be the item's own."""


@lru_cache(maxsize=256)
def list_named(name: str) -> str | None:
    """Return the list that a sheet or a key is named after, None where it names none."""
    folded = fold_header(name)
    return next((pointer for pointer, words in _WORDS if words.search(folded)), None)


def list_of(part: str, columns: Iterable[Column], standard: Standard, names: Names) -> str | None:
    """Return the list that sub-records are members of: by their name, else by their columns."""
    lists = {pointer: sheet for sheet, pointer in standard.sheets().items() if pointer}
    if part in lists:
        return part
    named = list_named(part)
    if named in lists:
        return named
    scores = {
        pointer: sum(max((one.score for one in names.like(c.header, sheet).values()), default=0) for c in columns)
        for pointer, sheet in lists.items()
    }  # fmt: skip
    best = max(scores, key=lambda pointer: scores[pointer], default=None)
    return best if best and scores[best] >= 1 else None


def key_column(part: str, identities: Iterable[Column], seen: Seen) -> tuple[str, str] | None:
    """Return (column of a list, column of the items) that tie the two together by their values."""
    best: tuple[float, str, str] = (_OVERLAP, "", "")
    for identity in identities:
        for column in seen.of(part):
            if column.values:
                share = len(column.values.keys() & identity.values.keys()) / len(column.values)
                best = max(best, (share, column.header, identity.header))
    return best[1:] if best[1] else None


def stacked_columns(source: Source, seen: Seen, standard: Standard) -> dict[str, list[Column]]:
    """Return the columns of a flat table that belong to members of lists: one row for each."""
    if source.format in ("json", "jsonl"):
        return {}
    own = standard.header_index()
    found: dict[str, list[Column]] = {}
    for sheet, pointer in standard.sheets().items():
        index = standard.header_index(sheet)
        columns = [c for c in seen.of("") if _belongs(c.header, index, own, pointer)]
        first = next(one.pointer for one in standard.fields if one.sheet == sheet)
        named = any(index[fold_header(c.header)] == first for c in columns)
        if pointer and named and len(columns) >= _TOGETHER:
            found[pointer] = columns
    return found


def _belongs(header: str, index: dict[str, str], own: dict[str, str], pointer: str) -> bool:
    folded = fold_header(header)
    return folded not in own and index.get(folded, "").startswith(f"{pointer}/*/")
