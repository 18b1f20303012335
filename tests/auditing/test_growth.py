"""What settling costs grows with what was written, and not with its square."""

from __future__ import annotations

from app.auditing.engine import open_audit
from app.auditing.runs import settle
from app.importing.writing import open_writer
from app.items.record import IMPLEMENTATION
from app.items.writing import Incoming
from app.kernel.bulk import driver
from app.kernel.db import Database
from tests.factories.audited import PROFILE, found_again, found_now, put
from tests.factories.catalogue import COUNTY, Document, base, handled, local

FEW, STEPS = 150, 200  # items; instructions of SQLite
PARTS = ((0, 1), (1, 3))
"""Of these few, first and last: a part of them, and another of twice as many."""


def _items(numbers: range, **handling: str | None) -> list[Document]:
    return [local(COUNTY, row_id=str(number), handling=handled(**handling)) for number in numbers]


def _settling(database: Database, numbers: range) -> int:
    """Put right what is found of these items; return how often ``STEPS`` settling took."""
    taken: list[None] = []
    with database.write() as connection:
        audit = open_audit(connection, PROFILE)
        writer = open_writer(connection, audit, None)
        writer.write([Incoming(IMPLEMENTATION, one) for one in _items(numbers)])
        writer.finish()
        driver(connection).set_progress_handler(lambda: taken.append(None), STEPS)
        settle(connection, audit)
        driver(connection).set_progress_handler(None, STEPS)
    return len(taken)


def test_twice_as_many_items_take_twice_as_many_steps(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    put(database, base(), *_items(range(3 * FEW), visits_reason=None))
    found = sum(found_now(database).values())
    once, twice = (_settling(database, range(start * FEW, end * FEW)) for start, end in PARTS)
    assert sum(found_now(database).values()) == found - 3 * FEW, (
        "each item had one finding put right"
    )
    assert found_again(database) == (0, found_now(database))
    database.dispose()
    assert twice < 2.2 * once
