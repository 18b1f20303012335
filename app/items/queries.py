"""事项查询: items by code, and by what people filter them by. SQL over ``item i``, read only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import Connection, TextClause, text

from app.codes import normalise
from app.items.record import BASE, IMPLEMENTATION
from app.kernel.text import fold

T = TypeVar("T")
SUSPENDED, CANCELLED, DRAFT = 2, 3, 4
IN_USE = f"coalesce(i.status, 1) NOT IN ({SUSPENDED}, {CANCELLED}, {DRAFT})"
"""在用: stated to be in use, or nothing stated; the rest is suspended, cancelled or a draft."""
OPEN = "coalesce(i.secret, 0) = 0"
"""不涉密: may be shown to everybody."""
OPEN_BY_INDEX = "i.id NOT IN (SELECT s.id FROM item s WHERE s.secret = 1)"
"""The same, where an index alone shall answer: few items are secret, and one holds just those."""

IMPLEMENTATION_DIGITS, HANDLING_DIGITS = 31, 33
DRIVING = ("i.base_code = ", "i.agency_id ", "i.name IN", "i.region_id IN")
"""How conditions begin that leave few items, and by whose index these are found."""
NEAR = 50_000
"""So many items are walked through in order before the rest is asked about."""
FEW_REGIONS, FEW_NAMED = 200, 5000
"""Up to so many regions, or items of the names looked for, their index is the shorter way."""


class Asks(Protocol):
    """Whatever runs a statement: a connection, or a reader below SQLAlchemy."""

    def execute(self, statement: TextClause, parameters: dict[str, Any], /) -> Any:
        """Return rows in order, with ``scalar_one()`` for one with one column."""
        ...


class ItemHead(NamedTuple):
    """事项概要: what a list tells of an item. ``name`` is JSON text, as it is stored."""

    id: int
    kind: int
    code: str
    qualifier: str
    base_code: str | None
    number: int
    hash: bytes
    standard_id: int | None
    standard_number: int | None
    status: int | None
    secret: int | None
    type: str | None
    level: int | None
    region_id: int | None
    name: str | None
    region_name: str | None
    agency: str | None
    agency_name: str | None

    @property
    def in_use(self) -> bool:
        return self.status not in (SUSPENDED, CANCELLED, DRAFT)

    @property
    def region(self) -> str | None:
        return None if self.region_id is None else f"{self.region_id:012d}"


HEAD_COLUMNS = (
    "i.id, i.kind, i.code, i.qualifier, i.base_code, i.number, i.hash, i.standard_id,"
    " i.standard_number, i.status, i.secret, i.type, i.level, i.region_id,"
    " n.content AS name, r.name AS region_name, a.code AS agency, a.name AS agency_name"
)
JOINS = (
    "LEFT JOIN element_value n ON n.id = i.name LEFT JOIN region r ON r.id = i.region_id"
    " LEFT JOIN agency a ON a.id = i.agency_id"
)
_HEADS = f"SELECT {HEAD_COLUMNS} FROM item i {JOINS}"
statement = lru_cache(maxsize=512)(text)
"""Return the statement of an SQL text, parsed once."""


def heads(
    connection: Connection, code: str, kinds: Sequence[int] = (IMPLEMENTATION, BASE)
) -> list[ItemHead]:
    """Return the items with this code: implementation items before base items, in use first."""
    chosen = ", ".join(str(int(kind)) for kind in kinds)
    sql = statement(f"{_HEADS} WHERE i.kind IN ({chosen}) AND i.code = :code")
    found = [ItemHead(*row) for row in connection.execute(sql, {"code": normalise(code)})]
    return sorted(found, key=lambda head: (-head.kind, not head.in_use, head.id))


def handling_items(connection: Connection, code: str) -> list[ItemHead]:
    """Return the 业务办理项 that a 31-digit 实施编码 is split into, by their serial numbers."""
    code = normalise(code)
    if len(code) != IMPLEMENTATION_DIGITS:
        return []
    sql = statement(
        f"{_HEADS} WHERE i.kind = {IMPLEMENTATION} AND i.code > :code AND i.code < :beyond"
    )
    rows = connection.execute(sql, {"code": code, "beyond": code + "zz"})
    found = [head for row in rows if len((head := ItemHead(*row)).code) == HANDLING_DIGITS]
    return sorted(found, key=lambda head: (head.code, not head.in_use, head.id))


def head_of(connection: Connection, item_id: int) -> ItemHead | None:
    """Return one item by its id."""
    row = connection.execute(statement(f"{_HEADS} WHERE i.id = :id"), {"id": item_id}).one_or_none()
    return ItemHead(*row) if row else None


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """筛选: which items; None means "any". ``region`` takes in all that lies within it."""

    kind: int | None = IMPLEMENTATION
    region: int | None = None
    agency: str | None = None
    type: str | None = None
    level: int | None = None
    status: int | None = None
    base_code: str | None = None
    q: str | None = None

    def where(self, connection: Asks) -> tuple[list[str], dict[str, Any]]:
        """Return the SQL conditions over ``item i``, and their parameters.

        A page is found by walking the items in order, unless one condition leaves so few that
        sorting them is sooner done: then, and only then, its column stands bare. The ``+`` before
        the others keeps an index on them from being used (it means nothing else, in both engines).
        """
        conditions: list[str] = []
        parameters: dict[str, Any] = {}
        driven = self.base_code is not None or self.agency is not None
        for column in ("base_code", "type", "level", "status"):
            value = getattr(self, column)
            if value is not None:
                conditions.append(f"i.{column} = :{column}")
                parameters[column] = value
        if self.kind is not None:
            conditions.append(f"+i.kind = {int(self.kind)}")
        if self.agency is not None:
            column = "i.agency_id" if self.base_code is None else "+i.agency_id"
            conditions.append(f"{column} = (SELECT id FROM agency WHERE code = :agency)")
            parameters["agency"] = self.agency
        if found := words(self.q):
            parameters |= {f"word{place}": f"%{word}%" for place, word in enumerate(found)}
            named = _named(len(found))
            few = not driven and _few(connection, named, parameters)
            conditions.append(f"i.name IN ({named})" if few else f"+i.name IN ({named})")
            driven = driven or few
        if self.region is not None:
            listed = None if driven else few_regions(connection, self.region)
            if listed is not None:
                conditions.append(f"i.region_id IN ({listed})")
            else:
                parameters["region"] = self.region
                conditions.append(f"+i.region_id IN ({_WITHIN})")
        return conditions, parameters


def _few(connection: Asks, named: str, parameters: Mapping[str, Any]) -> bool:
    """Tell whether few items bear these names."""
    counting = f"SELECT count(*) FROM (SELECT 1 FROM item i WHERE i.name IN ({named}) LIMIT :few) n"
    counted = connection.execute(statement(counting), {**parameters, "few": FEW_NAMED + 1})
    return int(counted.scalar_one()) <= FEW_NAMED


def few_regions(connection: Asks, region: int) -> str | None:
    """Return a region and all within it as a list, which every planner takes for what it is.

    None: they are too many for that.
    """
    asking = statement(f"{_WITHIN} ORDER BY region_id LIMIT {FEW_REGIONS + 1}")
    found = [row[0] for row in connection.execute(asking, {"region": region})]
    return (", ".join(map(str, found)) or "-1") if len(found) <= FEW_REGIONS else None


def _named(number: int) -> str:
    """Return the SELECT of the names that contain so many words."""
    holding = (f"folded LIKE :word{place} ESCAPE '!'" for place in range(number))
    return f"SELECT value_id FROM name_text WHERE {' AND '.join(holding)}"


def words(q: str | None) -> list[str]:
    """Return the folded words of a query, as patterns that mean themselves; all must be found."""
    folded = (fold(word) for word in (q or "").split())
    return [_escaped(word) for word in folded if word]


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")


_LAST = text("SELECT coalesce(max(id), 0) FROM item")
_WITHIN = "SELECT region_id FROM region_within WHERE ancestor_id = :region"


def page_sql(conditions: Sequence[str], join: str = "") -> str:
    """Return the condition of the page after ``:after``: ids first, and only those are joined.

    ``join``: what the conditions look at beside ``item i``.

    Where a condition leaves few items, all of them are found and then put in order: PostgreSQL
    would else walk the items in order and hope to meet them soon.
    """
    order = "+i.id" if leave_few(conditions) else "i.id"
    where = " AND ".join((*conditions, f"{order} > :after"))
    return (
        f"i.id IN (SELECT i.id FROM item i{join} WHERE {where} ORDER BY {order} LIMIT :limit)"
        " ORDER BY i.id"
    )


def leave_few(conditions: Sequence[str]) -> bool:
    """Tell whether one of the conditions leaves so few items that they are found by its index."""
    return any(condition.startswith(DRIVING) for condition in conditions)


def walked_near(
    connection: Asks, walk: Callable[[Sequence[str]], Sequence[T]], *, after: int, limit: int
) -> Sequence[T] | None:
    """Return a page from the next items in order; None where these hold too few, and more follow.

    ``walk`` reads the page with further conditions. No planner is asked how many items satisfy
    them: what it cannot know it takes for few, and reads everything for the first twenty.
    """
    found = walk([f"i.id <= {after + NEAR}"])
    if len(found) == limit or after + NEAR >= connection.execute(_LAST, {}).scalar_one():
        return found
    return None


def page_of_heads(
    connection: Connection,
    wanted: ItemFilter,
    also: Sequence[str] = (),
    *,
    after: int = 0,
    limit: int,
) -> list[ItemHead]:
    """Return up to ``limit`` items after the id ``after``, in the order of their ids."""
    conditions, parameters = wanted.where(connection)
    where = page_sql((*conditions, *also))
    sql = statement(f"{_HEADS} WHERE {where}")
    rows = connection.execute(sql, {**parameters, "after": after, "limit": limit})
    return [ItemHead(*row) for row in rows]
