"""不认领的记录: what was declined, where, why, by whom; what is in force and what is not.

States: ``in-force`` 有效 (it keeps a base item from being found unclaimed), ``idle`` 不起作用 (the
region lists the item after all, or nobody asks for it any more), ``withdrawn`` 已撤回.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, Row, text

from app.auditing.unclaimed import DECLINED
from app.claims.reasons import REASONS, ReasonCode
from app.governing.errors import DeclineNotFound
from app.items.record import BASE
from app.regions import code_of

State = Literal["in-force", "idle", "withdrawn"]
STATES: tuple[State, ...] = ("in-force", "idle", "withdrawn")


@dataclass(frozen=True, slots=True)
class Wanted:
    """问什么: a region with all within it, a base item, a reason, a state; None: any."""

    region: int | None = None
    code: str | None = None
    reason: ReasonCode | None = None
    state: State | None = None
    secrets: bool = False
    """Declines of base items that are state secrets too."""


def one_decline(connection: Connection, number: int, *, secrets: bool = True) -> dict[str, Any]:
    """Return a decline as an API shows it.

    Raises:
        DeclineNotFound: there is none with this number.
    """
    sql, named = _sql(Wanted(secrets=secrets), "x.id = :id"), {"id": number}
    row = connection.execute(text(sql), named).first()
    if row is None:
        raise DeclineNotFound(id=number)
    return _told(row)


def read_declines(
    connection: Connection, wanted: Wanted, *, after: int = 0, limit: int = 200
) -> list[dict[str, Any]]:
    """Return declines in the order they were made."""
    parts, named = _narrowed(wanted)
    sql = _sql(wanted, *parts, "x.id > :after") + " ORDER BY x.id LIMIT :limit"
    rows: Sequence[Row[Any]] = connection.execute(
        text(sql), {**named, "after": after, "limit": limit}
    ).all()
    return [_told(row) for row in rows]


def count_declines(connection: Connection, wanted: Wanted) -> int:
    """Return how many there are."""
    parts, named = _narrowed(wanted)
    sql = f"SELECT count(*) FROM ({_sql(wanted, *parts)}) n"
    return int(connection.execute(text(sql), named).scalar_one())


def _narrowed(wanted: Wanted) -> tuple[list[str], dict[str, Any]]:
    stated = {
        "region": wanted.region,
        "code": wanted.code,
        "reason": wanted.reason,
        "state": wanted.state,
    }
    within = (
        "x.region_id IN (SELECT w.region_id FROM region_within w WHERE w.ancestor_id = :region)"
    )
    parts = {"region": within, "code": "x.code = :code", "reason": "x.reason = :reason"}
    parts["state"] = "x.state = :state"
    named = {name: value for name, value in stated.items() if value is not None}
    return [parts[name] for name in named], named


def _sql(wanted: Wanted, *parts: str) -> str:
    where = [*parts, *([] if wanted.secrets else ["coalesce(x.secret, 0) = 0"])]
    return f"SELECT x.* FROM ({_DECLINES}) x" + (f" WHERE {' AND '.join(where)}" if where else "")


def _told(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "state": row.state,
        "base_code": row.code,
        "issuer": row.issuer,
        "name": orjson.loads(row.name) if row.name else None,
        "region": code_of(row.region_id),
        "region_name": row.region_name,
        "agency": row.agency,
        "agency_name": row.agency_name,
        "reason": row.reason,
        "reason_words": REASONS[row.reason].zh,
        "reason_words_en": REASONS[row.reason].en,
        "note": row.note,
        "by": row.declared_by,
        "at": _time(row.declared_at),
        "withdrawn_by": row.withdrawn_by,
        "withdrawn_at": _time(row.withdrawn_at),
    }


def _time(value: datetime | str | None) -> str | None:
    """SQLite gives times back as they are stored, as text."""
    if value is None:
        return None
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{moment.isoformat(timespec='seconds')}Z"


_DECLINES = (
    "SELECT d.*, CASE WHEN d.withdrawn_at IS NOT NULL THEN 'withdrawn'"
    f" WHEN d.id IN (SELECT h.id FROM ({DECLINED}) h) THEN 'in-force' ELSE 'idle' END AS state,"
    " r.name AS region_name, a.code AS agency, a.name AS agency_name, n.content AS name, b.secret"
    " FROM decline d JOIN region r ON r.id = d.region_id LEFT JOIN agency a ON a.id = d.agency_id"
    f" LEFT JOIN item b ON b.kind = {BASE} AND b.code = d.code AND b.qualifier = d.issuer"
    " LEFT JOIN element_value n ON n.id = b.name"
)
