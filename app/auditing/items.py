"""单个事项的审核: its findings, and its ten elements beside the standard's."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection, text

from app.auditing.filters import FindingFilter
from app.auditing.findings import read_findings
from app.auditing.pairing import ANSWERS
from app.elements.kinds import KIND_BY_NAME
from app.elements.profiles import Profile, ProfileElement, load_profile
from app.items.queries import handling_items, heads
from app.items.record import BASE
from app.items.state import read_state
from app.kernel.language import Language
from app.regions import code_of

MOST = 1000


def find_items(connection: Connection, code: str, *, secrets: bool = False) -> list[int]:
    """Return the ids of the items with a code, implementation items first, those in use first.

    A 实施编码 that is split into 业务办理项 means all of these. Items that are state secrets are
    left out unless ``secrets``.
    """
    known = heads(connection, code) or handling_items(connection, code)
    return [head.id for head in known if secrets or not head.secret]


def audit_item(connection: Connection, item_id: int, language: Language) -> dict[str, Any]:
    """Return findings and comparison of one item, which the reader may see."""
    wanted = FindingFilter(item=item_id, secrets=True)
    found = read_findings(connection, wanted, language, None, MOST)
    profile = load_profile(read_state(connection).profile or "policy-2020")
    item = connection.execute(_ITEM, {"id": item_id}).one()
    return {
        "item": _head(item),
        "standard": _standard(item),
        "findings": [finding for _, finding in found],
        "comparison": _comparison(connection, profile, item_id) if item.standard_id else [],
    }


def _head(item: Any) -> dict[str, Any]:
    return {
        "code": item.code,
        "qualifier": item.qualifier,
        "kind": "base" if item.kind == 0 else "implementation",
        "name": orjson.loads(item.name_json) if item.name_json else None,
        "region": code_of(item.region_id) if item.region_id is not None else None,
        "region_name": item.region_name,
        "agency": item.agency_code,
        "agency_name": item.agency_name,
    }


def _standard(item: Any) -> dict[str, Any] | None:
    if item.standard_id is None:
        return None
    return {
        "code": item.standard_code,
        "issuer": item.standard_qualifier,
        "revision": item.standard_current,
        "followed_revision": item.standard_number,
    }


def _comparison(connection: Connection, profile: Profile, item_id: int) -> list[dict[str, Any]]:
    """One row per element of the profile: the answer, both values, and the difference."""
    pair = connection.execute(_PAIR, {"id": item_id}).mappings().one()
    return [_compared(connection, element, pair) for element in profile.elements]


def _compared(connection: Connection, element: ProfileElement, pair: Any) -> dict[str, Any]:
    kind = {"code": "base_code"}.get(element.kind, element.kind)
    local, standard = pair[f"local_{kind}"], pair[f"standard_{kind}"]
    stated = element.kind == "code" and pair["item_kind"] == BASE
    answer, difference = (
        ("same", {})  # a base item states its code above: that its own is another is no difference
        if stated
        else _answer(connection, element, local, standard)
    )
    if element.kind in KIND_BY_NAME:
        local, standard = _value(connection, local), _value(connection, standard)
    return {
        "element": element.element,
        "title": element.title,
        "answer": answer,
        "local": local,
        "standard": standard,
        "difference": difference,
    }


def _answer(
    connection: Connection, element: ProfileElement, local: Any, standard: Any
) -> tuple[str, Any]:
    if local is None or standard is None:
        return "unproven", {"reason": _absent(local, standard)}
    if local == standard:
        return "same", {}
    if element.kind not in KIND_BY_NAME:
        same = element.kind == "code" and str(local)[:12] == str(standard)[:12]
        return ("same" if same else "different"), {}
    names = {"comparator": element.comparator, "local": local, "standard": standard}
    row = connection.execute(_COMPARED, names).one()
    return ANSWERS[row.answer], orjson.loads(row.difference)


def _absent(local: Any, standard: Any) -> str:
    if local is None and standard is None:
        return "absent-both"
    return "absent-local" if local is None else "absent-standard"


def _value(connection: Connection, value_id: int | None) -> Any:
    if value_id is None:
        return None
    return orjson.loads(connection.execute(_VALUE, {"id": value_id}).scalar_one())


_COLUMNS = ("type", "base_code", *KIND_BY_NAME)
_ITEM = text(
    "SELECT i.code, i.qualifier, i.kind, i.region_id, i.standard_id, i.standard_number,"
    " n.content AS name_json, r.name AS region_name, a.code AS agency_code,"
    " a.name AS agency_name, b.code AS standard_code, b.qualifier AS standard_qualifier,"
    " b.number AS standard_current FROM item i LEFT JOIN element_value n ON n.id = i.name"
    " LEFT JOIN region r ON r.id = i.region_id LEFT JOIN agency a ON a.id = i.agency_id"
    " LEFT JOIN item b ON b.id = i.standard_id WHERE i.id = :id"
)
_PAIR = text(
    "SELECT i.kind AS item_kind, "
    + ", ".join(f"i.{name} AS local_{name}, b.{name} AS standard_{name}" for name in _COLUMNS)
    + " FROM item i JOIN item b ON b.id = i.standard_id WHERE i.id = :id"
)
_COMPARED = text(
    "SELECT answer, difference FROM element_comparison WHERE comparator = :comparator"
    " AND local_value = :local AND standard_value = :standard"
)
_VALUE = text("SELECT content FROM element_value WHERE id = :id")
