"""Keyset paging: a page is found by the key of the row before it, never by counting rows off."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Annotated, Any

import orjson
from fastapi import Query
from sqlalchemy import ColumnElement, Connection, RowMapping, Select, literal, tuple_

from app.kernel.problem import Problem

Key = str | int | float | bool | None
Limit = Annotated[int, Query(ge=1, le=200, description="每页条数 rows on a page")]
Cursor = Annotated[str | None, Query(max_length=1000, description="上一页给出的 next：接着往下读")]

_CHECK_BYTES = 4


class InvalidCursor(Problem):
    """翻页标记无效 Invalid cursor.

    A cursor is opaque: send back, with the same filters, what the page before gave as `next`.
    Start again without one.
    """

    status = 422
    zh = "翻页标记不是本接口给出的，请从第一页重新开始"
    en = "The cursor is not one that this address gave out; start again from the first page"

    def __init__(self) -> None:
        fault = {"in": "query", "pointer": "/cursor", "code": "invalid-cursor", "detail": self.zh}
        super().__init__(errors=[fault])  # type: ignore[list-item]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows, and the cursor of the next page if there is one."""

    items: list[Any]
    next: str | None = None


def encode(key: Sequence[Key]) -> str:
    """Return the key of a page's last row as an opaque cursor."""
    payload = orjson.dumps(list(key))
    return urlsafe_b64encode(_check(payload) + payload).decode().rstrip("=")


def decode(cursor: str, width: int) -> list[Key]:
    """Return the key in ``cursor``.

    Raises:
        InvalidCursor: it was altered, or made for another order of ``width`` columns.
    """
    try:
        raw = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except (NotBase64, ValueError):
        raise InvalidCursor from None
    check, payload = raw[:_CHECK_BYTES], raw[_CHECK_BYTES:]
    if check != _check(payload):
        raise InvalidCursor
    key: list[Key] = orjson.loads(payload)
    if len(key) != width:
        raise InvalidCursor
    return key


def number_in(cursor: str | None) -> int | None:
    """Return the number after which a page begins; None on the first page.

    Raises:
        InvalidCursor: it holds something else.
    """
    return int(decode(cursor, 1)[0] or 0) if cursor else None


def cut(rows: Sequence[Any], limit: int, key: str | int = "id") -> Page:
    """Make a page of rows of which one more than ``limit`` was asked for; ``key`` orders them."""
    return Page(list(rows[:limit]), encode([rows[limit - 1][key]]) if len(rows) > limit else None)


def page(
    connection: Connection,
    statement: Select[Any],
    *,
    key: Sequence[ColumnElement[Any]],
    limit: int,
    cursor: str | None = None,
) -> tuple[list[RowMapping], str | None]:
    """Return up to ``limit`` rows of ``statement`` in the order of ``key``, and the next cursor.

    ``key`` must be unique together, never NULL, and among the statement's columns.
    """
    if cursor is not None:
        values = [literal(value) for value in decode(cursor, len(key))]
        statement = statement.where(tuple_(*key) > tuple_(*values))
    found = connection.execute(statement.order_by(*key).limit(limit + 1)).mappings().all()
    rows = list(found[:limit])
    if len(found) <= limit:
        return rows, None
    return rows, encode([rows[-1][column.key or ""] for column in key])


def _check(payload: bytes) -> bytes:
    return blake2b(payload, digest_size=_CHECK_BYTES, person=b"yizhi-page").digest()
