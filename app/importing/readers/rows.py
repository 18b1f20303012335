"""The common shape of everything that is read: rows of named cells, each with its place."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from app.importing.errors import RowError

Format = Literal["jsonl", "json", "csv", "xlsx", "xls"]
_NOTHING: Mapping[str, Any] = {}


def _nothing() -> Mapping[str, Any]:
    """One empty mapping for all the rows that have none."""
    return _NOTHING


@dataclass(frozen=True, slots=True)
class Place:
    """位置: one cell (or, without a column, one row) of a file."""

    sheet: str | None
    row: int | None
    column: str | None = None
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell whose content is lost: it stands where the value would, and is refused if needed."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table of a file: a CSV, a sheet with its header row, or the records of a JSON file.

    ``open`` says that records may have other keys than those named here (JSON).
    """

    sheet: str | None
    headers: tuple[str, ...]
    header_row: int = 0
    letters: Mapping[str, str] = field(default_factory=dict)
    open: bool = False
    stacked: bool = False
    """An item may take several rows, one per member of its lists (材料名称 …)."""


@dataclass(slots=True)
class Row:
    """One record of a file.

    ``cells`` maps headers to cells: text in CSV and Excel (or ``BadCell``), any JSON in JSON.
    A sub-record list (materials of an item) is a list of such dicts in either case.
    """

    number: int
    cells: dict[str, Any]
    table: Table
    raw: bytes | None = None
    """The bytes of the line, for JSONL only."""
    parts: Mapping[str, list[Row]] = field(default_factory=_nothing)
    """Sub-records of a workbook that keeps them on their own sheets, with their places."""
    elsewhere: Mapping[str, Place] = field(default_factory=_nothing)
    """Cells joined to this row from a sheet that extends it."""
    errors: tuple[RowError, ...] = ()
    stack: Sequence[Row] = ()
    """In a stacked table, all rows of the item, this one first."""

    @property
    def sheet(self) -> str | None:
        return self.table.sheet

    @property
    def document(self) -> dict[str, Any]:
        return self.cells

    def place(self, column: str | None = None) -> Place:
        """Where a cell of this row stands."""
        if column is not None and column in self.elsewhere:
            return self.elsewhere[column]
        return Place(self.sheet, self.number, column, self.table.letters.get(column or ""))


class Source(ABC):
    """来源: an opened file. Rows stream; ``position`` of ``size`` tells how far reading is."""

    def __init__(self, path: Path, name: str, format: Format, encoding: str | None = None) -> None:
        self.path = path
        self.name = name
        self.format: Format = format
        self.encoding = encoding
        self.size = path.stat().st_size
        self.position = 0
        self.tables: tuple[Table, ...] = ()
        self.parts: dict[str, tuple[str, ...]] = {}
        """Names of sub-record lists and the headers met in them."""
        self.skipped: tuple[str, ...] = ()
        """Sheets in which nothing was recognised."""

    @property
    def headers(self) -> tuple[str, ...]:
        """Headers (or JSON keys) of all tables, in order, without repeats."""
        return tuple(dict.fromkeys(header for table in self.tables for header in table.headers))

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """Yield the records. Bad records come as rows with ``errors``; never raises for them."""

    def close(self) -> None:  # noqa: B027 - most sources hold nothing between rows
        """Let go of the file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
