"""What the national exchange tables carry of a document, said a second time, field by field."""

from __future__ import annotations

from typing import Any

from app.elements.fields import Field
from app.elements.standard import load_standard
from app.exporting.exchange.rows import guid_of
from app.exporting.exchange.tables import tables
from app.importing.mappings.cell_readers import CODES, MAPPING_READERS, default_reader
from app.kernel.text import fold, tidy

Document = dict[str, Any]
FILLERS = {
    "/time_limit/statutory/note", "/time_limit/promised/note", "/materials/*/fill_note",
    "/materials/*/acceptance_note", "/materials/*/remark",
}  # fmt: skip
"""Explanations whose columns platforms fill with 无 where there is nothing to explain."""
NOTHING: tuple[Any, ...] = (None, {}, [], "")


def carried(document: Document) -> Document | None:
    """Return what comes back of a document, None of one that does not go up."""
    record = "implementation" if "code" in document else "base"
    own = [
        one for one in tables()
        if one.record == record and (not one.types or document.get("type") in one.types)
    ]  # fmt: skip
    if not own or document.get("status") == "4" or document.get("secret"):
        return None
    standard = load_standard("base" if record == "base" else "implementation")
    names = {f"{table.name}.{column.name}" for table in own for column in table.columns}
    fields = {one.pointer: one for one in standard.fields if names & set(one.exchange)}
    fields.pop("/legal_basis", None)
    found: Document = _kept(document, "", fields)
    if document.get("legal_basis"):
        found["legal_basis"] = document["legal_basis"]
    if document.get("status") == "3":
        found["raw"] = {"/status": "D"}
    return {**found, "row_id": guid_of(document)}


def _kept(value: Any, at: str, fields: dict[str, Field]) -> Any:
    if isinstance(value, dict):
        if value.get("number") is None:  # a unit without a number says nothing
            value = {key: one for key, one in value.items() if key != "unit"}
        inner = {key: _kept(one, f"{at}/{key}", fields) for key, one in value.items()}
        return {key: one for key, one in inner.items() if one not in NOTHING}
    if isinstance(value, list) and at not in fields:
        members = [_kept(one, f"{at}/*", fields) for one in value]
        return [one for one in members if one not in NOTHING]
    return _read(value, fields[at]) if at in fields else None


def _read(value: Any, field: Field) -> Any:
    """A text as the import reads it in any file; codes, numbers, dates and flags as they are."""
    if isinstance(value, list):
        if field.enumeration_name:
            return sorted(set(value))
        value = ",".join(value)
    elif not isinstance(value, str) or field.enumeration_name or field.pointer in CODES:
        return value
    reader, cell = default_reader(field), _typed(value)
    if field.pointer in FILLERS and fold(cell) == "无":
        return None
    return MAPPING_READERS[reader](cell) if reader and cell else cell


def _typed(text: str) -> str:
    """A cell without what people write around codes so that Excel leaves them alone."""
    text = tidy(text)
    if text.startswith('="') and text.endswith('"'):
        return tidy(text[2:-1])
    return text[1:] if text.startswith("'") and text[1:].isalnum() else text
