"""The mask of fields that are owed, asked the short way and condition by condition."""

from __future__ import annotations

from sqlalchemy import text

from app.auditing.owing import owed_by_condition, required_sql
from app.kernel.db import Database
from tests.factories.audited import put
from tests.factories.catalogue import CITY, TOWN, base, local

TYPES = (None, "01", "05", "07", "20", "TC")


def test_both_ways_ask_for_the_same_fields(database: Database) -> None:
    put(database, base(), *(local(CITY, serial=n, type=one) for n, one in enumerate(TYPES)))
    put(database, local(TOWN, handling={"visits": 2, "online": True}, fees={"charged": True}))
    each = " + ".join(
        f"CASE WHEN {condition} THEN {bits} ELSE 0 END" for condition, bits in owed_by_condition()
    )
    with database.read() as connection:
        rows = connection.execute(text(f"SELECT {required_sql()}, {each} FROM item i")).all()
    assert len({owed for owed, _ in rows}) > 3
    assert [owed for owed, _ in rows] == [told for _, told in rows]
