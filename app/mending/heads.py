"""事项概要: the items that lines of this room speak of, and which part of the catalogue is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, text

from app.items.queries import HEAD_COLUMNS, JOINS, ItemHead
from app.items.record import BASE

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Area:
    """范围: a region with all within it, a body; ``secrets``: state secrets too."""

    region: int | None = None
    agency: int | None = None
    secrets: bool = False

    def where(self, item_id: str) -> str:
        """Return a condition over the column ``item_id``, '' where anything will do."""
        within = (
            "SELECT i.id FROM item i WHERE i.region_id IN"
            f" (SELECT region_id FROM region_within WHERE ancestor_id = {self.region})"
        )
        parts = [
            f"{item_id} IN ({within})" if self.region is not None else "",
            f"{item_id} IN (SELECT i.id FROM item i WHERE i.agency_id = {self.agency})"
            if self.agency is not None
            else "",
            ""
            if self.secrets
            else f"{item_id} NOT IN (SELECT s.id FROM item s WHERE s.secret = 1)",
        ]
        return " AND ".join(part for part in parts if part)


def heads_of(connection: Connection, ids: Iterable[int]) -> dict[int, ItemHead]:
    """Return what lists tell of these items; those that are gone are not among them."""
    wanted = sorted(set(ids))
    found: dict[int, ItemHead] = {}
    for start in range(0, len(wanted), CHUNK):
        listed = ", ".join(map(str, wanted[start : start + CHUNK]))
        rows = connection.execute(
            text(f"SELECT {HEAD_COLUMNS} FROM item i {JOINS} WHERE i.id IN ({listed})")
        )
        found.update((row.id, ItemHead(*row)) for row in rows)
    return found


def told(head: ItemHead | None) -> dict[str, Any] | None:
    """Return an item the way findings show it; None where it is gone."""
    if head is None:
        return None
    return {
        "code": head.code,
        "qualifier": head.qualifier,
        "kind": "base" if head.kind == BASE else "implementation",
        "name": orjson.loads(head.name) if head.name else None,
        "region": head.region,
        "region_name": head.region_name,
        "agency": head.agency,
        "agency_name": head.agency_name,
    }
