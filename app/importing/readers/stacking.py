"""Items that take several rows of a flat table, one per material (or basis, step, question).

People merge the item's cells over its rows, repeat them, or write them once and leave the rest
blank; all three mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.importing.readers.layout import Layout
from app.importing.readers.rows import Row


def identity_columns(headers: Sequence[str], layout: Layout) -> tuple[str, ...]:
    """The columns that tell items apart."""
    return tuple(header for header in headers if layout.identifies(header))


def stack(rows: Iterator[Row], identity: Sequence[str]) -> Iterator[Row]:
    """Join rows that follow each other and belong to one item; the first stands for all."""
    first: Row | None = None
    same: tuple[object, ...] = ()
    rest: list[Row] = []
    for row in rows:
        these = tuple(row.cells.get(column) for column in identity)
        if first is not None and not row.errors and (these == same or not any(these)):
            rest.append(row)
            continue
        if first is not None:
            yield _joined(first, rest)
        first, same, rest = row, these, []
    if first is not None:
        yield _joined(first, rest)


def _joined(first: Row, rest: list[Row]) -> Row:
    first.stack = [first, *rest]
    return first
