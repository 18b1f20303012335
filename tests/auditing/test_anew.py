"""Judging anew: what says the same keeps its number, what does not is put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import TextClause, text

from app.auditing import engine, registry
from app.auditing.rule import place
from app.auditing.runs import run_audit
from app.elements.profiles import load_profile
from app.kernel.db import Database
from tests.factories.audited import PROFILE, Findings, emptied, found_now, put
from tests.factories.catalogue import CITY, COUNTY, OTHER_COUNTY, PROVINCE, base, local

CONTACT = {
    "address": "示例省江平市甲路12号政务服务中心1楼",
    "consult": "0571-88081234",
    "complaint": "0571-88085678",
    "hours": "工作日9:00—12:00",
}
CATALOGUE = (
    base(),
    base(issuer=PROVINCE, levels=["3", "4", "5"]),
    local(CITY, materials=[{"name": "其他材料"}], links={"online": "www.example.org"}),
    local(COUNTY, serial=1, materials=[{"name": "其他材料"}], name="另一名称"),
    local(OTHER_COUNTY, serial=1, row_id="一", links={"online": "http://127.0.0.1/x"}),
    local(OTHER_COUNTY, serial=1, row_id="二", contact=CONTACT),
)
OFF, ON = (f"UPDATE audit_rule SET enabled = {on} WHERE code = '{{}}'" for on in (0, 1))
_MARKS = text("SELECT kind, code, qualifier, flawed, present FROM item ORDER BY 1, 2, 3")
_VERDICTS = text("SELECT id, value_id, item_id, rule_id, pointer, facts FROM verdict ORDER BY id")
_COMPARISONS = text("SELECT * FROM element_comparison ORDER BY id")
_KEYS = text("SELECT item_id, rule_id, ref FROM finding ORDER BY 1, 2, 3")


def _rows(database: Database, query: TextClause) -> list[tuple[object, ...]]:
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


def _write(database: Database, statement: str) -> None:
    with database.write() as connection:
        assert connection.execute(text(statement)).rowcount > 0


def test_what_is_judged_anew_and_says_the_same_keeps_its_number(database: Database) -> None:
    put(database, *CATALOGUE)
    before = [_rows(database, query) for query in (_VERDICTS, _COMPARISONS, _KEYS)]
    assert all(before)
    assert run_audit(database, PROFILE, anew=True)["drift"] == 0
    assert [_rows(database, query) for query in (_VERDICTS, _COMPARISONS, _KEYS)] == before


_MADE_UP = (
    "INSERT INTO verdict (id, value_id, rule_id, pointer, facts) SELECT 999, value_id, rule_id,"
    " '/x', '{}' FROM verdict WHERE value_id IS NOT NULL LIMIT 1"
)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE verdict SET facts = '{}' WHERE value_id IS NOT NULL",
        "UPDATE verdict SET pointer = '/code' WHERE item_id IS NOT NULL AND region_id IS NULL",
        "DELETE FROM verdict WHERE region_id IS NULL",
        _MADE_UP,
        "UPDATE element_comparison SET answer = 0, difference = '{}'",
    ],
)
def test_what_was_harmed_is_put_right(database: Database, harm: str) -> None:
    put(database, *CATALOGUE)
    right = found_now(database)
    _write(database, harm)
    run_audit(database, PROFILE, anew=True)
    assert found_now(database) == right
    assert run_audit(database, PROFILE)["drift"] == 0


def _judged(database: Database, profile: str = PROFILE) -> tuple[Findings, list[Any]]:
    """Return findings and marks after everything was judged anew, and the same of a fresh import."""
    run_audit(database, profile, anew=True)
    assert run_audit(database, profile)["drift"] == 0
    again = found_now(database), _rows(database, _MARKS)
    put(emptied(database, "audit_rule"), *CATALOGUE, profile=profile)
    assert again == (found_now(database), _rows(database, _MARKS))
    return again


@pytest.mark.parametrize("code", ["catch-all-material", "malformed-link", "untidy-name"])
def test_a_rule_switched_by_hand_is_heard_or_silent_as_in_a_fresh_import(
    database: Database, code: str
) -> None:
    put(database, *CATALOGUE)
    before = found_now(database), _rows(database, _MARKS)
    _write(database, OFF.format(code))
    silent = _judged(database)
    assert (silent == before) == (code == "untidy-name")  # that one finds nothing here
    _write(database, ON.format(code))
    assert _judged(database) == before


def test_a_rule_that_says_something_else_marks_other_items(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, *CATALOGUE)
    before = _rows(database, _MARKS)
    monkeypatch.setattr("app.kernel.scanning.PAGE", 2)
    with _instead(monkeypatch, "untidy-name", lambda name: [place("/name", name=name)]):
        names_marked = {flawed & 1 for *_, flawed, _ in _judged(database)[1]}
        assert names_marked == {1}
    assert _judged(database)[1] == before


@contextmanager
def _instead(
    monkeypatch: pytest.MonkeyPatch, code: str, function: Callable[[Any], Any]
) -> Iterator[None]:
    """Let a rule find something else."""
    with monkeypatch.context() as changed:
        others = tuple(
            replace(rule, function=function) if rule.code == code else rule
            for rule in registry.rules(load_profile(PROFILE))
        )
        changed.setattr(registry, "rules", lambda *_: others)
        engine._bench.cache_clear()
        yield
    engine._bench.cache_clear()


def test_another_profile_finds_what_it_finds_in_a_fresh_import(database: Database) -> None:
    put(database, *CATALOGUE)
    _judged(database, "sitong")


_DERIVED = tuple(
    text(f"SELECT * FROM {table} ORDER BY 1")
    for table in (
        "(SELECT id, flawed, present, plain_frame_id, plain_base_frame_id FROM item) marks",
        "(SELECT id, sense, plain_hours FROM element_value) looks",
        "citation",
        "mention",
        "paper",
    )
)
_HARM = (
    "UPDATE item SET flawed = CASE WHEN flawed = 0 THEN 8191 ELSE 0 END",
    "UPDATE item SET present = 0, plain_base_frame_id = NULL",
    "UPDATE item SET plain_frame_id = 1, plain_base_frame_id = 1",
    "UPDATE element_value SET sense = hash WHERE sense <> hash",
    "UPDATE element_value SET plain_hours = 5 WHERE kind = 11",
    "DELETE FROM citation",
    "UPDATE mention SET flags = 0 WHERE flags <> 0",
    "UPDATE paper SET name = ''",
)


def test_what_a_fresh_import_derives_is_derived_again_by_other_code(database: Database) -> None:
    put(database, *CATALOGUE)
    derived = [_rows(database, query) for query in _DERIVED]
    assert all(derived)
    right = found_now(database)
    for harm in _HARM:
        _write(database, harm)
    run_audit(database, PROFILE, anew=True)
    assert found_now(database) != right  # code is not asked again what it said already
    _write(database, "UPDATE catalogue_state SET derivation = 'older'")
    run_audit(database, PROFILE)
    assert [_rows(database, query) for query in _DERIVED] == derived
    assert found_now(database) == right


def test_nothing_is_judged_by_what_other_code_derived(database: Database) -> None:
    """Its plain contacts would be left unread, though today's code does not call them plain."""
    odd = {**CONTACT, "consult": CONTACT["complaint"]}
    put(database, *CATALOGUE, local(OTHER_COUNTY, serial=1, row_id="三", contact=odd))
    right = found_now(database)
    hours = "(SELECT max(plain_hours) FROM element_value)"
    _write(database, f"UPDATE element_value SET plain_hours = {hours} WHERE kind = 11")
    _write(database, "DELETE FROM verdict WHERE region_id IS NULL")
    _write(database, "UPDATE catalogue_state SET derivation = 'older'")
    run_audit(database, PROFILE)
    assert found_now(database) == right


def test_answers_too_long_to_keep_are_asked_for_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, *CATALOGUE)
    right = found_now(database)
    assert "duplicate-code" in {told[2] for told in right}
    monkeypatch.setattr("app.auditing.beside.MOST", 0)
    assert run_audit(database, PROFILE)["drift"] == 0
    assert found_now(database) == right
    monkeypatch.setattr("app.auditing.value_verdicts.MOST", 0)
    verdicts = _rows(database, _VERDICTS)
    assert run_audit(database, PROFILE, anew=True)["drift"] == 0
    assert (_rows(database, _VERDICTS), found_now(database)) == (verdicts, right)
