"""工作簿的映射: the ordinary mapping of tables, with what the hidden sheet knows put back."""

from __future__ import annotations

from functools import lru_cache

from app.elements.schemas import Record
from app.importing.errors import RowError
from app.importing.mappings.loading import load_mapping
from app.importing.mappings.mapped import Mapped
from app.importing.mappings.mapping import Mapping
from app.importing.readers.form import TIE, form
from app.importing.readers.form_source import FormSource, Hidden
from app.importing.readers.rows import Row, Source
from app.importing.workbooks.told import Reader, restored

UNDER: dict[Record, str] = {"implementation": "sheet", "base": "sheet-base"}


@lru_cache(maxsize=2)
def reader_of(record: Record) -> Reader:
    """Return what reads the cells of a record's documents back."""
    return Reader(record, load_mapping(UNDER[record]))


class FormMapping(Mapping):
    """表册映射: made for one opened workbook."""

    def __init__(self, source: FormSource) -> None:
        self.__dict__ |= load_mapping(UNDER[source.record]).__dict__
        self.name = "workbook"
        self._form, self._hidden = form(source.record), source.hidden
        self.whole = tuple(sorted(self._whole(source)))

    def apply(self, row: Row) -> Mapped:
        """One row as a document, what nobody touched exactly as it was."""
        mapped = super().apply(row)
        if hidden := self.hidden_of(row):
            mapped.document, untouched = restored(mapped.document, hidden.untold)
            told = [error for error in mapped.errors if error.pointer and not _owed(error)]
            kept = [error for error in told if str(error.pointer).split("/")[1] not in untouched]
            lost = [error for error in mapped.errors if not error.pointer]
            mapped.errors = lost + kept or list(self._owed(mapped.document, row))
        return mapped

    def revision_of(self, row: Row) -> str | None:
        """The revision that an item was exported as."""
        hidden = self.hidden_of(row)
        return hidden.revision if hidden else None

    def hidden_of(self, row: Row) -> Hidden | None:
        """What the hidden sheet tells of an item, None of one that was added by hand."""
        return self._hidden.get(str(row.cells.get(TIE) or ""))

    def unread(self, source: Source) -> tuple[str, ...]:
        """Columns that nothing reads; the one that ties rows together is ours."""
        return tuple(column for column in super().unread(source) if column != TIE)

    def _whole(self, source: Source) -> set[str]:
        """The parts of an item of which no column was taken out of the workbook."""
        here = {"": set(source.headers), **{part: set(told) for part, told in source.parts.items()}}
        names, lacking = set(), set()
        for sheet in self._form:
            for column in sheet.columns:
                part = column.field.pointer.split("/")[1]
                names.add(part)
                if column.header not in here.get(sheet.pointer, ()):
                    lacking.add(part)
        return names - lacking


def _owed(error: RowError) -> bool:
    """Whether an error says that the row lacks what an item cannot be without."""
    return error.code in ("no-code", "no-name")
