"""The law holds with declines: the standing findings are those of a full run, whatever is said."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.governing.declining import Declining, Wish
from app.governing.errors import AlreadyClaimed, NotAsked
from app.items.errors import ItemNotFound
from app.kernel.db import Database
from app.kernel.problem import Problem
from tests.auditing.scripts import CODE, ISSUED_BELOW, OTHER, SPLIT, TRANSACTIONS
from tests.factories.audited import PROFILE, emptied, found_again, found_alone, keys_now, put
from tests.factories.catalogue import CITY, COUNTY, OTHER_COUNTY, TOWN, Document, seed_regions

CANNOT: tuple[type[Problem], ...] = (AlreadyClaimed, NotAsked, ItemNotFound)
SAID = st.tuples(
    st.sampled_from((CODE, OTHER, SPLIT, ISSUED_BELOW)),
    st.sampled_from((CITY, COUNTY, OTHER_COUNTY, TOWN)),
    st.sampled_from(("no-power", "moved-down", "withdraw")),
)
_STANDING = text("SELECT id FROM decline WHERE code = :code AND region_id = :region")
SCRIPTS = st.lists(st.one_of(TRANSACTIONS, SAID, SAID), min_size=2, max_size=7)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=SCRIPTS)
def test_findings_are_those_of_a_full_run_after_every_word(
    database: Database, script: list[list[Document] | tuple[str, str, str]]
) -> None:
    emptied(database)
    for step in script:
        if isinstance(step, tuple):
            _say(database, *step)
        else:
            put(database, *step)
        before = keys_now(database)
        assert found_again(database)[0] == 0
        assert keys_now(database) == before
    assert found_alone(database) == keys_now(database)


def _say(database: Database, code: str, region: str, what: str) -> None:
    with database.write() as connection:
        seed_regions(connection)
        declining = Declining(connection, PROFILE)
        if what == "withdraw":
            for number in connection.scalars(
                _STANDING, {"code": code, "region": int(region)}
            ).all():
                declining.withdraw(number, "某局")
        else:
            with suppress(*CANNOT):
                declining.decline(Wish(code, region, what, "某局"))  # type: ignore[arg-type]
        declining.settle()
