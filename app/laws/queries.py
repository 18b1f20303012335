"""Looking laws up."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, or_, select

from app.elements.citations import fold_number, law_key
from app.laws.models import Law

Status = Literal["in-force", "amended", "repealed", "upcoming"]
STATUSES: dict[Status, tuple[str, str]] = {
    "in-force": ("有效", "in force"),
    "amended": ("已修改", "replaced by a later version"),
    "repealed": ("已废止", "repealed"),
    "upcoming": ("尚未生效", "not yet in force"),
}
_L = Law.__table__


def status_of(row: RowMapping, today: date) -> Status:
    """Return how a law stands on a day, from its dates."""
    if row["ended"] is not None and row["ended"] <= today:
        return "amended" if row["superseded"] else "repealed"
    if row["effective"] is not None and row["effective"] > today:
        return "upcoming"
    return "in-force"


def by_id(connection: Connection, law: int) -> RowMapping | None:
    """Return a law by its number in the registry, None when there is none."""
    return connection.execute(select(_L).where(_L.c.id == law)).mappings().one_or_none()


def versions(connection: Connection, key: str) -> list[RowMapping]:
    """Return every law of one name, the newest first."""
    rows = connection.execute(select(_L).where(_L.c.key == key)).mappings()
    return sorted(rows, key=lambda row: (row["effective"] or date.min, row["id"]), reverse=True)


def listing(q: str | None, rank: int | None, status: Status | None, today: date) -> Select[Any]:
    """Return the SELECT of laws with ``q`` in name or number, of a rank, in a status."""
    conditions: list[ColumnElement[bool]] = []
    if q:
        by_name = _L.c.key.contains(law_key(q), autoescape=True)
        conditions.append(or_(by_name, _L.c.number_key.contains(fold_number(q), autoescape=True)))
    if rank is not None:
        conditions.append(_L.c.rank == rank)
    if status is not None:
        conditions.append(_in_status(status, today))
    return select(_L).where(*conditions)


def _in_status(status: Status, today: date) -> ColumnElement[bool]:
    over = and_(_L.c.ended.is_not(None), _L.c.ended <= today)
    if status == "repealed":
        return and_(over, _L.c.superseded == 0)
    if status == "amended":
        return and_(over, _L.c.superseded == 1)
    lasting = or_(_L.c.ended.is_(None), _L.c.ended > today)
    if status == "upcoming":
        return and_(lasting, _L.c.effective > today)
    return and_(lasting, or_(_L.c.effective.is_(None), _L.c.effective <= today))
