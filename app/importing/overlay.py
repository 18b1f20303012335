"""叠加: a source that carries less than the catalogue knows adds to it, and wipes nothing.

A list with fourteen columns says nothing about the conditions an earlier file brought in. So the
fields a file *can* say (the pointers its mapping fills from the columns it has) are taken from the
file, cleared where it leaves them empty; every other field stays as it was. Members of a list are
matched by what names them and keep the fields the file has no column for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from sqlalchemy import Connection, bindparam, text

from app.importing.intake import Taken
from app.items.documents import Document as Standing
from app.items.documents import read_documents
from app.items.record import BASE
from app.kernel.text import fold

Document = dict[str, Any]
NAMED_BY = ("name", "law", "question")
"""The member fields that name a material, step or fee, a legal basis, a question."""


def overlaid(
    connection: Connection, batch: Sequence[Taken], carried: Iterable[str], *, by_row_id: bool
) -> list[Document]:
    """Return the documents of a batch, each laid over what the catalogue holds of its item."""
    pointers = sorted(carried)
    known = standing(connection, batch, by_row_id=by_row_id)
    return [
        lay_over(known[key].content, taken.document, pointers)
        if (key := key_of(taken.kind, taken.document, by_row_id=by_row_id)) in known
        else taken.document
        for taken in batch
    ]


def lay_over(standing: Document, incoming: Document, carried: Iterable[str]) -> Document:
    """Return ``standing`` with the ``carried`` fields as ``incoming`` has them."""
    result = deepcopy(standing)
    for pointer in carried:
        _clear(result, pointer.strip("/").split("/"), incoming)
    merged: Document = _merged(result, incoming)
    return merged


def _clear(document: Document, path: list[str], incoming: Document) -> None:
    """Remove a field that the file has a column for and leaves empty."""
    *above, name = path
    said: Any = incoming
    here: Any = document
    for step in above:
        here = here.get(step) if isinstance(here, dict) else None
        said = said.get(step) if isinstance(said, dict) else None
    if isinstance(here, dict) and not (isinstance(said, dict) and name in said):
        here.pop(name, None)
        raw = document.get("raw")
        if isinstance(raw, dict):
            raw.pop("/" + "/".join(path), None)


def _merged(before: Any, after: Any) -> Any:
    if isinstance(before, dict) and isinstance(after, dict):
        both = {name: _merged(before[name], after[name]) for name in before.keys() & after.keys()}
        return {**before, **after, **both}
    if isinstance(before, list) and isinstance(after, list):
        return _merged_lists(before, after)
    return after


def _merged_lists(before: list[Any], after: list[Any]) -> list[Any]:
    known = {name: member for member in before if (name := _name(member))}
    return [
        _merged(known[name], member) if (name := _name(member)) in known else member
        for member in after
    ]


def _name(member: Any) -> str:
    if not isinstance(member, dict):
        return ""
    return next((fold(str(member[field])) for field in NAMED_BY if member.get(field)), "")


def key_of(kind: int, document: Document, *, by_row_id: bool) -> tuple[int, str, str]:
    """The key of ``items.identity``, as far as a document alone tells it."""
    if kind == BASE:
        base = str(document.get("base_code", ""))
        issuer = str(document.get("issuer") or base[:2])
        return kind, base, issuer.ljust(12, "0")
    row_id = str(document.get("row_id") or "")
    code = document.get("handling_code") or document.get("code") or document.get("local_code")
    return kind, str(code or row_id), row_id if by_row_id else ""


def standing(
    connection: Connection, batch: Sequence[Taken], *, by_row_id: bool
) -> dict[tuple[int, str, str], Standing]:
    """Return what the catalogue holds of the items of a batch, by their keys."""
    keys = {key_of(taken.kind, taken.document, by_row_id=by_row_id) for taken in batch}
    found: dict[int, tuple[int, str, str]] = {}
    for kind in {key[0] for key in keys}:
        codes = sorted({key[1] for key in keys if key[0] == kind})
        for start in range(0, len(codes), 500):
            chunk = {"kind": kind, "codes": codes[start : start + 500]}
            for row in connection.execute(_ITEMS, chunk):
                if (kind, row.code, row.qualifier) in keys:
                    found[row.id] = (kind, row.code, row.qualifier)
    documents = read_documents(connection, sorted(found))
    return {found[one.version.item_id]: one for one in documents}


_ITEMS = text(
    "SELECT id, code, qualifier FROM item WHERE kind = :kind AND code IN :codes"
).bindparams(bindparam("codes", expanding=True))
