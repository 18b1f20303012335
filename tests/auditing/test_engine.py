"""The engine: wide and narrow passes agree, readers are not disturbed, rules and days change."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from app.auditing import plan, temporary
from app.auditing.runs import run_audit
from app.kernel.bulk import bulk_insert
from app.kernel.db import Database
from tests.factories.audited import (
    PROFILE,
    emptied,
    found_again,
    found_now,
    keys_now,
    put,
    standing,
)
from tests.factories.catalogue import CITY, COUNTY, OTHER_COUNTY, PROVINCE, TOWN, base, local

CATALOGUE = (
    base(),
    base(issuer=PROVINCE, levels=["3", "4", "5"]),
    local(CITY),
    local(COUNTY, handling={"visits": 0, "project_type": "1"}, status="3"),
    local(OTHER_COUNTY, serial=1, materials=[{"name": "其他材料"}]),
    local(TOWN, cancel_date="2021-01-01"),
)


def _codes(database: Database) -> set[str]:
    return {told[2] for told in found_now(database)}


def test_a_wide_pass_finds_what_narrow_ones_find(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for document in CATALOGUE:
        put(database, document)
    one_by_one = found_now(database)
    assert one_by_one
    emptied(database)
    monkeypatch.setattr("app.auditing.scope.FEW", 0)
    put(database, *CATALOGUE)
    assert found_now(database) == one_by_one
    assert found_again(database) == (0, one_by_one)


def test_a_reader_whose_snapshot_is_older_keeps_its_findings(database: Database) -> None:
    put(database, *CATALOGUE)
    with database.read() as connection:
        before = connection.execute(text("SELECT version FROM catalogue_state")).scalar_one()
        put(database, local(CITY, name="另一名称"))
        run_audit(database, PROFILE, anew=True)
        assert sum(standing(connection).values()) > 0
        again = connection.execute(text("SELECT version FROM catalogue_state")).scalar_one()
    assert again == before


def test_a_run_in_a_catalogue_that_is_as_it_should_be_moves_no_finding(database: Database) -> None:
    put(database, *CATALOGUE)
    before = keys_now(database)
    run = run_audit(database, PROFILE)
    assert (run["drift"], run["state"], run["anew"]) == (0, "done", False)
    assert run["findings"] == sum(run["counts"].values()) == before.total()
    assert keys_now(database) == before


def test_a_run_measures_findings_on_items_with_large_numbers(database: Database) -> None:
    """Sums over ids must not overflow: 3,900 real items were too many for PostgreSQL's integers."""
    put(database, *CATALOGUE)
    with database.write() as connection:
        stray = (
            "INSERT INTO finding SELECT 2000000000, id, 99 FROM audit_rule"
            " WHERE code = 'catch-all-material'"
        )
        connection.execute(text(stray))
    assert found_again(database)[0] == 1


def test_a_run_puts_right_what_went_wrong_and_says_how_much(database: Database) -> None:
    put(database, *CATALOGUE)
    right = found_now(database)
    with database.write() as connection:
        lost = text(
            "DELETE FROM finding WHERE item_id = (SELECT max(id) FROM item WHERE cancel_date IS NULL)"
        )
        gone = connection.execute(lost).rowcount
        connection.execute(
            text(
                "INSERT INTO finding SELECT 1, id, 99 FROM audit_rule"
                " WHERE code IN ('catch-all-material', 'different-name')"
            )
        )
    drift, found = found_again(database)
    assert drift == gone + 2
    assert found == right


def test_a_run_bears_ids_as_high_as_a_large_catalogue_has(database: Database) -> None:
    put(database, *CATALOGUE)
    run_audit(database, PROFILE)
    with database.write() as connection:
        connection.execute(text("INSERT INTO kept_finding VALUES (2000000000, 1, 5, 1)"))
        connection.execute(text("INSERT INTO finding VALUES (2000000000, 1, 0)"))
    assert run_audit(database, PROFILE)["drift"] == 1
    assert run_audit(database, PROFILE)["drift"] == 0


def test_other_rules_make_verdicts_anew(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, *CATALOGUE)
    before = found_now(database)
    with database.write() as connection:
        connection.execute(text("UPDATE catalogue_state SET rule_set = 'older', derivation = ''"))
        connection.execute(text("DELETE FROM verdict"))
        connection.execute(text("UPDATE item SET flawed = 0, present = 0"))
    put(database, local(CITY, serial=7))
    drift, after = found_again(database)
    assert drift == 0
    assert before - after == before - before


def test_a_rule_switched_off_is_silent_and_speaks_again(database: Database) -> None:
    put(database, *CATALOGUE)
    everything = found_now(database)
    assert "catch-all-material" in _codes(database)
    switch = text("UPDATE audit_rule SET enabled = :on WHERE code = 'catch-all-material'")
    for on in (0, 1):
        with database.write() as connection:
            connection.execute(switch, {"on": on})
        found_again(database)
        assert ("catch-all-material" in _codes(database)) == bool(on)
    assert found_now(database) == everything


def test_days_change_findings_without_drift(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "today", lambda: date(2026, 1, 1))
    put(database, base(), local(CITY, cancel_date="2026-01-01", effective_date="2026-01-02"))
    assert "in-use-past-its-end" not in _codes(database)
    assert "in-use-before-its-beginning" in _codes(database)
    monkeypatch.setattr(plan, "today", lambda: date(2026, 1, 2))
    drift, _ = found_again(database)
    assert drift == 0
    assert "in-use-past-its-end" in _codes(database)
    assert "in-use-before-its-beginning" not in _codes(database)


def test_a_cancelled_item_has_no_findings_and_claims_nothing(database: Database) -> None:
    put(database, base(), local(CITY), local(COUNTY))
    assert "unclaimed-base-item" not in _codes(database)
    other = local(COUNTY, base_code="000117002000")
    put(database, other, local(COUNTY, status="3"))
    codes = [told[:3] for told in found_now(database)]
    assert ("000117001001", "000000000000", "unclaimed-base-item") in codes
    assert local(COUNTY)["code"] not in {told[0] for told in codes}


def test_what_a_large_pass_left_behind_is_not_read_by_the_next(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(temporary, "LARGE", 100_000)
    rows = [(n, 1, 0) for n in range(5000)]
    with database.write() as connection:
        temporary.prepare(connection)
        bulk_insert(connection, "found", ("item_id", "rule_id", "ref"), rows)
        temporary.prepare(connection)
        assert connection.execute(text("SELECT count(*) FROM found")).scalar_one() == 0
        if not database.is_sqlite:
            size = text("SELECT pg_relation_size('pg_temp.found')")
            assert connection.execute(size).scalar_one() < temporary.LARGE
