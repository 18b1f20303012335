"""要素标准: what an item consists of, read from the JSON Schemas in schemas/.

Titles, obligations, enumerations, header names and exchange columns are stated there once, in
files that people can read who never open Python; everything else derives from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from app.elements.enumerations import (
    Member,
    codes_by_label,
    enumeration,
    enumeration_members,
    enumeration_names,
    enumeration_title,
    label,
)
from app.elements.fields import Field, walk
from app.elements.headers import fold_header, index_headers
from app.elements.obligations import Condition, members_at, value_at
from app.elements.schemas import (
    Record,
    acceptance_schema,
    element_schema,
    element_validator,
    record_schema,
    record_validator,
    schemas_root,
)

__all__ = [
    "Condition",
    "Field",
    "Gap",
    "Member",
    "Standard",
    "acceptance_schema",
    "codes_by_label",
    "element_schema",
    "element_validator",
    "enumeration",
    "enumeration_members",
    "enumeration_names",
    "enumeration_title",
    "fold_header",
    "label",
    "load_standard",
    "record_schema",
    "record_validator",
    "schemas_root",
]


class Gap(NamedTuple):
    """缺项: an owed field that a document does not fill, and the exact place."""

    field: Field
    pointer: str


@dataclass(frozen=True)
class Standard:
    """要素标准 of one record: its fields in the order of the schema, owners before members."""

    record: Record
    title: str
    sheet: str
    fields: tuple[Field, ...]
    _by_pointer: Mapping[str, Field] = field(repr=False)

    def field(self, pointer: str) -> Field:
        """Return the field at a pointer of the standard, or of a document (``/materials/0/name``).

        Raises:
            KeyError: the standard has no such field.
        """
        return self._by_pointer.get(pointer) or self._by_pointer[generic(pointer)]

    def own_fields(self) -> tuple[Field, ...]:
        """Return the fields that belong to no element: identity, dates, links."""
        return tuple(one for one in self.fields if one.kind is None)

    def kind_fields(self, kind: str) -> tuple[Field, ...]:
        """Return the fields of one element, the element itself first."""
        return tuple(one for one in self.fields if one.kind == kind)

    def members(self, kind: str) -> tuple[Field, ...]:
        """Return the fields of the list members inside one element."""
        return tuple(one for one in self.kind_fields(kind) if one.in_list)

    def sheets(self) -> dict[str, str]:
        """Return {sheet of the multi-sheet form: pointer of the list}; the item's own has ""."""
        lists = {one.lists: one.pointer for one in self.fields if one.lists}
        return {self.sheet: "", **lists}

    def header_index(self, sheet: str | None = None) -> dict[str, str]:
        """Return {folded header: pointer} for a flat file, or for one sheet of several.

        Look headers up with ``fold_header``. A pointer to an object or a list (``spelled``) means
        that the cell holds it as one text.
        """
        return dict(_header_index(self.record, self.sheet if sheet is None else sheet))

    def missing(self, document: Mapping[str, Any]) -> Iterator[Gap]:
        """Yield what the document owes and does not fill (the meaning of the obligations)."""
        for one in self.fields:
            if one.owed_by(document.get("type")):
                yield from _gaps(one, document)

    def missing_members(self, kind: str, value: object) -> Iterator[Gap]:
        """Yield what the list members inside one element value owe; they owe it in every item."""
        for one in self.members(kind):
            if one.obligation != "optional":
                yield from _gaps(one, {kind: value})


def _gaps(one: Field, document: Mapping[str, Any]) -> Iterator[Gap]:
    for pointer, owner, name in members_at(document, one.pointer):
        if not one.filled_by(owner.get(name)) and _due(one, document, owner):
            yield Gap(one, pointer)


def _due(one: Field, document: Mapping[str, Any], owner: Mapping[str, Any]) -> bool:
    return all(
        condition.holds(
            value_at(owner, condition.field.removeprefix("."))
            if condition.relative
            else value_at(document, condition.field)
        )
        for condition in one.when
    )


def generic(pointer: str) -> str:
    """Return a document's pointer with its positions as stars: ``/materials/0/name``."""
    return "/".join("*" if step.isdigit() else step for step in pointer.split("/"))


@lru_cache(maxsize=2)
def load_standard(record: Record) -> Standard:
    """Return the standard of implementation items or of base items; read once."""
    schema = record_schema(record)
    fields = tuple(walk(schema, schema["x-sheet"]))
    by_pointer = {one.pointer: one for one in fields}
    return Standard(record, schema["title"], schema["x-sheet"], fields, by_pointer)


@lru_cache(maxsize=32)
def _header_index(record: Record, sheet: str) -> dict[str, str]:
    return index_headers(load_standard(record).fields, sheet)
