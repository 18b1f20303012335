"""CSV and TSV: streamed, delimiter told by the header row, which need not be the first line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from app.importing.errors import RowError, SourceError
from app.importing.readers.headers import HEADER_ROWS, Header, Known, find_header, name_columns
from app.importing.readers.layout import Layout
from app.importing.readers.notes import is_note
from app.importing.readers.rows import Row, Source, Table
from app.importing.readers.stacking import identity_columns, stack
from app.kernel.sheets import unguarded

MOST_COLUMNS = 1 << 14
"""As many as a sheet of Excel has."""
DELIMITERS = (",", "\t", ";", "|", "，")
_FIELD_LIMIT = 1 << 24
csv.field_size_limit(_FIELD_LIMIT)
_END = "\ufdd0"
"""Follows the last line, as a record of its own unless a quotation mark is open: no text has it."""


class DelimitedSource(Source):
    """CSV: each record one row, numbered by the physical line it starts on."""

    def __init__(self, path: Path, name: str, encoding: str, layout: Layout) -> None:
        super().__init__(path, name, "csv", encoding)
        self.delimiter, header = self._choose(layout.known)
        self._names, letters = name_columns(header.cells)
        headers = tuple(filter(None, self._names))
        self._identity = identity_columns(headers, layout)
        stacked = bool(self._identity and layout.member_lists(headers))
        self.tables = (Table(None, headers, header.row, letters, stacked=stacked),)

    def _choose(self, known: Known) -> tuple[str, Header]:
        """The delimiter under which the best header row is found."""
        best: tuple[str, Header] | None = None
        fault: SourceError | None = None
        widest = 0
        for delimiter in DELIMITERS:
            records, broken = self._first(delimiter)
            fault = fault or broken
            width = max((len(cells) for _, cells in records), default=0)
            widest = max(width, widest)
            found = find_header(records, known) if width <= MOST_COLUMNS else None
            if found and (best is None or found.score > best[1].score):
                best = delimiter, found
        if widest > MOST_COLUMNS and (best is None or best[1].score < (0, 2)):
            raise SourceError("too-many-columns", self.name, count=widest, most=MOST_COLUMNS)
        if best is None:
            raise fault or SourceError("empty-file", self.name)
        return best

    def _first(self, delimiter: str) -> tuple[list[tuple[int, list[str]]], SourceError | None]:
        """The first records, and what ends them early; it is told again when the rows are read."""
        records: list[tuple[int, list[str]]] = []
        try:
            for record in islice(self._records(delimiter), HEADER_ROWS):
                records.append(record)  # noqa: PERF402 – what stands before a fault is kept
        except SourceError as error:
            return records, error
        return records, None

    def _records(self, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        """(line the record starts on, cells); ``position`` follows the bytes read."""
        with (
            self.path.open("rb") as raw,
            io.TextIOWrapper(raw, self.encoding, newline="") as file,
        ):
            reader = csv.reader(chain(file, (_END,)), delimiter=delimiter)
            start = 1
            try:
                for cells in reader:
                    if cells and cells[-1].endswith(_END):
                        if len(cells[-1]) > len(_END):
                            raise SourceError("open-quote", self.name, line=start)
                        return
                    yield start, cells
                    start = reader.line_num + 1
                    if not start & 1023:
                        self.position = min(raw.tell(), self.size)
            except csv.Error as error:
                raise SourceError("broken-csv", self.name, line=start, detail=error) from error

    def rows(self) -> Iterator[Row]:
        rows = self._plain_rows()
        return stack(rows, self._identity) if self.tables[0].stacked else rows

    def _plain_rows(self) -> Iterator[Row]:
        table, names, count = self.tables[0], self._names, 0
        nameless, width = "" in names, len(names)
        for line, cells in self._records(self.delimiter):
            if line <= table.header_row or not any(cells) or is_note(cells):
                continue
            count += 1
            if len(cells) > width and any(cells[width:]):
                error = self._too_many(line, cells)
                yield Row(line, {}, table, errors=(error,))
                continue
            if _guarded(cells):
                cells = list(map(unguarded, cells))
            named = dict(zip(names, cells, strict=False))
            if nameless:
                del named[""]
            yield Row(line, named, table)
        if not count:
            raise SourceError("no-rows", self.name)
        self.position = self.size

    def _too_many(self, line: int, cells: list[str]) -> RowError:
        facts = {"count": len(cells), "expected": len(self._names)}
        return RowError("too-many-cells", facts, file=self.name, row=line, value=cells[0])


def _guarded(cells: list[str]) -> bool:
    """Whether a cell begins with the apostrophe that keeps formulas from running."""
    return any(cell[:1] == "'" for cell in cells)
