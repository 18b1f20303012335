"""输出范围: which items an export takes, read page by page in the order of their ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, TextClause, bindparam, text

from app.items.documents import Document, read_documents
from app.items.queries import IN_USE, OPEN
from app.items.record import BASE, IMPLEMENTATION

PAGE = 500
KINDS = {"base": BASE, "implementation": IMPLEMENTATION}


@dataclass(frozen=True, slots=True)
class Scope:
    """What to export; None means "any".

    ``kind`` is ``base`` or ``implementation``; ``region`` takes in all that lies within it;
    ``codes`` names items one by one. ``published``: only what is in use. State secrets are left
    out unless ``secrets``.
    """

    kind: str | None = None
    region: int | None = None
    agency: int | None = None
    codes: tuple[str, ...] = ()
    published: bool = False
    secrets: bool = False

    def where(self) -> tuple[str, dict[str, Any]]:
        """Return the SQL condition over ``item i``, and its parameters."""
        conditions = ["i.id > :after"]
        parameters: dict[str, Any] = {}
        if self.kind is not None:
            conditions.append(f"i.kind = {KINDS[self.kind]}")
        if self.region is not None:
            conditions.append(f"i.region_id IN ({_WITHIN})")
            parameters["region"] = self.region
        if self.agency is not None:
            conditions.append("i.agency_id = :agency")
            parameters["agency"] = self.agency
        if self.codes:
            conditions.append("i.code IN :codes")
            parameters["codes"] = list(self.codes)
        if self.published:
            conditions.append(IN_USE)
        if not self.secrets:
            conditions.append(OPEN)
        return " AND ".join(conditions), parameters


def count_items(connection: Connection, scope: Scope) -> int:
    """Return how many items a scope takes in."""
    where, parameters = scope.where()
    sql = _bound(f"SELECT count(*) FROM item i WHERE {where}", scope)
    return int(connection.execute(sql, {**parameters, "after": 0}).scalar_one())


def pages_of_ids(connection: Connection, scope: Scope) -> Iterator[list[int]]:
    """Yield the ids of the items, a page at a time."""
    where, parameters = scope.where()
    sql = _bound(f"SELECT i.id FROM item i WHERE {where} ORDER BY i.id LIMIT {PAGE}", scope)
    after = 0
    while ids := list(connection.scalars(sql, {**parameters, "after": after})):
        yield ids
        after = ids[-1]


def documents(connection: Connection, scope: Scope) -> Iterator[Document]:
    """Yield the current documents of the items, in bounded memory."""
    for ids in pages_of_ids(connection, scope):
        yield from read_documents(connection, ids)


def _bound(sql: str, scope: Scope) -> TextClause:
    statement = text(sql)
    if scope.codes:
        statement = statement.bindparams(bindparam("codes", expanding=True))
    return statement


_WITHIN = "SELECT region_id FROM region_within WHERE ancestor_id = :region"
