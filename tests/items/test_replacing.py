"""An item that is changed is written over in place: all of it, and nothing else."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, String, text

from app.items.models import ITEM
from app.items.replacing import INDEXED, PLAIN, replace_items
from app.items.rows import ITEM_COLUMNS
from app.kernel.db import Database
from tests.factories.audited import put
from tests.factories.catalogue import CITY, COUNTY, local

_ROWS = text(f"SELECT {', '.join(ITEM_COLUMNS)} FROM item ORDER BY id")
_LEFT_ALONE = {"id", "kind", "code", "qualifier", "hash", "region_id", "agency_id"}


def _rows(connection: Connection) -> list[list[Any]]:
    return [list(row) for row in connection.execute(_ROWS)]


def test_every_column_is_identity_or_covered_by_an_index_or_plain() -> None:
    told = ["id", "kind", "code", "qualifier", *INDEXED, *PLAIN]
    assert sorted(told) == sorted(ITEM_COLUMNS)
    assert {"name", "status", "standard_id"} <= set(INDEXED)


def test_all_columns_are_written_over_one_by_one_and_emptied_again(database: Database) -> None:
    put(database, local(CITY), local(COUNTY))
    with database.write() as connection:
        first, other = _rows(connection)
        for place, name in enumerate(ITEM_COLUMNS):
            if name in _LEFT_ALONE or name.endswith("_date"):
                continue
            words = isinstance(ITEM.c[name].type, String)
            for said in ("改了", "") if words else (7, 0):
                first[place] = said
                replace_items(connection, [first])
                assert _rows(connection) == [first, other], name
            if ITEM.c[name].nullable:
                first[place] = None
                replace_items(connection, [first])
                assert _rows(connection) == [first, other], name
