"""建议的写法: proposals as rows of data, with both sides and the evidence spelled out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import BindParameter, Connection, bindparam, text

from app.auditing.findings import title_of
from app.items.queries import HEAD_COLUMNS, JOINS, ItemHead
from app.items.record import BASE, IMPLEMENTATION
from app.kernel.language import Language
from app.surveying.drift import words
from app.surveying.drift.evidence import EVERYWHERE
from app.surveying.drift.proposal import Proposal
from app.surveying.wording import Wording

COMPARED = (
    "legal_basis", "conditions", "audience", "time_limit", "process", "materials", "fees", "result",
)  # fmt: skip
MOST = 5
"""So many common laws and papers are named."""


def told(
    connection: Connection, proposals: Sequence[Proposal], language: Language
) -> list[dict[str, Any]]:
    """Return proposals as rows, in their order; the shape is ``payloads.DriftOut``."""
    ids = {end for one in proposals for end in (one.left, one.right)}
    heads = {row.id: row for row in _rows(connection, _HEADS, ids)}
    values = {row.id: row for row in _rows(connection, _VALUES, ids)}
    senses = _senses(connection, values.values())
    standards = {row.standard_id for row in heads.values()} - {None}
    follows = {row.id: row for row in _rows(connection, _HEADS, standards)}
    return [
        {
            **_summary(one, language),
            "left": _side(heads[one.left], one.likeness.here, follows),
            "right": _side(heads[one.right], one.likeness.there, follows),
            "differences": [
                {
                    "kind": piece.kind,
                    "title": words.said(words.DIFFERENCES[piece.kind], language),
                    "left": piece.here,
                    "right": piece.there,
                }
                for piece in one.likeness.differences
            ],
            "elements": [
                {
                    "element": name,
                    "title": title_of(f"/{name}", IMPLEMENTATION, language) or name,
                    "answer": answer,
                }
                for name, answer in _answers(values[one.left], values[one.right], senses)
            ],
            "laws": _common(connection, _LAWS, values, one, "legal_basis"),
            "papers": _common(connection, _PAPERS, values, one, "materials"),
        }
        for one in proposals
    ]


def _summary(one: Proposal, language: Language) -> dict[str, Any]:
    bodies = {body for cell in one.cells for body in (cell.agency, cell.other)} - {None}
    return {
        "id": one.id,
        "kind": one.kind,
        "title": words.said(words.KINDS[one.kind], language),
        "advice": words.said(words.ADVICE[one.kind], language),
        "score": one.score,
        "parts": [
            {
                "part": part.name,
                "title": words.said(words.PARTS[part.name], language),
                "weight": part.weight,
                "value": part.value,
            }
            for part in one.parts
        ],
        "items": one.items,
        "agencies": len(bodies),
        "regions": len({cell.region for cell in one.cells if cell.items}),
    }


def _side(row: Any, wording: Wording, standards: Mapping[int, Any]) -> dict[str, Any]:
    head, standard = ItemHead(*row), standards.get(row.standard_id)
    return {
        "kind": "base" if head.kind == BASE else "implementation",
        "code": head.code,
        "qualifier": head.qualifier,
        "name": _named(head.name),
        "follows": standard
        and {
            "code": standard.code,
            "issuer": standard.qualifier,
            "name": _named(standard.name),
        },
        "region": head.region,
        "region_name": head.region_name,
        "agency": head.agency,
        "agency_name": head.agency_name,
        "read": {
            "matter": wording.core,
            "act": wording.act,
            "handling": wording.handling,
            "place": wording.place,
            "scope": wording.scope,
        },
    }


def _named(content: str | None) -> str | None:
    return orjson.loads(content) if content else None


def _answers(left: Any, right: Any, senses: Mapping[int, bytes]) -> Iterable[tuple[str, str]]:
    for name in COMPARED:
        ours, theirs = getattr(left, name), getattr(right, name)
        if ours is None or theirs is None:
            yield name, "unstated"
        else:
            yield name, "same" if senses[ours] == senses[theirs] else "different"


def _senses(connection: Connection, rows: Iterable[Any]) -> dict[int, bytes]:
    ids = {getattr(row, name) for row in rows for name in COMPARED} - {None}
    return {row.id: bytes(row.sense) for row in _rows(connection, _SENSES, ids)}


def _common(
    connection: Connection, statement: Any, values: Mapping[int, Any], one: Proposal, element: str
) -> list[str]:
    """Return what both values name, by name, at most a few."""
    sides = [getattr(values[end], element) for end in (one.left, one.right)]
    if None in sides:
        return []
    found = connection.execute(statement, {"left": sides[0], "right": sides[1]}).all()
    return [row.name for row in found if row.key not in EVERYWHERE][:MOST]


def _rows(connection: Connection, statement: Any, ids: Collection[int]) -> Sequence[Any]:
    return connection.execute(statement, {"ids": sorted(ids)}).all() if ids else ()


_MANY: BindParameter[int] = bindparam("ids", expanding=True)
_HEADS = text(f"SELECT {HEAD_COLUMNS} FROM item i {JOINS} WHERE i.id IN :ids").bindparams(_MANY)
_VALUES = text(
    f"SELECT i.id, {', '.join(f'i.{name}' for name in COMPARED)} FROM item i WHERE i.id IN :ids"
).bindparams(_MANY)
_SENSES = text("SELECT id, sense FROM element_value WHERE id IN :ids").bindparams(_MANY)
_LAWS = text(
    "SELECT key, min(law) AS name FROM citation WHERE value_id = :left AND key <> ''"
    " AND key IN (SELECT key FROM citation WHERE value_id = :right) GROUP BY key ORDER BY key"
)
_PAPERS = text(
    "SELECT DISTINCT p.key, p.name FROM mention m JOIN paper p ON p.id = m.paper_id"
    " WHERE m.value_id = :left AND m.paper_id IN"
    " (SELECT paper_id FROM mention WHERE value_id = :right) ORDER BY p.key"
)
