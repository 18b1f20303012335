"""纵向衔接: one base code from the nation down, each link held against the one above it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import Connection, TextClause, bindparam, text

from app.auditing.items import audit_item
from app.codes import normalise
from app.items.errors import ItemNotFound
from app.items.queries import IN_USE, OPEN
from app.items.record import BASE, IMPLEMENTATION
from app.kernel.language import Language

MOST = 50
"""Links of one chain: an upper code may be followed by the catalogues of many cities."""


def chain(connection: Connection, code: str, language: Language) -> dict[str, Any]:
    """Return the base items under a base code and those above and below them, highest first.

    Each link tells its ten answers against the link above, and how the local items that follow it
    stand, by level.

    Raises:
        ItemNotFound: no base item has this code.
    """
    wanted = normalise(code)
    ids = _linked(connection, wanted)
    if not ids:
        raise ItemNotFound(code=wanted)
    links = [_link(connection, identity, language) for identity in ids[:MOST]]
    return {"code": wanted, "links": links, "more": max(0, len(ids) - MOST)}


def _linked(connection: Connection, code: str) -> list[int]:
    """Return the base items with this code, what they follow, and what follows them."""
    found = {row.id for row in connection.execute(_OF_CODE, {"code": code})}
    found |= _climb(connection, found)
    frontier = set(found)
    while frontier:
        frontier = _below(connection, frontier) - found
        found |= frontier
    ordered = connection.execute(_ORDER, {"ids": sorted(found)}) if found else ()
    return [row.id for row in ordered]


def _climb(connection: Connection, ids: Iterable[int]) -> set[int]:
    above: set[int] = set()
    frontier = set(ids)
    while frontier:
        rows = connection.execute(_ABOVE, {"ids": sorted(frontier)})
        frontier = {row.standard_id for row in rows} - above
        above |= frontier
    return above


def _below(connection: Connection, ids: set[int]) -> set[int]:
    return {row.id for row in connection.execute(_UNDER, {"ids": sorted(ids)})}


def _link(connection: Connection, identity: int, language: Language) -> dict[str, Any]:
    head = connection.execute(_HEAD, {"id": identity}).one()
    audit = audit_item(connection, identity, language)
    return {
        "code": head.code,
        "issuer": head.qualifier,
        "issuer_name": head.region_name,
        "level": head.level,
        "name": orjson.loads(head.name) if head.name else None,
        "status": head.status,
        "revision": head.number,
        "follows": audit["standard"],
        "answers": [
            {name: row[name] for name in ("element", "title", "answer")}
            for row in audit["comparison"]
        ],
        "local": [dict(row._mapping) for row in connection.execute(_LOCAL, {"id": identity})],
    }


def _over_many(sql: str) -> TextClause:
    return text(sql).bindparams(bindparam("ids", expanding=True))


_OPEN_BASE = f"i.kind = {BASE} AND {OPEN}"
_OF_CODE = text(f"SELECT i.id FROM item i WHERE {_OPEN_BASE} AND i.code = :code")
_ABOVE = _over_many(
    f"SELECT i.standard_id FROM item i WHERE {_OPEN_BASE} AND i.id IN :ids"
    " AND i.standard_id IS NOT NULL"
)
_UNDER = _over_many(f"SELECT i.id FROM item i WHERE {_OPEN_BASE} AND i.standard_id IN :ids")
_ORDER = _over_many(
    "SELECT i.id FROM item i LEFT JOIN region r ON r.id = i.region_id"
    f" WHERE {_OPEN_BASE} AND i.id IN :ids ORDER BY coalesce(r.level, 9), i.code, i.id"
)
_HEAD = text(
    "SELECT i.code, i.qualifier, i.status, i.number, r.name AS region_name, r.level,"
    " n.content AS name FROM item i LEFT JOIN region r ON r.id = i.region_id"
    " LEFT JOIN element_value n ON n.id = i.name WHERE i.id = :id"
)
_LOCAL = text(
    "SELECT i.level, count(*) AS items,"
    " sum(CASE WHEN i.standard_number < b.number THEN 1 ELSE 0 END) AS behind"
    " FROM item i JOIN item b ON b.id = i.standard_id"
    f" WHERE i.standard_id = :id AND i.kind = {IMPLEMENTATION} AND {IN_USE} AND {OPEN}"
    " GROUP BY i.level ORDER BY coalesce(i.level, 9)"
)
