"""入口: the rows of a file as documents on their way in, whatever the file's shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from app.importing.errors import RowError
from app.importing.mappings import Mapped, Mapping, choose
from app.importing.readers import open_source
from app.importing.readers.rows import Place, Row, Source
from app.items.models import BASE, IMPLEMENTATION
from app.items.own import kind_of

KINDS = {"base": BASE, "implementation": IMPLEMENTATION}


class Taken(NamedTuple):
    """One record of the file: its document, or why it has none."""

    kind: int
    document: dict[str, Any]
    errors: Sequence[RowError]
    mapped: Mapped

    def place(self, pointer: str) -> Place:
        """Return the cell a field was read from."""
        return self.mapped.place(pointer)


@dataclass(slots=True)
class Intake:
    """An opened file with the mapping that reads it; iterate it once."""

    source: Source
    mapping: Mapping

    @property
    def position(self) -> int:
        return self.source.position

    @property
    def size(self) -> int:
        return self.source.size

    @property
    def by_row_id(self) -> bool:
        """Whether the source's own row id is part of an item's identity."""
        return self.mapping.identity == "row_id"

    @property
    def partial(self) -> bool:
        """Whether a row may say less than the catalogue knows: all but our own JSON."""
        return not self.mapping.native

    def carried(self) -> frozenset[str]:
        """Return the pointers of the fields that this file has columns for."""
        return self.mapping.pointers(self.source)

    @property
    def unread(self) -> tuple[str, ...]:
        """Columns that the mapping neither reads nor leaves out on purpose."""
        return tuple(self.mapping.unread(self.source))

    def __iter__(self) -> Iterator[Taken]:
        fixed = KINDS.get(self.mapping.record)
        for row in self.source.rows():
            yield self._taken(row, fixed)

    def _taken(self, row: Row, fixed: int | None) -> Taken:
        mapped = self.mapping.apply(row)
        kind = kind_of(mapped.document) if fixed is None else fixed
        return Taken(kind, mapped.document, mapped.errors or row.errors, mapped)


@contextmanager
def intake(
    path: Path, name: str, mapping: str | None = None, folders: Sequence[Path] = ()
) -> Iterator[Intake]:
    """Open a file and the mapping that reads it: the one named, or the one its headers fit.

    Raises:
        SourceError: the file cannot be read, or no mapping fits it.
    """
    with open_source(path, name) as source:
        yield Intake(source, choose(source, mapping, folders))
