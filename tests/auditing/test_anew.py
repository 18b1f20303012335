"""Judging anew: what says the same keeps its number, what does not is put right."""

from __future__ import annotations

import pytest
from sqlalchemy import TextClause, text

from app.auditing.runs import run_audit
from app.kernel.db import Database
from tests.factories.audited import PROFILE, found_now, put
from tests.factories.catalogue import CITY, COUNTY, OTHER_COUNTY, PROVINCE, base, local

CATALOGUE = (
    base(),
    base(issuer=PROVINCE, levels=["3", "4", "5"]),
    local(CITY, materials=[{"name": "其他材料"}], links={"online": "www.example.org"}),
    local(COUNTY, serial=1, materials=[{"name": "其他材料"}], name="另一名称"),
    local(OTHER_COUNTY, serial=1, row_id="一", links={"online": "http://127.0.0.1/x"}),
    local(OTHER_COUNTY, serial=1, row_id="二"),
)
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
        "UPDATE item SET flawed = 0, present = 0",
    ],
)
def test_what_was_harmed_is_put_right(database: Database, harm: str) -> None:
    put(database, *CATALOGUE)
    right = found_now(database)
    _write(database, harm)
    run_audit(database, PROFILE, anew=True)
    assert found_now(database) == right
    assert run_audit(database, PROFILE)["drift"] == 0


def test_answers_too_long_to_keep_are_asked_for_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, *CATALOGUE)
    right = found_now(database)
    assert "duplicate-code" in {told[2] for told in right}
    monkeypatch.setattr("app.auditing.beside.MOST", 0)
    assert run_audit(database, PROFILE)["drift"] == 0
    assert found_now(database) == right
