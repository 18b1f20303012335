"""JSON 合并补丁: what of a standard is to be changed, said by the difference (RFC 7396)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from app.items.asking import issuer_qualifier
from app.items.documents import read_document
from app.items.queries import heads
from app.items.record import BASE
from app.mending.errors import NoStandardToPatch


def patched(connection: Connection, patch: dict[str, Any]) -> dict[str, Any]:
    """Return the base item that ``patch`` names, changed as it says.

    Raises:
        NoStandardToPatch: it does not name exactly one.
        InvalidRegionCode: its issuer is no region.
    """
    code, issuer = str(patch.get("base_code") or ""), patch.get("issuer")
    qualifier = issuer_qualifier(str(issuer) if issuer is not None else None)
    found = [one for one in heads(connection, code, (BASE,)) if qualifier in (None, one.qualifier)]
    if len(found) != 1:
        raise NoStandardToPatch(code=code, count=len(found))
    document = read_document(connection, found[0].id)
    assert document is not None
    merged: dict[str, Any] = merge(document.content, patch)
    return merged


def merge(target: Any, patch: Any) -> Any:
    """Return ``target`` with a merge patch applied; null takes a member away.

    >>> merge({"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": None}, "d": [4]})
    {'a': {'c': 2}, 'd': [4]}
    """
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge(merged.get(name), value)
    return merged
