"""拟稿: assigned columns → the fields of a mapping document, with the value tables it needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.elements.standard import Field, Standard
from app.importing.mappings.cell_readers import MAPPING_READERS, default_reader
from app.importing.proposing.assigning import Assigned
from app.importing.proposing.codes import Kind, kind_of
from app.importing.proposing.looking import Column, Seen
from app.importing.proposing.numbering import STANDARD, Values, is_code, values_of

_ALL = 0.999
_SOME = 0.02


@dataclass(slots=True)
class Draft:
    """拟稿: what becomes the mapping document."""

    record: str
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    undecided: dict[str, dict[str, Any]] = field(default_factory=dict)
    values: list[Values] = field(default_factory=list)
    derived: dict[str, list[str]] = field(default_factory=dict)
    """Column → pointers that a part of its code fills besides."""

    moved: dict[str, str] = field(default_factory=dict)
    """Column → the field it turned out to be by its values."""

    def derive(self, pointer: str, column: Column, reader: str, **more: Any) -> None:
        """Fill another field from the same column, unless a column of its own does."""
        if pointer not in self.fields:
            self.fields[pointer] = {"from": column.header, "reader": reader, **more}
            self.derived.setdefault(column.header, []).append(pointer)


def build(assigned: list[Assigned], standard: Standard, seen: Seen) -> Draft:
    """Make the fields of the items' own columns."""
    draft = Draft(standard.record)
    chosen = {one.chosen.pointer: one.column for one in assigned if one.chosen}
    for pointer, column in _in_order(chosen, standard):
        draft.fields[pointer] = spec_of(standard.field(pointer), column, seen, draft)
    for pointer, column in chosen.items():
        _codes(draft, pointer, column)
    draft.fields = dict(_in_order(draft.fields, standard))
    return draft


def _in_order(chosen: dict[str, Any], standard: Standard) -> Iterator[tuple[str, Any]]:
    for one in standard.fields:
        if one.pointer in chosen:
            yield one.pointer, chosen[one.pointer]


def spec_of(one: Field, column: Column, seen: Seen, draft: Draft) -> dict[str, Any]:
    """Return the declaration of one field, its value table included."""
    spec: dict[str, Any] = {"from": column.header}
    number = one.pointer.removesuffix("/unit") + "/number"
    if one.pointer.endswith("/unit") and number != one.pointer:
        spec["needs"] = "number"
    if one.enumeration_name:
        _valued(spec, values_of(one, column, seen), draft, seen)
    return spec


def _valued(spec: dict[str, Any], told: Values, draft: Draft, seen: Seen) -> None:
    draft.values.append(told)
    name = told.field.pointer.strip("/").replace("/*", "").replace("/", "_")
    table = table_of(told)
    if told.state == "undecided":
        draft.undecided[told.field.pointer] = {
            "column": told.column.header,
            "values": dict(told.words.most_common(20)),
            "readings": [one.document() for one in told.readings],
            "samples": samples_of(told, draft, seen),
        }
    if table:
        draft.tables[name] = table
        spec["table"] = name


def table_of(told: Values) -> dict[str, str | None]:
    """Return what the value table must say: what the standard's own reading would not give."""
    table: dict[str, str | None] = {}
    if told.chosen and told.chosen.name != STANDARD and told.state == "decided":
        table |= told.chosen.table
        table |= {w: told.meaning(w) for w in told.words if is_code(w) and w not in table}
    reader = MAPPING_READERS[default_reader(told.field) or "text"]
    for word in told.words:
        meant = None if is_code(word) else told.meaning(word)
        if meant is not None and reader(word) not in (meant, [meant]):
            table[word] = meant
    return table


def samples_of(told: Values, draft: Draft, seen: Seen, most: int = 5) -> list[dict[str, Any]]:
    """Return rows that show what is asked: one of each value, with what may help to tell."""
    if told.column.part:
        return []
    shown = [_column(draft, p) for p in ("/name", "/time_limit/promised", "/time_limit/statutory")]
    rows: dict[str, dict[str, Any]] = {}
    for number, cells in seen.rows:
        value = "、".join(cells.get(told.column.header, ()))
        if value and value not in rows and len(rows) < most:
            beside = {c: "、".join(cells.get(c, ()))[:60] for c in shown if c and cells.get(c)}
            rows[value] = {"row": number, "value": value[:60], "beside": beside}
    return list(rows.values())


def _column(draft: Draft, pointer: str) -> str | None:
    column = draft.fields.get(pointer, {}).get("from")
    return column if isinstance(column, str) else None


def _codes(draft: Draft, pointer: str, column: Column) -> None:
    """Give the parts of a code the fields they fill."""
    if pointer not in ("/code", "/handling_code", "/local_code", "/local_base_code", "/base_code"):
        return
    kind = kind_of(column)
    if pointer in ("/code", "/handling_code"):
        _national(draft, pointer, column, kind)
    elif kind.scheme:
        draft.fields[pointer]["scheme"] = kind.scheme.name
    if pointer == "/local_code" and kind.scheme and kind.scheme.base:
        draft.derive("/local_base_code", column, "local_base_part", scheme=kind.scheme.name)
    if pointer == "/base_code" and draft.record == "base" and not kind.base:
        draft.derive("/local_base_code", column, "code")


def _national(draft: Draft, pointer: str, column: Column, kind: Kind) -> None:
    """31 signs name the item, 33 one way of handling it; the first 18 are the body."""
    if kind.handling <= _SOME and pointer == "/handling_code" and "/code" not in draft.fields:
        draft.fields["/code"] = draft.fields.pop("/handling_code")
        draft.moved[column.header] = "/code"
    elif kind.handling > _SOME:
        if pointer == "/code" or kind.handling < _ALL:
            draft.fields.pop(pointer)
            draft.derive("/handling_code", column, "handling_part")
        draft.derive("/code", column, "implementation_part")
        mostly = "/handling_code" if kind.handling > 0.5 else "/code"
        draft.moved[column.header] = mostly if mostly in draft.fields else pointer
    if kind.task > 0.8:
        draft.derive("/agency/code", column, "body_part")
