"""材料图谱: what is asked for, where it comes from, and whether it need be asked for.

How many items have each list of materials is counted (an index alone answers it); every figure here
is put together from that and from the papers each list names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, text

from app.elements.material_keys import exact_key
from app.items.mentions import paper_key
from app.items.mentions.models import EXEMPT, FORM
from app.tracing.uses import MATERIALS, RESULT, UNFOUNDED

Place = tuple[int, int]
MOST_ISSUERS = 3


def unfounded(connection: Connection, after: Place | None, limit: int) -> list[dict[str, Any]]:
    """清理清单: papers asked for without a basis of their own, no form, certificate or proof of identity."""
    lacking = f"m.flags & {UNFOUNDED} = 0"
    rows = _counted(connection, lacking, "p.certificate = 0", after, limit)
    agencies = _agencies(connection, [row.id for row in rows], lacking)
    return [{**_paper(row), "agencies": agencies.get(row.id, 0)} for row in rows]


def candidates(connection: Connection, after: Place | None, limit: int) -> list[dict[str, Any]]:
    """免提交候选: papers that government issues, or that are results of items in the catalogue."""
    issued = (
        "(p.certificate = 1 AND p.ended IS NULL OR EXISTS (SELECT 1 FROM mention r"
        f" WHERE r.paper_id = p.id AND r.kind = {RESULT.number}))"
    )
    rows = _counted(connection, f"m.flags & {EXEMPT | FORM} = 0", issued, after, limit)
    issuers = _issuers(connection, [row.id for row in rows])
    return [{**_paper(row), **_kind(row), "issued_by": issuers.get(row.id, [])} for row in rows]


def named(
    connection: Connection, name: str | None, after: Place | None, limit: int
) -> list[dict[str, Any]]:
    """Papers by words in their name, the most asked for first."""
    where, parameters = "1 = 1", {}
    if name:
        where = "p.key LIKE :words ESCAPE '!'"
        key = paper_key(exact_key(name)).replace("!", "!!").replace("%", "!%").replace("_", "!_")
        parameters["words"] = f"%{key}%"
    rows = _counted(connection, "1 = 1", where, after, limit, parameters)
    return [{**_paper(row), **_kind(row)} for row in rows]


def exists(connection: Connection, paper: int) -> bool:
    """Tell whether there is a paper with this number."""
    found = connection.execute(text("SELECT 1 FROM paper WHERE id = :paper"), {"paper": paper})
    return found.first() is not None


def name_of(connection: Connection, paper: int) -> str | None:
    """Return what the paper with this number is called; None when there is none."""
    found = connection.execute(text("SELECT name FROM paper WHERE id = :paper"), {"paper": paper})
    name: str | None = found.scalar_one_or_none()
    return name


def _counted(
    connection: Connection,
    mentions: str,
    papers: str,
    after: Place | None,
    limit: int,
    parameters: dict[str, Any] | None = None,
) -> Sequence[Row[Any]]:
    """Return papers with the number of items that ask for them, most first."""
    named_: dict[str, Any] = {"limit": limit, **(parameters or {})}
    start = ""
    if after:
        start = "WHERE items < :items OR (items = :items AND id > :id)"
        named_ |= {"items": after[0], "id": after[1]}
    sql = _COUNTED.format(mentions=mentions, papers=papers, start=start)
    return connection.execute(text(sql), named_).all()


def _paper(row: Row[Any]) -> dict[str, Any]:
    return {"paper": row.id, "name": row.name, "items": int(row.items), "lists": int(row.lists)}


def _kind(row: Row[Any]) -> dict[str, Any]:
    return {
        "certificate": bool(row.certificate),
        "issuer": row.issuer,
        "line": row.line,
        "ended": None if row.ended is None else str(row.ended),
        "instead": row.instead,
    }


def _agencies(connection: Connection, papers: Sequence[int], mentions: str) -> dict[int, int]:
    statement = text(_AGENCIES.format(mentions=mentions)).bindparams(
        bindparam("ids", expanding=True)
    )
    return {row.paper_id: row.agencies for row in connection.execute(statement, {"ids": papers})}


def _issuers(connection: Connection, papers: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Return a few items of the catalogue whose result a paper is: standards first."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in connection.execute(_ISSUERS, {"ids": papers, "most": MOST_ISSUERS}):
        found.setdefault(row.paper_id, []).append(
            {
                "code": row.code,
                "kind": "base" if row.kind == 0 else "implementation",
                "agency": row.agency_code,
                "agency_name": row.agency_name,
                "items": int(row.items),
            }
        )
    return found


_LIVE = "coalesce(i.status, 1) <> 3"
_COUNTED = f"""
WITH naming AS MATERIALIZED (
    SELECT DISTINCT m.paper_id, m.value_id FROM mention m JOIN paper p ON p.id = m.paper_id
    WHERE m.kind = {MATERIALS.number} AND {{mentions}} AND {{papers}}
),
used AS MATERIALIZED (
    SELECT v.value_id,
        (SELECT count(*) FROM item i WHERE i.materials = v.value_id AND {_LIVE}) AS items
    FROM (SELECT DISTINCT value_id FROM naming) v
),
asked AS MATERIALIZED (
    SELECT n.paper_id AS id, sum(u.items) AS items, count(*) AS lists
    FROM naming n JOIN used u ON u.value_id = n.value_id WHERE u.items > 0 GROUP BY n.paper_id
)
SELECT p.id, p.name, p.certificate, p.issuer, p.line, p.ended, p.instead, a.items, a.lists
FROM (SELECT * FROM asked {{start}}) a JOIN paper p ON p.id = a.id
ORDER BY a.items DESC, p.id LIMIT :limit
"""
"""Lists are counted one by one, each by its index: where many items were written lately, PostgreSQL
would else read the whole table of items to count all lists at once."""
_AGENCIES = f"""
SELECT m.paper_id, count(DISTINCT i.agency_id) AS agencies
FROM mention m CROSS JOIN item i
WHERE m.paper_id IN :ids AND m.kind = {MATERIALS.number} AND {{mentions}}
  AND i.materials = m.value_id AND {_LIVE} GROUP BY m.paper_id
"""
_ISSUERS = text(f"""
SELECT * FROM (
    SELECT g.*, row_number() OVER (PARTITION BY paper_id ORDER BY kind, items DESC, code) AS place
    FROM (
        SELECT r.paper_id, i.kind, min(coalesce(i.base_code, i.code)) AS code, i.agency_id,
               a.code AS agency_code, a.name AS agency_name, count(*) AS items
        FROM mention r CROSS JOIN item i LEFT JOIN agency a ON a.id = i.agency_id
        WHERE r.paper_id IN :ids AND r.kind = {RESULT.number} AND i.result = r.value_id AND {_LIVE}
        GROUP BY r.paper_id, i.kind, i.agency_id, a.code, a.name
    ) g
) ranked WHERE place <= :most ORDER BY paper_id, place
""").bindparams(bindparam("ids", expanding=True))
