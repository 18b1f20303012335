"""看一遍: what stands in each column of an opened file, as far as a proposal needs it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from app.importing.mappings.leaf import scalar_text
from app.importing.readers.rows import BadCell, Row, Source
from app.kernel.text import tidy

LOOKED = 5000
"""Rows of items that are looked at: enough to see rare codes, few enough to wait for."""
MOST_DISTINCT = 400
LONGEST = 2000
KEPT_ROWS = 1000

Cells = dict[str, list[str]]
"""Header → the texts of one cell; several where a JSON cell is a list."""


@dataclass(slots=True)
class Column:
    """列: one column of the items (``part`` is "") or of a list of theirs, and what it holds."""

    part: str
    header: str
    sheet: str | None = None
    letter: str | None = None
    rows: int = 0
    filled: int = 0
    values: Counter[str] = field(default_factory=Counter)
    """Distinct values with their counts; rare ones beyond the first 400 are not kept."""
    lists: int = 0
    """Cells that hold a JSON list."""
    strange: int = 0
    """Cells that hold an object, or whose content is lost."""

    def add(self, texts: list[str]) -> None:
        """Count one cell."""
        for text in texts:
            self.filled += 1
            if text in self.values or len(self.values) < MOST_DISTINCT:
                self.values[text] += 1

    def samples(self, most: int = 5) -> list[str]:
        """Return some values, the frequent ones first."""
        return [value for value, _ in self.values.most_common(most)]


@dataclass(slots=True)
class Seen:
    """所见: the columns in order, some rows whole, and how many rows were looked at."""

    columns: dict[tuple[str, str], Column]
    rows: list[tuple[int, Cells]]
    count: int = 0
    refused: int = 0
    complete: bool = True
    """Whether the file had no more rows than were looked at."""

    def of(self, part: str) -> list[Column]:
        """Return the columns of the items, or of one of their lists."""
        return [column for column in self.columns.values() if column.part == part]

    def parts(self) -> list[str]:
        """Return the lists that have columns of their own."""
        return list(dict.fromkeys(column.part for column in self.columns.values() if column.part))


def look(source: Source, most: int = LOOKED) -> Seen:
    """Look at the first rows of a source."""
    seen = Seen(_columns(source), [])
    rows = source.rows()
    for row in islice(rows, most):
        seen.count += 1
        if row.errors and not _is_member(row, source):
            seen.refused += 1
            continue
        _take(seen, row, source)
    seen.complete = next(rows, None) is None
    return seen


def _columns(source: Source) -> dict[tuple[str, str], Column]:
    columns: dict[tuple[str, str], Column] = {}
    for table in source.tables:
        for header in table.headers:
            if header not in source.parts:
                column = Column("", header, table.sheet, table.letters.get(header))
                columns.setdefault(("", header), column)
    for part, headers in source.parts.items():
        for header in headers:
            columns[part, header] = Column(part, header)
    return columns


def _is_member(row: Row, source: Source) -> bool:
    """A member of a list whose item could not be found: its columns are worth seeing all the same."""
    return row.table not in source.tables and bool(row.cells)


def _take(seen: Seen, row: Row, source: Source) -> None:
    if row.table not in source.tables:
        part = next((p for p, heads in source.parts.items() if heads == row.table.headers), "")
        _count(seen, part, row.cells, row)
        return
    for one in row.stack or (row,):
        cells = _count(seen, "", one.cells, one)
        if len(seen.rows) < KEPT_ROWS:
            seen.rows.append((one.number, cells))
    for part in source.parts:
        places: Sequence[Row | None] = row.parts.get(part, ())
        for position, member in enumerate(_members(row.cells.get(part))):
            _count(seen, part, member, places[position] if position < len(places) else None)


def _members(cell: Any) -> Iterator[dict[str, Any]]:
    yield from (one for one in cell if isinstance(one, dict)) if isinstance(cell, list) else ()


def _count(seen: Seen, part: str, cells: dict[str, Any], row: Row | None) -> Cells:
    told: Cells = {}
    for header, cell in cells.items():
        column = seen.columns.get((part, header))
        if column is None:
            continue
        if row is not None and column.sheet is None:
            column.sheet, column.letter = row.table.sheet, row.table.letters.get(header)
        column.rows += 1
        column.lists += isinstance(cell, list)
        column.strange += isinstance(cell, dict | BadCell)
        told[header] = list(_texts(cell))
        column.add(told[header])
    return told


def _texts(cell: Any) -> Iterator[str]:
    """The texts of a cell, cut where no reader needs more of them."""
    for one in cell if isinstance(cell, list) else (cell,):
        if one is None or isinstance(one, dict | list | BadCell):
            continue
        text = tidy(one if isinstance(one, str) else scalar_text(one))
        if text:
            yield text[:LONGEST]
