"""PostgreSQL's planner is told how many items the conditions leave that every list asks."""

from __future__ import annotations

from sqlalchemy import text

from app.items.queries import IN_USE, OPEN
from app.kernel.db import Database
from tests.factories.audited import put
from tests.factories.catalogue import COUNTY, base, local


def test_conditions_on_expressions_are_not_taken_for_rare(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    put(database, base(), *(local(COUNTY, serial=number) for number in range(1, 41)))
    with database.read() as connection:
        connection.execute(text("ANALYZE item"))
        where = f"+i.kind = 1 AND {IN_USE} AND {OPEN}"
        plan = connection.execute(text(f"EXPLAIN (FORMAT JSON) SELECT * FROM item i WHERE {where}"))
        expected = plan.scalar_one()[0]["Plan"]["Plan Rows"]
    database.dispose()
    assert expected == 40
