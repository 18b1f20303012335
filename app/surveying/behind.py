"""落后于标准: items that were last written under an earlier revision of their standard."""

from __future__ import annotations

from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, DateTime, text

from app.elements.working_days import working_days_between
from app.items.queries import IN_USE, OPEN
from app.items.record import BASE, IMPLEMENTATION
from app.kernel.bulk import among
from app.kernel.clock import beijing_date, today
from app.regions import code_of

After = tuple[int, int]


class Behind(NamedTuple):
    """A page of items behind their standard, and where the next one begins."""

    rows: list[dict[str, Any]]
    following: After | None


def behind(connection: Connection, region: int | None, after: After | None, limit: int) -> Behind:
    """Return items behind their standard, by standard, with for how many working days."""
    within = _WITHIN if region is not None else ""
    later = _LATER if after is not None else ""
    first, second = after or (0, 0)
    names = {"region": region, "first": first, "second": second, "limit": limit + 1}
    bound = {name: value for name, value in names.items() if f":{name}" in within + later + _LIMIT}
    said = _BEHIND.format(named=_named(connection), within=within, later=later)
    sql = text(said).columns(recorded_at=DateTime)
    found = connection.execute(sql, bound).all()
    page = found[:limit]
    following = (page[-1].standard_id, page[-1].id) if len(found) > limit else None
    return Behind([_told(row) for row in page], following)


def count_behind(connection: Connection, region: int | None) -> int:
    """Return how many items are behind their standard."""
    within = _WITHIN if region is not None else ""
    bound = {"region": region} if region is not None else {}
    sql = _COUNT.format(named=_named(connection), within=within)
    return int(connection.execute(text(sql), bound).scalar_one())


def _named(connection: Connection) -> str:
    """Name the standards: PostgreSQL cannot know how few were revised, and reads all items else."""
    return f"i.standard_id {among(connection, 'SELECT id FROM revised')}"


def _told(row: Any) -> dict[str, Any]:
    since = beijing_date(row.recorded_at)
    return {
        "code": row.code,
        "qualifier": row.qualifier,
        "name": orjson.loads(row.name) if row.name else None,
        "region": None if row.region_id is None else code_of(row.region_id),
        "agency": row.agency,
        "agency_name": row.agency_name,
        "standard": row.standard_code,
        "issuer": row.issuer,
        "followed_revision": row.standard_number,
        "revision": row.number,
        "since": since.isoformat(),
        "working_days": working_days_between(since, today()),
    }


_WITHIN = " AND +i.region_id IN (SELECT region_id FROM region_within WHERE ancestor_id = :region)"
_LATER = " AND (b.id, i.id) > (:first, :second)"
_LIMIT = " ORDER BY b.id, i.id LIMIT :limit"
_REVISED = (
    "WITH revised AS MATERIALIZED (SELECT id, code, qualifier, number FROM item"
    f" WHERE kind = {BASE} AND number > 1) "
)
_FROM = (
    " FROM revised b CROSS JOIN item i WHERE {named} AND i.standard_id = b.id"
    f" AND i.kind = {IMPLEMENTATION} AND i.standard_number < b.number"
    f" AND {IN_USE} AND {OPEN}{{within}}"
)
_COUNT = f"{_REVISED}SELECT count(*){_FROM}"
_BEHIND = (
    f"{_REVISED}SELECT p.*, r.recorded_at, n.content AS name, a.code AS agency, a.name AS agency_name FROM ("
    "SELECT i.id, b.id AS standard_id, i.code, i.qualifier, i.name AS name_id, i.region_id,"
    " i.agency_id, i.standard_number, b.number, b.code AS standard_code, b.qualifier AS issuer"
    f"{_FROM}{{later}}{_LIMIT}) p"
    " JOIN revision r ON r.item_id = p.standard_id AND r.number = p.standard_number + 1"
    " LEFT JOIN element_value n ON n.id = p.name_id LEFT JOIN agency a ON a.id = p.agency_id"
    " ORDER BY p.standard_id, p.id"
)
