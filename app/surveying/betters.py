"""优于标准的做法: elements in which many local items do better than their standard.

What most of those who could compare already do better is a proposal to raise the standard: it
costs nobody anything new. Counted from the standing findings of the rules ``better-…``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, text

from app.auditing.findings import known_rules
from app.auditing.plan import pair_code
from app.elements.profiles import ProfileElement, load_profile
from app.items.models import IMPLEMENTATION
from app.items.queries import IN_USE, OPEN
from app.items.state import read_state

SHARE = 0.5
"""At least this share of the followers does better …"""
FEWEST = 3
"""… and at least so many."""


def betters(
    connection: Connection,
    *,
    element: str | None = None,
    share: float = SHARE,
    fewest: int = FEWEST,
) -> list[dict[str, Any]]:
    """Return proposals to raise a standard, those that most followers already meet first.

    Each names the base item, the element, the standard's value, the value that is commonest among
    those who do better, and how many do better out of how many.
    """
    elements = _elements(connection)
    chosen = {number: one for number, one in elements.items() if element in (None, one.element)}
    if not chosen:
        return []
    rows = connection.execute(_BETTER, {"rules": list(chosen), "fewest": fewest}).all()
    followers = _followers(connection, sorted({row.standard_id for row in rows}))
    found = [
        (row.better / followers[row.standard_id], row)
        for row in rows
        if followers.get(row.standard_id) and row.better >= share * followers[row.standard_id]
    ]
    found.sort(key=lambda entry: (-entry[0], -entry[1].better, entry[1].standard_id))
    return [
        _proposal(connection, row, chosen[row.rule_id], followers[row.standard_id])
        for _, row in found
    ]


def _elements(connection: Connection) -> dict[int, ProfileElement]:
    known = known_rules(connection).by_code
    profile = load_profile(read_state(connection).profile or "policy-2020")
    return {
        known[code][0]: element
        for element in profile.elements
        if (code := pair_code("better", element)) in known
    }


def _followers(connection: Connection, standards: Sequence[int]) -> dict[int, int]:
    counted: dict[int, int] = {}
    for start in range(0, len(standards), 500):
        rows = connection.execute(_FOLLOWERS, {"ids": standards[start : start + 500]})
        counted |= {row.standard_id: row.items for row in rows}
    return counted


def _proposal(
    connection: Connection, row: Any, element: ProfileElement, followers: int
) -> dict[str, Any]:
    sql = _VALUES.format(kind=element.kind)
    names = {"standard": row.standard_id, "rule": row.rule_id}
    common = connection.execute(text(sql), names).first()
    head = connection.execute(text(_HEAD.format(kind=element.kind)), {"id": row.standard_id}).one()
    return {
        "code": head.code,
        "issuer": head.qualifier,
        "name": orjson.loads(head.name) if head.name else None,
        "element": element.element,
        "title": element.title,
        "better": row.better,
        "followers": followers,
        "share": round(row.better / followers, 4),
        "regions": row.regions,
        "standard": orjson.loads(head.value) if head.value else None,
        "common": orjson.loads(common.content) if common and common.content else None,
        "common_items": common.items if common else 0,
    }


_LOCAL = f"i.kind = {IMPLEMENTATION} AND {IN_USE} AND {OPEN}"
_BETTER = text(
    "SELECT i.standard_id, f.rule_id, count(*) AS better, count(DISTINCT i.region_id) AS regions"
    " FROM finding f JOIN item i ON i.id = f.item_id"
    f" WHERE f.rule_id IN :rules AND i.standard_id IS NOT NULL AND {_LOCAL}"
    " GROUP BY i.standard_id, f.rule_id HAVING count(*) >= :fewest"
).bindparams(bindparam("rules", expanding=True))
_FOLLOWERS = text(
    "SELECT i.standard_id, count(*) AS items FROM item i"
    f" WHERE i.standard_id IN :ids AND {_LOCAL} GROUP BY i.standard_id"
).bindparams(bindparam("ids", expanding=True))
_VALUES = (
    "SELECT v.content, count(*) AS items FROM item i"
    " JOIN finding f ON f.item_id = i.id AND f.rule_id = :rule"
    " LEFT JOIN element_value v ON v.id = i.{kind}"
    f" WHERE i.standard_id = :standard AND {_LOCAL}"
    " GROUP BY v.content ORDER BY count(*) DESC, v.content LIMIT 1"
)
_HEAD = (
    "SELECT i.code, i.qualifier, n.content AS name, v.content AS value FROM item i"
    " LEFT JOIN element_value n ON n.id = i.name LEFT JOIN element_value v ON v.id = i.{kind}"
    " WHERE i.id = :id"
)
