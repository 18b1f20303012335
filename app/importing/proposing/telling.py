"""提案的表述: a proposal as data that an API, a page and the terminal show."""

from __future__ import annotations

import re
from typing import Any

from app.elements.standard import Standard
from app.importing.mappings.cell_readers import default_reader
from app.importing.proposing.assigning import Assigned
from app.importing.proposing.looking import Column
from app.importing.proposing.numbering import Values
from app.importing.proposing.proposal import Proposal

_SEPARATORS = ",，、;；/^\n"
_SHOWN_VALUES = 50
Document = dict[str, Any]


def document(proposal: Proposal, name: str, title: str, known: str | None = None) -> Document:
    """Return the proposal as an API tells it."""
    mapping = proposal.mapping(name, title)
    return {
        "file": proposal.source.name,
        "format": proposal.source.format,
        "looked_at": proposal.seen.count,
        "complete": proposal.seen.complete,
        "known": known,
        "record": proposal.record,
        "sheets": _sheets(proposal),
        "columns": [_column(proposal, one) for one in proposal.assigned],
        "values": [_values(told) for told in proposal.draft.values],
        "missing": proposal.missing({*mapping.get("fields", {})}),
        "mapping": mapping,
    }


def _sheets(proposal: Proposal) -> list[Document]:
    shown = [
        {"sheet": table.sheet, "header_row": table.header_row or None, "holds": ""}
        for table in proposal.source.tables
    ]
    parts = {c.sheet: proposal.lists.get(c.part) for c in proposal.seen.columns.values() if c.part}
    shown += [
        {"sheet": sheet, "header_row": None, "holds": pointer}
        for sheet, pointer in parts.items()
        if sheet
    ]
    return shown + [
        {"sheet": sheet, "header_row": None, "holds": None} for sheet in proposal.source.skipped
    ]


def _column(proposal: Proposal, one: Assigned) -> Document:
    column, chosen = one.column, one.chosen
    also = proposal.draft.derived.get(column.header, []) if not column.part else []
    pointer = chosen.pointer if chosen else None
    if chosen and not column.part:
        pointer = proposal.draft.moved.get(column.header, pointer)
    field = proposal.standard.field(pointer) if pointer else None
    spec = _spec(proposal, pointer, one) if pointer else {}
    reader = spec.get("reader") or (default_reader(field) if field else None)
    return {
        "part": proposal.lists.get(column.part, column.part) or None,
        "sheet": column.sheet,
        "column": column.header,
        "letter": column.letter,
        "filled": column.filled,
        "rows": column.rows,
        "samples": [value[:80] for value in column.samples()],
        "field": _field(proposal.standard, pointer),
        "also": [_field(proposal.standard, p) for p in also if p != pointer],
        "reader": reader,
        "separators": _separators(column) if field and field.json_type == "array" else [],
        "confidence": round(chosen.confidence, 2) if chosen else None,
        "evidence": [told.document() for told in chosen.evidence] if chosen else [],
        "others": [
            {**(_field(proposal.standard, o.pointer) or {}), "confidence": round(o.confidence, 2)}
            for o in one.others
        ],
        "unread": None if chosen or not one.why else one.why.document(),
    }


def _spec(proposal: Proposal, pointer: str, one: Assigned) -> Document:
    if one.column.part:
        whole = proposal.draft.fields.get(proposal.lists.get(one.column.part, ""), {})
        found: Document = whole.get("members", {}).get(pointer.rpartition("/*/")[2], {})
        return found
    return proposal.draft.fields.get(pointer, {})


def _field(standard: Standard, pointer: str | None) -> Document | None:
    if pointer is None:
        return None
    one = standard.field(pointer)
    return {"pointer": pointer, "title": one.title, "title_en": one.title_en}


def _separators(column: Column) -> list[str]:
    text = "".join(list(column.values)[:200])
    outside = re.sub(r"[（(][^（）()]*[）)]", "", text)
    return [sign for sign in _SEPARATORS if sign in outside]


def _values(told: Values) -> Document:
    return {
        "pointer": told.field.pointer,
        "title": told.field.title,
        "column": told.column.header,
        "state": told.state,
        "reading": told.chosen.document() if told.chosen else None,
        "readings": [one.document() for one in told.readings],
        "evidence": [one.document() for one in told.evidence],
        "values": [
            {"value": word, "count": count, "code": code, "label": _label(told, code)}
            for word, count in told.words.most_common(50)
            for code in (told.meaning(word),)
        ],
    }


def _label(told: Values, code: str | None) -> str | None:
    return (told.field.enumeration or {}).get(code) if code else None
