"""通读: read a large query by pages of its key, so that rows may be changed between pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from app.kernel.bulk import driver

PAGE = 5000


def scan(connection: Connection, query: str, key: str = "id") -> Iterator[Sequence[Any]]:
    """Yield the rows of a query that ends in its ``WHERE``, by its first column ``key``, ascending."""
    cursor, last = driver(connection).cursor(), 0
    while rows := cursor.execute(
        f"{query} AND {key} > {last} ORDER BY {key} LIMIT {PAGE}"
    ).fetchall():
        yield rows
        last = rows[-1][0]
