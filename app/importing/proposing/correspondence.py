"""对照表: local base code → base code, as people keep it: a CSV of two columns.

Several local codes may stand for one base code. Where one stands for several, nobody but people
can tell which: all of them are kept, and rows that need it are refused until one is chosen.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import IO

from app.elements.standard import fold_header
from app.importing.kept.problems import CorrespondenceUnreadable
from app.importing.proposing.fitting import is_base_code
from app.kernel.text import tidy

MOST_BYTES = 16 << 20
MOST_ROWS = 200_000
_ENCODINGS = ("utf-8-sig", "gb18030")
_NOTHING = frozenset({"", "无", "/", "-", "—"})
Table = dict[str, str | list[str] | None]
Pairs = list[tuple[str, str]]


def read_correspondence(
    file: IO[bytes], name: str, own: str | None = None, base: str | None = None
) -> Table:
    """Read a correspondence; ``own`` and ``base`` name its columns, else they are told by content.

    Raises:
        CorrespondenceUnreadable: it is no table of codes.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise CorrespondenceUnreadable(file=name, detail=f"> {MOST_BYTES >> 20} MB")
    rows = list(_rows(_text(content, name), name))
    header, body = (rows[0], rows[1:]) if rows else ([], [])
    if not body:
        raise CorrespondenceUnreadable(file=name, detail="没有数据 no rows")
    first, second = _columns(header, body, own, base, name)
    return gathered(
        [(row[first], row[second]) for row in body if len(row) > max(first, second) and row[first]]
    )


def gathered(pairs: Pairs) -> Table:
    """Return {local code: base code}; several where the pairs say several, None where they say 无."""
    found: dict[str, dict[str, None]] = {}
    for own, base in pairs:
        counterparts = found.setdefault(own, {})
        if base not in _NOTHING:
            counterparts[base] = None
    return {
        own: (list(several) if len(several) > 1 else next(iter(several), None))
        for own, several in found.items()
    }


def _text(content: bytes, name: str) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CorrespondenceUnreadable(file=name, detail="不是 UTF-8 或 GB18030 not UTF-8 or GB18030")


def _rows(text: str, name: str) -> Iterator[list[str]]:
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter)):
            if number > MOST_ROWS:
                raise CorrespondenceUnreadable(file=name, detail=f"> {MOST_ROWS:,}")
            if any(row):
                yield [tidy(cell) for cell in row]
    except csv.Error as error:
        raise CorrespondenceUnreadable(file=name, detail=str(error)) from error


def _columns(
    header: list[str], body: list[list[str]], own: str | None, base: str | None, name: str
) -> tuple[int, int]:
    """The places of the two columns: by name, else the national codes and what stands before."""
    places = {fold_header(cell): place for place, cell in enumerate(header)}
    for wanted in (own, base):
        if wanted is not None and fold_header(wanted) not in places:
            raise CorrespondenceUnreadable(file=name, detail=f"没有“{wanted}”一列")
    second = places[fold_header(base)] if base else _national(header, body)
    first = places[fold_header(own)] if own else _own(header, body, second)
    if first is None or second is None or first == second:
        raise CorrespondenceUnreadable(
            file=name, detail="看不出哪两列是编码；请指明列名 name the columns"
        )
    return first, second


def _national(header: list[str], body: list[list[str]]) -> int | None:
    """The column of base codes; of several the one whose codes begin with 00."""
    shares = {p: _share(body, p, is_base_code) for p in range(len(header))}
    coded = [place for place, share in shares.items() if share > 0.8]
    nation = [p for p in coded if _share(body, p, lambda cell: cell.startswith("00")) > 0.8]
    found = nation or coded
    return found[-1] if found else None


def _own(header: list[str], body: list[list[str]], national: int | None) -> int | None:
    """The other column of codes: base codes of the place before others, codes before words."""
    others = [p for p in range(len(header)) if p != national]
    coded = [p for p in others if _share(body, p, is_base_code) > 0.8]
    like = [p for p in others if _share(body, p, _codelike) > 0.8]
    found = coded or like
    return found[0] if found else None


def _codelike(cell: str) -> bool:
    return len(cell) >= 4 and any(map(str.isdigit, cell)) and " " not in cell


def _share(body: list[list[str]], place: int, test: Callable[[str], bool]) -> float:
    cells = [row[place] for row in body if place < len(row) and row[place] not in _NOTHING]
    return sum(map(test, cells)) / len(cells) if cells else 0.0
