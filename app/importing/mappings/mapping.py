"""映射: how the rows of one kind of source become documents of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from app.elements.kinds import KIND_BY_NAME
from app.elements.standard import fold_header, load_standard
from app.importing.errors import RowError
from app.importing.mappings.compiling import Compiler
from app.importing.mappings.leaf import Reading
from app.importing.mappings.mapped import Mapped
from app.importing.mappings.specs import Spec, read_spec
from app.importing.readers.known import columns_in
from app.importing.readers.rows import Place, Row, Source

Identity = Literal["code", "row_id"]
_OWED: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "implementation": (
        ("no-code", ("/code", "/handling_code", "/local_code", "/row_id")),
        ("no-name", ("/name",)),
    ),
    "base": (("no-code", ("/base_code", "/local_base_code")), ("no-name", ("/name",))),
}
"""Without one of these fields, a record cannot be told apart from others."""
_SHOWN = 6


class Mapping:
    """映射: loaded from JSON, compiled per table, applied per row.

    ``record`` is "implementation", "base", or "native" where each document says itself what it
    is. ``identity`` says whether the source's own row id is part of an item's identity.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self.name: str = data["name"]
        self.title: str = data["title"]
        self.title_en: str = data["title_en"]
        self.description: str = data.get("description", "")
        self.record: str = data["record"]
        self.identity: Identity = data.get("identity", "code")
        self.native = self.record == "native"
        self.inherit: bool = data.get("inherit", False)
        self.recognise: dict[str, list[str]] = data.get("recognise", {})
        self.ignored: dict[str, str] = data.get("ignored", {})
        self.undecided: dict[str, Any] = data.get("undecided", {})
        self.sheets: dict[str, dict[str, str]] = data.get("sheets", {})
        self.version: int | None = None
        """Of a mapping that people keep in the catalogue: which version of it this is."""
        self.confirmed = True
        self.requires: tuple[str, ...] = tuple(data.get("requires", ()))
        self.columns = frozenset(map(fold_header, columns_in(data)))
        self.specs = _specs(data)
        self._paths = [
            (column, *column.split("[].", 1))
            for spec in self.specs
            for column in spec.columns
            if "[]." in column
        ]
        self._declared: list[str] | None = data.get("carries")
        self._standard = load_standard("base" if self.record == "base" else "implementation")
        self._compiler = Compiler(self._standard, self.specs, inherit=self.inherit)

    @property
    def label(self) -> str:
        """What a batch says it was read with: the name, of a kept mapping with its version."""
        return self.name if self.version is None else f"{self.name}@{self.version}"

    @property
    def carries(self) -> frozenset[str]:
        """The elements this kind of source carries at all."""
        if self._declared is not None:
            return frozenset(self._declared)
        if self.native or self.inherit:
            return frozenset(field.kind for field in self._standard.fields if field.kind)
        return frozenset(_element(spec.pointer) for spec in self.specs) & KIND_BY_NAME.keys()

    @property
    def targets(self) -> frozenset[str]:
        """Pointers of the fields this mapping may fill, as declared (inherited ones aside)."""
        return frozenset(pointer for spec in self.specs for pointer in _pointers(spec))

    def apply(self, row: Row) -> Mapped:
        """One row as a document, with everything that is wrong with it."""
        if self.native or row.errors:
            return Mapped(row.cells, row, self._trace, list(row.errors))
        if self.requires and (missing := self._missing(row)):
            return Mapped({}, row, self._trace, [missing])
        if self._paths:
            self._flatten(row.cells)
        reading = Reading()
        document = self._compiler.plan(row.table).build(row.cells, "", reading, row)
        _drop_own(document)
        if not reading.errors:
            reading.errors.extend(self._owed(document, row))
        if reading.raw:
            document["raw"] = reading.raw
        return Mapped(document, row, self._trace, reading.errors)

    def _flatten(self, cells: dict[str, Any]) -> None:
        """Give “列[].键” columns what the sub-records hold under that key, each once, by lines."""
        for column, name, key in self._paths:
            members = cells.get(name)
            if isinstance(members, list):
                found = (member.get(key) for member in members if isinstance(member, dict))
                texts = dict.fromkeys(str(value) for value in found if value not in (None, ""))
                cells[column] = "\n".join(texts)

    def _trace(self, mapped: Mapped) -> dict[str, Place]:
        row = mapped.row
        if self.native or row.errors:
            return {}
        return dict(self._compiler.plan(row.table).trace(row.cells, "", row))

    def _missing(self, row: Row) -> RowError | None:
        """A record without the columns that make it one of this source's items."""
        if all(column in row.cells for column in self.requires):
            return None
        keys = [key for key, value in row.cells.items() if value not in (None, "")]
        shown = "、".join(keys[:_SHOWN]) + ("…" if len(keys) > _SHOWN else "")
        columns = "、".join(column for column in self.requires if column not in row.cells)
        facts = {"columns": columns, "title": self.title, "keys": shown}
        return RowError("not-an-item", facts, sheet=row.sheet, row=row.number)

    def _owed(self, document: dict[str, Any], row: Row) -> Iterator[RowError]:
        for code, pointers in _OWED[self.record]:
            if not any(pointer[1:] in document for pointer in pointers):
                facts = {"columns": "、".join(self._columns_of(pointers, row))}
                yield RowError(code, facts, sheet=row.sheet, row=row.number, pointer=pointers[0])

    def _columns_of(self, pointers: tuple[str, ...], row: Row) -> list[str]:
        """What people call the columns that could have held one of these fields."""
        stated = [c for s in self.specs if s.pointer in pointers for c in s.columns]
        here = [column for column in dict.fromkeys(stated) if column in row.table.headers]
        return here or stated or [self._standard.field(pointers[0]).title]

    def unread(self, source: Source) -> tuple[str, ...]:
        """Columns of an opened source that are neither read nor left out on purpose."""
        if self.native:
            return ()
        known = self.columns | {fold_header(name) for _, name, _ in self._paths}
        index = self._standard.header_index() if self.inherit else {}
        folded = {header: fold_header(header) for header in source.headers}
        return tuple(h for h, name in folded.items() if name not in known and name not in index)

    def carried(self, source: Source) -> frozenset[str]:
        """The elements that at least one column of an opened source carries."""
        if self.native:
            return self.carries
        return frozenset(map(_element, self.pointers(source))) & KIND_BY_NAME.keys()

    def pointers(self, source: Source) -> frozenset[str]:
        """The fields that an opened source has columns for; lists as wholes.

        Of JSON the keys of the first records count: a field no record has is one the source does
        not speak of, not one it leaves empty.
        """
        there = {*source.headers, *source.parts}
        there |= {column for column, name, _ in self._paths if name in there}
        plans = (self._compiler.plan(table) for table in source.tables)
        return frozenset(p for plan in plans for p in plan.pointers(there.__contains__))


def _drop_own(document: dict[str, Any]) -> None:
    """Sources repeat an item's own code where they have no other one."""
    others = document.get("other_codes")
    if others:
        own = (document.get("code"), document.get("handling_code"))
        document["other_codes"] = [code for code in others if code not in own]
        if not document["other_codes"]:
            del document["other_codes"]


def _specs(data: dict[str, Any]) -> tuple[Spec, ...]:
    tables = data.get("tables", {})
    empty = tuple(data.get("empty", ()))
    fields = data.get("fields", {})
    return tuple(read_spec(pointer, spec, tables, empty) for pointer, spec in fields.items())


def _element(pointer: str) -> str:
    return pointer.split("/")[1]


def _pointers(spec: Spec) -> Iterator[str]:
    yield spec.pointer
    for member in spec.members or ():
        yield from _pointers(member)
