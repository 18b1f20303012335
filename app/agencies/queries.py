"""Looking agencies up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, or_, select

from app.agencies.models import Agency
from app.kernel.bulk import bulk_select
from app.regions.models import Region
from app.regions.queries import subtree

_A, _R = Agency.__table__, Region.__table__


def _all() -> Select[Any]:
    columns = (_A, _R.c.code.label("region"), _R.c.name.label("region_name"))
    return select(*columns).select_from(_A.outerjoin(_R, _A.c.region_id == _R.c.id))


def by_code(connection: Connection, code: str) -> RowMapping | None:
    """Return the agency with this code and its region, None when there is none."""
    return connection.execute(_all().where(_A.c.code == code)).mappings().one_or_none()


def names_of(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return {id: (code, name)} of any number of agencies."""
    return {row[0]: (row[1], row[2]) for row in bulk_select(connection, _NAMES, ids)}


def listing(region: int | None, line: str | None, q: str | None) -> Select[Any]:
    """Return the SELECT of agencies within ``region``, of ``line``, with ``q`` in name or code."""
    conditions: list[ColumnElement[bool]] = []
    if region is not None:
        conditions.append(_A.c.region_id.in_(subtree(region)))
    if line is not None:
        conditions.append(_A.c.line == line)
    if q:
        by_name = _A.c.name.contains(q, autoescape=True)
        conditions.append(or_(by_name, _A.c.code.startswith(q, autoescape=True)))
    return _all().where(*conditions)


_NAMES = "SELECT id, code, name FROM agency WHERE id IN ({keys})"
