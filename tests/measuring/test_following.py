"""Counts follow every write: lists, indicators, baselines, and the sums kept of them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from sqlalchemy import Connection, text

from app.auditing import tally
from app.auditing.following import followers, forget
from app.auditing.stored import store
from app.auditing.sums import Sums
from app.items.state import turn
from app.kernel.db import Database
from app.measuring import baselines, counting
from app.publishing.lists import shares
from app.regions import within_ids
from app.surveying import betters
from tests.auditing.scripts import SCRIPTS
from tests.factories.audited import emptied, put
from tests.factories.catalogue import CITY, COUNTY, Document, base, local

NAME = "起点"


def _everything(connection: Connection, *, again: bool) -> dict[str, Any]:
    """Return every count as plain data: followed, or made from nothing."""
    counts: dict[str, Any] = {
        "audit": tally.count_again(connection) if again else tally.count(connection),
        "lists": shares.count_shares(connection) if again else shares.shares(connection),
        "indicators": counting.count_again(connection) if again else counting.count(connection),
        "betters": betters.count_betters_again(connection)
        if again
        else betters.count_betters(connection),
    }
    if baselines.newest(connection):
        identity = baselines.baseline_id(connection, NAME)
        since = baselines.count_since_again(connection, identity)
        counts["since"] = since if again else baselines.count_since(connection, NAME)
    regions = [None, *(within_ids(connection, int(code)) for code in (CITY, COUNTY))]
    return {name: _plain(one, regions) for name, one in counts.items()}


def _plain(count: Any, regions: list[frozenset[int] | None]) -> tuple[Any, ...]:
    sums: Sums[Any] = count.sums
    held = {place: _whole(one) for place, one in sums.places.items() if not _is_nothing(one)}
    gone = count.gone() if isinstance(count, counting.Count) else None
    return count.version, held, [_whole(sums.over(one)) for one in regions], gone


def _is_nothing(one: Any) -> bool:
    return bool(_whole(one) == _whole(type(one)()))


def _whole(one: Any) -> Any:
    """A sum without what was added and taken away again; counters leave zeros behind."""
    if isinstance(one, shares.Share):
        lists = {slug: m for slug, m in one.lists.items() if m != shares.Membership()}
        return one.population, one.excluded, lists
    if isinstance(one, betters.Held):
        return one.better, Counter(one.followed) + Counter(one.followers)
    return one


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=SCRIPTS)
def test_every_count_follows_every_write(database: Database, script: list[list[Document]]) -> None:
    emptied(database)
    put(database, base(), local(CITY), local(COUNTY))
    with database.write() as connection:
        baselines.take(connection, NAME)
    for documents in script:
        with database.read() as connection:
            _everything(connection, again=False)
        put(database, *documents)
        with database.read() as connection:
            assert _everything(connection, again=False) == _everything(connection, again=True)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=SCRIPTS)
def test_every_count_goes_on_from_what_was_stored(
    database: Database, script: list[list[Document]]
) -> None:
    emptied(database)
    put(database, base(), local(CITY), local(COUNTY))
    with database.write() as connection:
        baselines.take(connection, NAME)
    with database.read() as connection:
        _everything(connection, again=False)
        for one in followers():
            for stored in one.to_store(connection):
                with database.write() as writer:
                    store(writer, stored)
    for documents in script:
        put(database, *documents)
        forget()  # as another process would begin
        with database.read() as connection:
            found = _everything(connection, again=False)
            assert found == _everything(connection, again=True)
            kept = connection.execute(text("SELECT name, version FROM kept_count")).all()
            assert {name.partition(":")[0] for name, _ in kept} == found.keys()
            assert all(version < found["audit"][0] for _, version in kept)


def test_what_nobody_told_of_is_counted_again(database: Database) -> None:
    put(database, base(), local(CITY))
    with database.read() as connection:
        before = counting.count(connection)
    with database.write() as connection:
        turn(connection)
    with database.read() as connection:
        after = counting.count(connection)
        assert after.version == before.version + 1
        assert after.sums.places == before.sums.places


def test_figures_of_bodies_that_nothing_touched_are_kept(database: Database) -> None:
    put(database, base(), local(CITY), local(COUNTY))
    with database.read() as connection:
        before = counting.count(connection).figures("online-rate")
    put(database, local(COUNTY, name="另一名称"))
    with database.read() as connection:
        after = counting.count(connection).figures("online-rate")
    assert [place for place in after if after[place] is before.get(place)] == [
        place for place in after if place[0] == int(CITY)
    ]
