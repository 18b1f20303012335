"""The law: whatever is written, the standing findings are those of a full run, and of each item."""

from __future__ import annotations

import os
from collections import Counter

import orjson
from hypothesis import HealthCheck, given, settings
from sqlalchemy import text

from app.auditing import registry
from app.elements.standard import load_standard
from app.items.record import RECORDS
from app.kernel.db import Database
from tests.auditing.scripts import SCRIPTS
from tests.factories.audited import (
    documents_of,
    emptied,
    found_again,
    found_alone,
    found_now,
    keys_now,
    put,
)
from tests.factories.catalogue import Document

Script = list[list[Document]]
MODEST = settings(
    max_examples=int(os.environ.get("LAW_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@MODEST
@given(script=SCRIPTS)
def test_findings_are_those_of_a_full_run_after_every_write(
    database: Database, script: Script
) -> None:
    emptied(database)
    standing = found_now(database)
    for documents in script:
        outcomes = put(database, *documents)
        assert {error.code for one in outcomes for error in one.errors} <= {"twice"}
        standing = found_now(database)
        assert found_again(database) == (0, standing)
    assert found_alone(database) == keys_now(database)
    assert found_again(database, anew=True) == (0, found_now(database))
    assert found_now(database) == standing
    _missing_is_what_the_standard_says(database)
    _history_holds(database)


def _missing_is_what_the_standard_says(database: Database) -> None:
    """Held against ``Standard.missing``, which reads documents, not masks."""
    codes = {rule.place: rule.code for rule in registry.rules() if rule.form == "missing"}
    owed: Counter[tuple[int, str]] = Counter()
    with database.read() as connection:
        for item_id, (kind, status, document) in zip(
            connection.execute(text("SELECT id FROM item ORDER BY id")).scalars(),
            list(documents_of(connection)),
            strict=True,
        ):
            gaps = load_standard(RECORDS[kind]).missing(document) if status != 3 else ()
            owed.update((item_id, codes[gap.pointer]) for gap in gaps if gap.pointer in codes)
        rows = connection.execute(
            text("SELECT f.item_id, r.code FROM finding f JOIN audit_rule r ON r.id = f.rule_id")
        )
        found = Counter((row.item_id, row.code) for row in rows if row.code in codes.values())
    assert found == owed


def _history_holds(database: Database) -> None:
    """Every revision names the one before it, numbers have no gaps, the newest is the item."""
    with database.read() as connection:
        query = "SELECT item_id, number, hash, previous FROM revision ORDER BY item_id, number"
        before: dict[int, tuple[int, bytes | None]] = {}
        for item_id, number, content, previous in connection.execute(text(query)):
            last_number, last_hash = before.get(item_id, (0, None))
            assert number == last_number + 1
            assert (bytes(previous) if previous else None) == last_hash
            assert bytes(content) != last_hash
            before[item_id] = (number, bytes(content))
        items = connection.execute(text("SELECT id, number, hash FROM item"))
        assert before == {row.id: (row.number, bytes(row.hash)) for row in items}


@MODEST
@given(script=SCRIPTS)
def test_an_unchanged_document_makes_no_revision(database: Database, script: Script) -> None:
    emptied(database)
    last = {orjson.dumps(one): one for documents in script for one in documents}
    for one in last.values():
        put(database, one)
        state = found_now(database)
        outcome = put(database, dict(reversed(one.items())))[0]
        assert outcome.verb == "unchanged"
        assert found_now(database) == state
    with database.read() as connection:
        count = text("SELECT count(*) FROM revision")
        assert connection.execute(count).scalar_one() <= len(last)
