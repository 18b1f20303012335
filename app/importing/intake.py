"""入口: the rows of a file as documents on their way in, whatever the file's shape.

A ZIP holds several files, each with its own mapping; all others are one. Rows come in chunks of
one file each, with what the pipeline must know of that file (``Facts``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Protocol

from app.importing.errors import RowError, SourceError, cut
from app.importing.mappings import Mapped, Mapping, choose
from app.importing.mappings.kept import KeptMapping
from app.importing.mappings.layouts import layout_for, layout_of
from app.importing.mappings.loading import made
from app.importing.readers import open_source
from app.importing.readers.bundle import Member, members_of
from app.importing.readers.exchange.families import families
from app.importing.readers.exchange.source import ExchangeSource
from app.importing.readers.form import TIE
from app.importing.readers.form_source import FormSource, Untouched
from app.importing.readers.json_lines import JsonLinesSource
from app.importing.readers.rows import Place, Row, Source
from app.importing.workbooks.mapping import FormMapping
from app.items.lines import Line, Splitter
from app.items.record import BASE, IMPLEMENTATION, kind_of

KINDS = {"base": BASE, "implementation": IMPLEMENTATION}
_APART: dict[str, Any] = {}


class Taken(NamedTuple):
    """One record of a file: its document, or why it has none, and where it stands."""

    kind: int
    document: dict[str, Any]
    errors: Sequence[RowError]
    sheet: str | None
    row: int | None
    cell: Callable[[str], Place] | None = None
    """JSON pointer → the cell that the field was read from; None where all stand on the row."""
    revision: str | None = None
    """Hash of the revision that the record was before it was edited, where a workbook of ours says."""
    line: Line | None = None
    """Where a line of our own JSON was taken apart instead of read: ``document`` is empty then."""
    untouched: Callable[[], Taken] | None = None
    """Of an item that nobody touched in a workbook of ours, and that was not read: reads it.

    Its ``document`` then has its code only.
    """

    def place(self, pointer: str) -> Place:
        """Return where a field stood."""
        return self.cell(pointer) if self.cell else Place(self.sheet, self.row)

    @property
    def whole(self) -> dict[str, Any]:
        """The document, however it was taken."""
        if self.untouched:
            return self.untouched().document
        return self.line.document() if self.line else self.document


@dataclass(frozen=True, slots=True)
class Facts:
    """来源要点: what the pipeline must know of one file."""

    mapping: str
    by_row_id: bool
    """Whether the source's own row id is part of an item's identity."""
    partial: bool
    """Whether a row may say less than the catalogue knows: all but our own JSON."""
    carried: tuple[str, ...]
    """Pointers of the fields that the file has columns for; of a partial file only."""
    unread: tuple[str, ...]
    """Columns that the mapping neither reads nor leaves out on purpose."""
    whole: tuple[str, ...] | None = None
    """Of a workbook of ours: the parts of an item that it has every column of."""


class Chunk(NamedTuple):
    """Some rows of one file; read them once, before the next chunk."""

    facts: Facts
    rows: Iterable[Taken]


class Intake(Protocol):
    """An opened file with the mappings that read it; ask it for chunks once."""

    @property
    def facts(self) -> Sequence[Facts]: ...

    @property
    def position(self) -> int: ...

    @property
    def size(self) -> int: ...

    def chunks(self, rows: int) -> Iterator[Chunk]:
        """Yield the rows, at most so many at a time."""
        ...


def mapping_of(taken: Intake) -> str:
    """Return the names of the mappings that read a file, as a batch shows them."""
    return "、".join(dict.fromkeys(facts.mapping for facts in taken.facts))


def unread_of(taken: Intake) -> tuple[str, ...]:
    """Return the columns that nothing reads."""
    return tuple(dict.fromkeys(cut(column) for facts in taken.facts for column in facts.unread))


@dataclass(slots=True)
class _File:
    """One opened source with its mapping; ``label`` names it inside a ZIP."""

    source: Source
    mapping: Mapping
    label: str | None
    splitter: Splitter | None = None

    def facts(self) -> Facts:
        partial = not self.mapping.native
        carried = sorted(self.mapping.pointers(self.source)) if partial else ()
        return Facts(
            self.mapping.label,
            self.mapping.identity == "row_id",
            partial,
            tuple(carried),
            tuple(self.mapping.unread(self.source)),
            self.mapping.whole if isinstance(self.mapping, FormMapping) else None,
        )

    def rows(self) -> Iterator[Taken]:
        fixed = KINDS.get(self.mapping.record)
        if self.splitter and self.mapping.native and isinstance(self.source, JsonLinesSource):
            yield from self._lines(self.source, self.splitter)
            return
        for row in self.source.rows():
            yield self._taken(row, fixed)

    def _lines(self, source: JsonLinesSource, splitter: Splitter) -> Iterator[Taken]:
        """Our own JSON: what the splitter makes nothing of is read like any other row."""
        split, sheet = splitter.split, self._sheet(None)
        for number, written in source.lines():
            line = split(written)
            if line is None:
                yield self._taken(source.row(number, written), None)
            else:
                yield Taken(IMPLEMENTATION, _APART, (), sheet, number, None, None, line)

    def _taken(self, row: Row, fixed: int | None) -> Taken:
        if isinstance(row, Untouched) and isinstance(self.mapping, FormMapping):
            return self._unread(self.mapping, row, fixed)
        mapped = self.mapping.apply(row)
        kind = kind_of(mapped.document) if fixed is None else fixed
        errors = mapped.errors or row.errors
        place = self._places(mapped)
        revision = self.mapping.revision_of(row) if isinstance(self.mapping, FormMapping) else None
        if self.label is not None:
            errors = [replace(error, sheet=self._sheet(error.sheet)) for error in errors]
        return Taken(
            kind, mapped.document, errors, self._sheet(row.sheet), row.number, place, revision
        )

    def _unread(self, mapping: FormMapping, row: Untouched, fixed: int | None) -> Taken:
        sheet = self._sheet(row.sheet)
        return Taken(
            IMPLEMENTATION if fixed is None else fixed,
            {"code": str(row.cells[TIE]).rpartition("|")[0]},
            (),
            sheet,
            row.number,
            None,
            mapping.revision_of(row),
            untouched=lambda: self._taken(row.whole(), fixed),
        )

    def _places(self, mapped: Mapped) -> Callable[[str], Place] | None:
        """Our own JSON has its fields on the row: nothing else of it needs to be kept for that."""
        if self.mapping.native:
            return None
        return mapped.place if self.label is None else self._labelled(mapped)

    def _labelled(self, mapped: Mapped) -> Callable[[str], Place]:
        def place(pointer: str) -> Place:
            found = mapped.place(pointer)
            return Place(self._sheet(found.sheet), found.row, found.column, found.letter)

        return place

    def _sheet(self, sheet: str | None) -> str | None:
        if self.label is None:
            return sheet
        return f"{self.label} / {sheet}" if sheet else self.label


class Direct:
    """直接读取: files read in this process."""

    def __init__(self, files: Sequence[_File]) -> None:
        self._files = files
        self.facts: Sequence[Facts] = [file.facts() for file in files]

    @property
    def position(self) -> int:
        return sum(file.source.position for file in self._files)

    @property
    def size(self) -> int:
        return sum(file.source.size for file in self._files)

    def chunks(self, rows: int) -> Iterator[Chunk]:
        """Yield the rows of each file in turn."""
        for file, facts in zip(self._files, self.facts, strict=True):
            waiting = file.rows()
            for first in waiting:
                yield Chunk(facts, chain((first,), islice(waiting, rows - 1)))
            if file.splitter:
                file.splitter.let_go()


@contextmanager
def intake(
    path: Path,
    name: str,
    mapping: str | None = None,
    folders: Sequence[Path] = (),
    scratch: Path | None = None,
    kept: Sequence[KeptMapping] = (),
    splitter: Splitter | None = None,
) -> Iterator[Direct]:
    """Open a file and the mapping that reads it: the one named, or the one its headers fit.

    ``kept`` are the mappings that people keep in the catalogue. ``scratch`` is an empty folder for
    what is inside a ZIP; one is made where none is given. With a ``splitter``, lines of our own
    JSON are taken apart where that is enough (``Taken.line``).

    Raises:
        SourceError: the file cannot be read, or no mapping fits it.
    """
    with ExitStack() as stack:
        if scratch is None:
            scratch = Path(stack.enter_context(TemporaryDirectory(prefix="yizhi-")))
        known = _Known(mapping, folders, kept)
        exchange, others = families(members_of(path, name, scratch))
        files = []
        for family in exchange:
            tables = stack.enter_context(ExchangeSource(family, name, scratch))
            if not tables.empty:
                files.append(_File(tables, known.chosen(tables), None))
        for member in others:
            file = known.opened(member)
            file.splitter = splitter
            stack.enter_context(file.source)
            files.append(file)
        if not files:
            raise SourceError("no-rows", name)
        yield Direct(files)


class _Known:
    """The mappings there are, for opening files and for choosing who reads them."""

    def __init__(
        self, name: str | None, folders: Sequence[Path], kept: Sequence[KeptMapping]
    ) -> None:
        self._asked = (name, folders, kept)
        self._layout = layout_for(map(made, kept)) if kept else None

    def opened(self, member: Member) -> _File:
        """Open one file; again where the mapping that reads it knows more of its sheets."""
        source = open_source(member.path, member.name, self._layout)
        try:
            mapping = self.chosen(source)
        except SourceError:
            source.close()
            raise
        if mapping.version is not None:
            source.close()
            source = open_source(member.path, member.name, layout_of(mapping))
        return _File(source, mapping, member.label)

    def chosen(self, source: Source) -> Mapping:
        """Return the mapping that reads a source."""
        if isinstance(source, FormSource) and self._asked[0] is None:
            return FormMapping(source)
        return choose(source, *self._asked)
