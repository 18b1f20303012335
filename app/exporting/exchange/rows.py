"""交换库的行: one item's document as rows of the national tables, and what changed between two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from app.elements.obligations import value_at
from app.exporting.exchange.tables import Column, Table, tables_of

NAMESPACE = UUID("6f7b2f0e-0a53-5d0b-9a5e-3c1c1d6f2b11")
CANCELLED, DRAFT = "3", "4"
Key = tuple[str, str]
"""(table, row_guid)."""
TRANSPORT = ("cd_operation", "cd_batch", "cd_time", "data_source")


class ExchangeRow(NamedTuple):
    """A row without its transport columns; ``at`` is its place in the document, "" for the item."""

    table: Table
    guid: str
    at: str
    cells: dict[str, str]


def record_of(document: Mapping[str, Any]) -> str:
    """Return which record a document is."""
    return "implementation" if "code" in document else "base"


def guid_of(document: Mapping[str, Any]) -> str:
    """Return an item's row id: its own, or one that follows from what identifies it."""
    if stated := document.get("row_id"):
        return str(stated)
    parts = ("code", "handling_code", "base_code", "issuer")
    return uuid5(NAMESPACE, "|".join(str(document.get(part, "")) for part in parts)).hex


def rows_of(document: Mapping[str, Any]) -> Iterator[ExchangeRow]:
    """Yield the rows of a document; none where its type has no table."""
    guid = guid_of(document)
    for table in tables_of(record_of(document), document.get("type")):
        if not table.rows:
            own = guid if table.own else _below(guid, table, "")
            yield ExchangeRow(table, own, "", _cells(table, document, {}, own, guid))
            continue
        for position, member in enumerate(value_at(document, table.rows) or ()):
            own = _below(guid, table, str(position))
            cells = _cells(table, document, member, own, guid)
            cells["order_num"] = str(position + 1)
            yield ExchangeRow(table, own, f"{table.rows}/{position}", cells)


def changes(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> Iterator[tuple[str, ExchangeRow]]:
    """Yield (I, U or D, row) for what must be sent so that ``before`` becomes ``after``.

    A cancelled item goes as D, a draft stands nowhere above.
    """
    old, gone = _standing(before)
    new, ended = _standing(after)
    for key, row in new.items():
        if ended:
            if not gone:
                yield "D", row
        elif gone or key not in old:
            yield "I", row
        elif old[key].cells != row.cells:
            yield "U", row
    if not gone:
        yield from (("D", row) for key, row in old.items() if key not in new)


def _standing(document: Mapping[str, Any] | None) -> tuple[dict[Key, ExchangeRow], bool]:
    if document is None or document.get("status") == DRAFT:
        return {}, False
    rows = {(row.table.name, row.guid): row for row in rows_of(document)}
    return rows, document.get("status") == CANCELLED


def _below(guid: str, table: Table, position: str) -> str:
    part = table.name.removeprefix("up_task_")
    return uuid5(NAMESPACE, f"{guid}|{part}|{position}").hex


def _cells(
    table: Table, document: Mapping[str, Any], member: Mapping[str, Any], own: str, guid: str
) -> dict[str, str]:
    cells: dict[str, str] = {}
    for column in table.columns:
        if column.name == "id" or column.name in TRANSPORT:
            continue
        cells[column.name] = _cell(column, document, member)
    cells["row_guid"] = own
    if "task_guid" in cells:
        cells["task_guid"] = guid
    return cells


def _cell(column: Column, document: Mapping[str, Any], member: Mapping[str, Any]) -> str:
    if column.field is None:
        return ""
    owner, _, inner = column.field.pointer.partition("/*")
    value = value_at(member, inner) if inner else value_at(document, owner)
    told = spelled(column, value)
    return "无" if told == "" and column.none else told


def spelled(column: Column, value: object) -> str:
    """Return a field's value as its column holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return "\n".join(_citation(one) for one in value)
        return ",".join(map(str, value))
    return f"{value} 00:00:00" if column.type == "datetime" else str(value)


def _citation(basis: Mapping[str, Any]) -> str:
    number = f"（{basis['number']}）" if basis.get("number") else ""
    text = f"：{basis['text']}" if basis.get("text") else ""
    return f"《{basis.get('law', '')}》{number}{basis.get('article', '')}{text}"
