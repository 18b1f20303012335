"""Counts follow small writes: what is counted again here and there is what a whole count says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from app.auditing import following, tallies, tally
from app.auditing.runs import run_audit
from app.items.state import turn
from app.kernel.db import Database
from tests.auditing.scripts import SCRIPTS
from tests.factories.audited import PROFILE, emptied, put
from tests.factories.catalogue import CITY, COUNTY, Document, base, local


def _told(count: tally.Count) -> tuple[Any, ...]:
    held = {place: one for place, one in count.tallies.items() if one != tallies.Tally()}
    return count.version, held, count.claimed, count.unclaimed


def _both(database: Database) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    with database.read() as connection:
        return _told(tally.count(connection)), _told(tally.count_again(connection))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=SCRIPTS)
def test_a_count_follows_every_write(database: Database, script: list[list[Document]]) -> None:
    emptied(database)
    _both(database)
    for documents in script:
        put(database, *documents)
        followed, whole = _both(database)
        assert followed == whole


def test_only_what_was_touched_is_counted_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, base(), local(CITY), local(COUNTY))
    _both(database)
    put(database, local(COUNTY, name="另一名称"))
    asked: list[str] = []
    count_items = tallies._count_items

    def watched(connection: Any, profile: Any, tallies: Any, where: str) -> None:
        asked.append(where)
        count_items(connection, profile, tallies, where)

    monkeypatch.setattr(tallies, "_count_items", watched)
    with database.read() as connection:
        tally.count(connection)
    assert asked
    run_audit(database, PROFILE)  # every finding stands: nothing is counted again
    with database.read() as connection:
        tally.count(connection)
    assert following.EVERYWHERE not in asked
    with database.write() as connection:
        turn(connection)  # nobody tells what it changed
    with database.read() as connection:
        tally.count(connection)
    assert asked[-1] == following.EVERYWHERE
