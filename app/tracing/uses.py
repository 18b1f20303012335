"""使用处: the items whose values cite a law or ask for a paper, counted and page by page.

Values are few and items many, so a page follows the values: the key of a row is (citation or
mention, item), which is the order of the index from values to items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Row, bindparam, text

from app.auditing.filters import WITHIN
from app.auditing.troubled import CITING
from app.elements.kinds import KIND_BY_NAME, KINDS, Kind
from app.items.mentions.models import FORM, FOUNDED, IDENTIFYING
from app.items.queries import HEAD_COLUMNS, JOINS, OPEN_BY_INDEX, ItemHead

UNFOUNDED = FOUNDED | FORM | IDENTIFYING
"""What a paper without basis on the 清理清单 has none of."""
INDEXED = ("legal_basis", "materials", "fees")
"""Columns of ``item`` with an index that leads from values to items; others take one scan."""
LIVE = "coalesce(i.status, 1) <> 3"
MATERIALS = KIND_BY_NAME["materials"]
RESULT = KIND_BY_NAME["result"]
Key = tuple[int, int]


class Use(NamedTuple):
    """One place of one item that names the law or paper."""

    item_id: int
    source: int


@dataclass(frozen=True, slots=True)
class Uses:
    """What is asked for: the rows ``c`` of ``table`` that ``where`` names, and the items."""

    table: str
    where: str
    parameters: dict[str, Any]
    kinds: Sequence[Kind]
    region: int | None = None

    def kinds_named(self, connection: Connection) -> list[Kind]:
        """Return the elements whose values name it at all: the others need not be looked at."""
        sql = f"SELECT DISTINCT c.kind FROM {self.table} c WHERE {self.where}"
        named = set(connection.execute(text(sql), self.parameters).scalars())
        return [kind for kind in self.kinds if kind.number in named]

    def page(self, connection: Connection, after: Key | None, limit: int) -> list[Use]:
        """Return up to ``limit`` uses after a key, in the order (source, item)."""
        start = "AND (c.id, i.id) > (:after_source, :after_item)" if after else ""
        parts = [
            "SELECT * FROM (SELECT i.id AS item_id, c.id AS source"
            f" FROM {tables(self.table, kind)} WHERE {self._uses(kind)} AND {OPEN_BY_INDEX} {start}"
            f" ORDER BY c.id, i.id LIMIT {limit:d}) k{kind.number}"
            for kind in self.kinds_named(connection)
        ]
        if not parts:
            return []
        sql = f"{' UNION ALL '.join(parts)} ORDER BY source, item_id LIMIT {limit:d}"
        keys = dict(zip(("after_source", "after_item"), after, strict=True)) if after else {}
        rows = connection.execute(text(sql), {**self._named(), **keys})
        return [Use(row.item_id, row.source) for row in rows]

    def count(self, connection: Connection) -> dict[str, int]:
        """Return exactly how many uses there are, by element."""
        found = {}
        for kind in self.kinds_named(connection):
            number = connection.execute(text(self._counting(kind)), self._named()).scalar_one()
            if number:
                found[kind.name] = int(number)
        return found

    def _counting(self, kind: Kind) -> str:
        """All less the secret ones, which are few: so an index alone answers, ids or not."""
        secret = f"item i CROSS JOIN {self.table} c WHERE i.secret = 1 AND {self._uses(kind)}"
        return (
            f"SELECT count(*) - (SELECT count(*) FROM {secret})"
            f" FROM {tables(self.table, kind)} WHERE {self._uses(kind)}"
        )

    def _uses(self, kind: Kind) -> str:
        region = f" AND {WITHIN}" if self.region is not None else ""
        return (
            f"c.kind = {kind.number} AND i.{kind.name} = c.value_id"
            f" AND {self.where} AND {LIVE}{region}"
        )

    def _named(self) -> dict[str, Any]:
        region = {"region": self.region} if self.region is not None else {}
        return {**self.parameters, **region}


def tables(table: str, kind: Kind) -> str:
    """Return the join of ``table c`` and ``item i``, in the order that an index serves."""
    if kind.name in INDEXED:
        return f"{table} c CROSS JOIN item i"
    return f"item i CROSS JOIN {table} c"


def uses_of_law(law: int, element: str | None = None, region: int | None = None) -> Uses:
    """Return where a law of the registry is cited."""
    kinds = [kind for kind in CITING if element in (None, kind.name)]
    return Uses("citation", "c.law_id = :law", {"law": law}, kinds, region)


def uses_of_paper(paper: int, *, unfounded: bool = False, region: int | None = None) -> Uses:
    """Return where a paper is asked for; ``unfounded``: without a basis of its own."""
    where = "c.paper_id = :paper" + (f" AND c.flags & {UNFOUNDED} = 0" if unfounded else "")
    return Uses("mention", where, {"paper": paper}, [MATERIALS], region)


def shown_citations(connection: Connection, uses: Sequence[Use]) -> list[dict[str, Any]]:
    """Return uses of laws as they are sent."""
    rows = _by_id(connection, _CITATIONS, [use.source for use in uses])
    heads = heads_by_id(connection, [use.item_id for use in uses])
    return [
        {
            "item": item_shown(heads[use.item_id]),
            "element": KINDS[rows[use.source].kind].name,
            "pointer": rows[use.source].pointer,
            "law": rows[use.source].law,
            "article": rows[use.source].article,
        }
        for use in uses
    ]


def shown_mentions(connection: Connection, uses: Sequence[Use]) -> list[dict[str, Any]]:
    """Return uses of papers as they are sent."""
    rows = _by_id(connection, _MENTIONS, [use.source for use in uses])
    heads = heads_by_id(connection, [use.item_id for use in uses])
    return [
        {
            "item": item_shown(heads[use.item_id]),
            "pointer": f"/materials/{rows[use.source].position}/name",
            "paper": rows[use.source].paper_id,
            "name": rows[use.source].name,
            "issuer": rows[use.source].issuer,
        }
        for use in uses
    ]


def heads_by_id(connection: Connection, ids: Sequence[int]) -> dict[int, ItemHead]:
    """Return what lists tell of items, by id."""
    rows = connection.execute(_HEADS, {"ids": sorted(set(ids))})
    return {row.id: ItemHead(*row) for row in rows}


def item_shown(head: ItemHead) -> dict[str, Any]:
    """Return an item as it stands in these lists."""
    return {
        "kind": "base" if head.kind == 0 else "implementation",
        "code": head.code,
        "qualifier": head.qualifier,
        "name": orjson.loads(head.name) if head.name else None,
        "region": head.region,
        "region_name": head.region_name,
        "agency": head.agency,
        "agency_name": head.agency_name,
    }


def _by_id(connection: Connection, statement: Any, ids: Sequence[int]) -> dict[int, Row[Any]]:
    return {row.id: row for row in connection.execute(statement, {"ids": sorted(set(ids))})}


_CITATIONS = text("SELECT * FROM citation WHERE id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
_MENTIONS = text(
    "SELECT m.id, m.position, m.paper_id, p.name, p.issuer FROM mention m"
    " JOIN paper p ON p.id = m.paper_id WHERE m.id IN :ids"
).bindparams(bindparam("ids", expanding=True))
_HEADS = text(f"SELECT {HEAD_COLUMNS} FROM item i {JOINS} WHERE i.id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
