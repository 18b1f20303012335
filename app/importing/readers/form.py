"""工作簿的表和列: made from the element standard; a sheet per list, a column per field.

Headers are those by which any workbook is read, so that a form filled in by hand, or one whose
hidden sheet was lost, still is a table that the ordinary mappings take.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from app.elements.headers import fold_header
from app.elements.schemas import Record
from app.elements.standard import Field, Standard, load_standard
from app.importing.readers.known import TIE

__all__ = ["HIDDEN", "KEYS", "MARK", "TIE", "Column", "Sheet", "code_of", "form", "tie_of"]

HIDDEN = "_yizhi"
"""Name of the hidden sheet: revisions, and what cells do not tell."""
MARK = "yizhi-workbook"
"""First cell of the hidden sheet."""
KEYS: dict[Record, tuple[str, ...]] = {
    "implementation": ("/handling_code", "/code", "/local_code"),
    "base": ("/base_code",),
}
"""The codes that stand on every row, most telling first."""


class Column(NamedTuple):
    """列: its header, and the field its cells hold."""

    header: str
    field: Field


class Sheet(NamedTuple):
    """表: ``pointer`` is "" for the items themselves, else the list whose members are its rows.

    ``keys`` are the columns of the item's codes, which only sheets of members have beside their
    own.
    """

    name: str
    pointer: str
    keys: tuple[Column, ...]
    columns: tuple[Column, ...]

    @property
    def all(self) -> tuple[Column, ...]:
        """Every column that people see, in order."""
        return (*self.keys, *self.columns)


@lru_cache(maxsize=2)
def form(record: Record) -> tuple[Sheet, ...]:
    """Return the sheets of a record's workbook, the items first."""
    standard = load_standard(record)
    return tuple(_sheet(standard, name, pointer) for name, pointer in standard.sheets().items())


def _sheet(standard: Standard, name: str, pointer: str) -> Sheet:
    index = standard.header_index(name)
    own = [one for one in standard.fields if one.sheet == name and _has_column(one)]
    keys = KEYS[standard.record] if pointer else ()
    return Sheet(
        name,
        pointer,
        tuple(Column(_header(standard.field(key), index), standard.field(key)) for key in keys),
        tuple(Column(_header(one, index), one) for one in own),
    )


def _has_column(field: Field) -> bool:
    """A single cell, or a list that can state that it has no members."""
    return (field.leaf and field.pointer != "/raw") or field.empty_stated


def _header(field: Field, index: dict[str, str]) -> str:
    """The first name of a field that means it, and nothing else, on its sheet."""
    names = (field.title, *field.aliases, field.pointer)
    return next(name for name in names if index.get(fold_header(name)) == field.pointer)


def tie_of(record: Record, document: dict[str, Any]) -> str:
    """Return what ties an item's rows: its most telling code, and what tells it from others."""
    other = "issuer" if record == "base" else "row_id"
    return f"{code_of(record, document)}|{document.get(other) or ''}"


def code_of(record: Record, document: dict[str, Any]) -> str:
    """Return the most telling code of an item, "" where it has none."""
    codes = (document.get(key[1:]) for key in KEYS[record])
    return next((str(code) for code in codes if code), "")
