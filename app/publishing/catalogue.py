"""指南目录: guides by place, body, kind, audience and words; narrow rows, read by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from pydantic import Field
from sqlalchemy import Connection

from app.elements.kinds import KIND_BY_NAME
from app.items.asking import Narrowed
from app.items.queries import (
    HANDLING_DIGITS,
    IMPLEMENTATION_DIGITS,
    IN_USE,
    JOINS,
    OPEN,
    Asks,
    ItemFilter,
    page_sql,
    statement,
)
from app.items.record import IMPLEMENTATION
from app.kernel.language import Language
from app.kernel.paging import encode
from app.publishing.addresses import guide_address
from app.publishing.labels import coded
from app.regions import code_of

PUBLISHED = f"{IN_USE} AND {OPEN}"
"""公布条件: in use and no state secret."""

KEPT_ROWS = 20_000
"""Rows that are kept as JSON, of about a kilobyte each."""

TOPIC = r"^(personal|corporate)-[0-9]{3}$"
OBJECTS = ("1", "2", "3", "4", "5", "6", "9")


class GuideQuery(Narrowed):
    """指南的筛选."""

    object: int | None = Field(
        default=None, ge=1, le=9, description="服务对象 1 自然人 2 企业法人 …", examples=[1]
    )
    topic: str | None = Field(
        default=None,
        pattern=TOPIC,
        description="主题分类：personal-030 面向自然人的 030，corporate-095 面向法人的 095",
        examples=["personal-030"],
    )
    online: bool | None = Field(default=None, description="是否网办")
    visits: int | None = Field(
        default=None, ge=0, le=99, description="到现场次数不多于", examples=[1]
    )

    def conditions(self, connection: Asks) -> list[str]:
        """Return the SQL conditions over ``item i`` that only guides are narrowed by."""
        conditions = [PUBLISHED]
        if self.object is not None:
            conditions.append(f"coalesce(i.objects, 0) & {1 << self.object} <> 0")
        if self.topic is not None:
            conditions.append(f"i.audience IN ({_numbers(audiences(connection, self.topic))})")
        if self.online is not None:
            conditions.append(f"i.online = {int(self.online)}")
        if self.visits is not None:
            conditions.append(f"i.visits <= {self.visits}")
        return conditions


class Row(NamedTuple):
    """One guide as a list tells of it. ``name`` is JSON text."""

    id: int
    code: str
    qualifier: str
    type: str | None
    level: int | None
    region_id: int | None
    objects: int | None
    project_type: int | None
    visits: int | None
    online: int | None
    charged: int | None
    promised: int | None
    promised_unit: int | None
    name: str | None
    region_name: str | None
    agency: str | None
    agency_name: str | None


ROW_COLUMNS = ", ".join(
    (
        *(f"i.{column}" for column in Row._fields[: Row._fields.index("name")]),
        "n.content AS name, r.name AS region_name, a.code AS agency, a.name AS agency_name",
    )
)
_ROWS = f"SELECT {ROW_COLUMNS} FROM item i {JOINS}"


def page(connection: Asks, asked: GuideQuery, language: Language) -> tuple[bytes, str | None]:
    """Return a page of guides as JSON, and the cursor of the next one."""
    rows, following = find(connection, asked)
    items = [fragment(row, language) for row in rows]
    return orjson.dumps({"items": items, "next": following}), following


def find(connection: Asks, asked: GuideQuery) -> tuple[list[Row], str | None]:
    """Return a page of guides, and the cursor of the next one."""
    conditions, limit = asked.conditions(connection), asked.limit
    rows = rows_of(connection, asked.narrowing(), conditions, after=asked.after, limit=limit + 1)
    return rows[:limit], encode([rows[limit - 1].id]) if len(rows) > limit else None


def rows_of(
    connection: Asks,
    wanted: ItemFilter,
    also: Sequence[str],
    *,
    after: int = 0,
    limit: int,
) -> list[Row]:
    """Return up to ``limit`` items after the id ``after``, in the order of their ids."""
    conditions, parameters = wanted.where(connection)
    where = page_sql((*conditions, *also))
    sql = statement(f"{_ROWS} WHERE {where}")
    found = connection.execute(sql, {**parameters, "after": after, "limit": limit})
    return [Row._make(row) for row in found]


def handling_rows(connection: Connection, code: str) -> list[Row]:
    """Return the published 业务办理项 that a 31-digit 实施编码 is split into, by their codes."""
    if len(code) != IMPLEMENTATION_DIGITS:
        return []
    sql = statement(
        f"{_ROWS} WHERE i.kind = {IMPLEMENTATION} AND i.code > :code AND i.code < :beyond"
        f" AND {PUBLISHED} ORDER BY i.code, i.id"
    )
    found = connection.execute(sql, {"code": code, "beyond": code + "zz"})
    return [row for r in found if len((row := Row._make(r)).code) == HANDLING_DIGITS]


def audiences(connection: Asks, topic: str) -> list[int]:
    """Return the ids of the audience values that name a topic."""
    side, _, code = topic.partition("-")
    sql = statement(
        "SELECT id, content FROM element_value WHERE kind = :kind AND content LIKE :holding"
    )
    kind = KIND_BY_NAME["audience"].number
    found = connection.execute(sql, {"kind": kind, "holding": f'%"{code}"%'})
    return [
        identity
        for identity, content in found
        if code in orjson.loads(content).get(f"{side}_topics", ())
    ]


def _numbers(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids)) or "-1"


@lru_cache(maxsize=KEPT_ROWS)
def fragment(row: Row, language: Language) -> orjson.Fragment:
    """Return a row as JSON; the same row has the same, so it may be kept whatever is written."""
    return orjson.Fragment(orjson.dumps(told(row, language)))


def told(row: Row, language: Language) -> dict[str, Any]:
    """Return a row as a list tells it."""
    return {
        "code": row.code,
        "qualifier": row.qualifier,
        "name": orjson.Fragment(row.name) if row.name else None,
        "type": row.type and coded("item-type", row.type, language),
        "level": _coded("level", row.level, language),
        "region": None if row.region_id is None else code_of(row.region_id),
        "region_name": row.region_name,
        "agency": row.agency,
        "agency_name": row.agency_name,
        "objects": _objects(row.objects, language),
        "project_type": _coded("project-type", row.project_type, language),
        "visits": row.visits,
        "online": _yes_or_no(row.online),
        "charged": _yes_or_no(row.charged),
        "promised": _limit(row, language),
        "href": guide_address(row.code, row.qualifier),
    }


def _coded(enumeration: str, number: int | None, language: Language) -> Mapping[str, Any] | None:
    return None if number is None else coded(enumeration, str(number), language)


def _objects(mask: int | None, language: Language) -> list[Mapping[str, Any]] | None:
    if mask is None:
        return None
    return [coded("service-object", o, language) for o in OBJECTS if mask & 1 << int(o)]


def _yes_or_no(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _limit(row: Row, language: Language) -> dict[str, Any] | None:
    if row.promised is None:
        return None
    return {
        "number": row.promised,
        "unit": _coded("time-unit", row.promised_unit, language),
    }
