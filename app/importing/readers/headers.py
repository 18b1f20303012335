"""Header rows: found by the words that are known, wherever they stand in the first rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from app.kernel.text import fold, tidy

HEADER_ROWS = 10
_LONGEST = 60
"""Nobody heads a column with more."""
Known = Callable[[str], bool]
"""Whether a header, as written, is one that some mapping or the element standard knows."""


def nothing_known(_: str) -> bool:
    """For files whose headers nobody has described."""
    return False


def folded(known: Iterable[str]) -> Known:
    """A test for membership that does not mind width, brackets and spaces."""
    names = frozenset(fold(name) for name in known)
    return lambda header: fold(header) in names


class Header(NamedTuple):
    """表头: a row of column names; its score counts known names, then non-empty cells."""

    score: tuple[int, int]
    row: int
    cells: list[str]


def find_header(records: Sequence[tuple[int, Sequence[str]]], known: Known) -> Header | None:
    """The best header row among (row number, cells); earlier rows win ties."""
    best: Header | None = None
    for number, cells in records:
        texts = [tidy(cell) for cell in cells]
        filled = [text for text in texts if text]
        words = len({text for text in filled if len(text) <= _LONGEST and known(text)})
        score = (words if words > 1 else 0, len(filled))
        if filled and (best is None or score > best.score):
            best = Header(score, number, texts)
    return best


def name_columns(
    headers: Sequence[str], first: int = 0
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """Headers made unique (a repeated one gets “ (2)”), and header → column letter.

    ``first`` is the 0-based number of the first column. A column without a header keeps an empty
    name; its cells are not read.
    """
    seen: dict[str, int] = {}
    names = []
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
        again = header and seen[header] > 1
        names.append(f"{header} ({seen[header]})" if again else header)
    return tuple(names), {name: letter(first + i) for i, name in enumerate(names) if name}


def letter(index: int) -> str:
    """Column letter of a 0-based index: 0 → A, 26 → AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text
