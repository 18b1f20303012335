"""What a run keeps is told from sums, as long as verdicts keep their numbers."""

from __future__ import annotations

from sqlalchemy import text

from app.auditing.runs import run_audit
from app.items.verdicts import next_verdict
from app.kernel.db import Database
from tests.factories.audited import PROFILE, put
from tests.factories.catalogue import CITY, base, local


def test_numbers_that_a_kept_run_knows_are_not_given_again(database: Database) -> None:
    put(database, base(), local(CITY, materials=[{"name": "其他材料"}]))
    with database.read() as connection:
        before = next_verdict(connection)
    run_audit(database, PROFILE)
    with database.write() as connection:
        connection.execute(text("DELETE FROM verdict"))
        assert next_verdict(connection) == before > 1


def test_what_stood_at_the_run_before_is_not_looked_into_again(database: Database) -> None:
    put(database, base(), local(CITY, materials=[{"name": "其他材料"}]))
    run_audit(database, PROFILE)
    kept = "SELECT item_id, rule_id, mark, number FROM kept_finding ORDER BY 1, 2, 3"
    with database.read() as connection:
        first = connection.execute(text(kept)).all()
    for anew in (False, True):
        run = run_audit(database, PROFILE, anew=anew)
        assert run["drift"] == 0
        with database.read() as connection:
            assert connection.execute(text(kept)).all() == first
            assert connection.execute(text("SELECT count(*) FROM run_change")).scalar_one() == 0


def test_another_defect_under_a_number_given_up_is_another_finding(database: Database) -> None:
    put(database, base(), local(CITY, code="不是编码1"))
    run_audit(database, PROFILE)
    put(database, local(CITY, code="不是编码1", base_code="也不是"))
    run_audit(database, PROFILE)
    with database.read() as connection:
        found = connection.execute(text("SELECT count(*) FROM finding")).scalar_one()
        kept = connection.execute(text("SELECT sum(number) FROM kept_finding")).scalar_one()
        changes = connection.execute(text("SELECT count(*) FROM run_change")).scalar_one()
    assert kept == found
    assert changes > 0
