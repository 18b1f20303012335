"""Undoing a batch: everything is as it was, by new revisions; later edits stand in the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.auditing.summary import sources
from app.importing.batches import read_batch
from app.importing.problems import (
    ImportBatchNotFound,
    ImportNotUndoable,
    ImportStandsUnderLaterEdits,
)
from app.importing.undoing import undo_import
from app.items.documents import read_documents, versions
from app.kernel.db import Database
from tests.factories.audited import PROFILE, found_again, found_now
from tests.factories.catalogue import CITY, COUNTY, OTHER_COUNTY, Document, base, local
from tests.factories.files import bring, lines

FIRST = (base(), local(CITY), local(COUNTY))
SECOND = (
    base(name="改名"),
    local(CITY, name="改名", conditions="新条件。"),
    local(COUNTY),
    local(OTHER_COUNTY),
    base(issuer=CITY),
)


def contents(database: Database) -> list[tuple[Any, ...]]:
    """What the catalogue says: every item's key, content, hash and standard."""
    with database.read() as connection:
        rows = connection.execute(
            text("SELECT id, code, qualifier, hash, standard_id FROM item ORDER BY id")
        ).all()
        documents = read_documents(connection, [row.id for row in rows])
    return [
        (row.id, row.code, row.qualifier, bytes(row.hash), row.standard_id, one.content)
        for row, one in zip(rows, documents, strict=True)
    ]


def state_of(database: Database, batch_id: int) -> str:
    with database.read() as connection:
        batch = read_batch(connection, batch_id)
    assert batch
    return str(batch["state"])


def brought_id(database: Database, folder: Path, *documents: Document) -> int:
    batch = bring(database, folder, lines(*documents)).batch
    assert batch.id
    return batch.id


def test_everything_is_as_it_was_by_new_revisions(database: Database, tmp_path: Path) -> None:
    brought_id(database, tmp_path, *FIRST)
    before, found = contents(database), found_now(database)
    second = brought_id(database, tmp_path, *SECOND)
    assert contents(database) != before
    undone = undo_import(database, second, PROFILE, "某人")
    assert (undone.state, undone.undoes, undone.sender) == ("done", second, "某人")
    assert undone.counts.as_dict() == {
        "rows": 4, "created": 0, "changed": 2, "unchanged": 0, "refused": 0, "withdrawn": 2,
    }  # fmt: skip
    assert contents(database) == before
    assert found_now(database) == found
    assert found_again(database) == (0, found)
    assert state_of(database, second) == "undone"
    with database.read() as connection:
        chain = versions(connection, before[0][0])
    assert [one.number for one in chain] == [3, 2, 1]
    assert chain[0].hash == chain[2].hash
    assert [one.previous for one in chain] == [chain[1].hash, chain[2].hash, None]
    assert chain[0].batch_id == undone.id


def test_a_withdrawn_item_keeps_its_history_and_goes_on_with_it(
    database: Database, tmp_path: Path
) -> None:
    brought_id(database, tmp_path, *FIRST)
    second = brought_id(database, tmp_path, local(OTHER_COUNTY))
    with database.read() as connection:
        item_id = connection.execute(text("SELECT max(id) FROM item")).scalar_one()
    undo_import(database, second, PROFILE)
    with database.read() as connection:
        told = [(one.number, one.withdrawn) for one in versions(connection, item_id)]
    assert told == [(2, True), (1, False)]
    again = bring(database, tmp_path, lines(local(OTHER_COUNTY), local(CITY, serial=9)))
    assert again.batch.counts.created == 2
    with database.read() as connection:
        told = [(one.number, one.withdrawn) for one in versions(connection, item_id)]
        left = connection.execute(text("SELECT count(*) FROM withdrawn_item")).scalar_one()
    assert told == [(3, False), (2, True), (1, False)]
    assert left == 0
    assert found_again(database) == (0, found_now(database))
    undo_import(database, again.batch.id or 0, PROFILE)
    assert len(contents(database)) == 3
    assert found_again(database) == (0, found_now(database))


def test_later_edits_stand_in_the_way_and_are_named(database: Database, tmp_path: Path) -> None:
    first = brought_id(database, tmp_path, *FIRST)
    second = brought_id(database, tmp_path, local(CITY, name="改名"))
    before = contents(database)
    with pytest.raises(ImportStandsUnderLaterEdits) as caught:
        undo_import(database, first, PROFILE)
    assert caught.value.facts["count"] == 1
    assert [one["pointer"] for one in caught.value.errors] == [f"/items/{local(CITY)['code']}"]
    assert f"批次 {second}" in caught.value.errors[0]["detail"]
    assert contents(database) == before
    undo_import(database, second, PROFILE)
    undo_import(database, first, PROFILE)  # what stood on it has been undone
    assert contents(database) == []
    assert found_again(database) == (0, found_now(database))


def test_an_undoing_can_be_undone(database: Database, tmp_path: Path) -> None:
    brought_id(database, tmp_path, *FIRST)
    second = brought_id(database, tmp_path, *SECOND)
    after, found = contents(database), found_now(database)
    undone = undo_import(database, second, PROFILE)
    undo_import(database, undone.id or 0, PROFILE)
    assert contents(database) == after
    assert found_now(database) == found
    assert found_again(database) == (0, found)
    assert (state_of(database, second), state_of(database, undone.id or 0)) == ("done", "undone")
    undo_import(database, second, PROFILE)
    assert len(contents(database)) == 3


def test_what_an_undoing_wrote_came_from_no_source(database: Database, tmp_path: Path) -> None:
    first = brought_id(database, tmp_path, *FIRST)
    undo_import(database, brought_id(database, tmp_path, *SECOND), PROFILE)
    with database.read() as connection:
        assert [one["batch"] for one in sources(connection)] == [first]


def test_what_is_not_done_cannot_be_undone(database: Database, tmp_path: Path) -> None:
    refused = brought_id(database, tmp_path, base(), {"name": "没有编码"})
    with pytest.raises(ImportNotUndoable):
        undo_import(database, refused, PROFILE)
    done = brought_id(database, tmp_path, *FIRST)
    undo_import(database, done, PROFILE)
    with pytest.raises(ImportNotUndoable):
        undo_import(database, done, PROFILE)
    with pytest.raises(ImportBatchNotFound):
        undo_import(database, 99, PROFILE)


DOCUMENTS = st.lists(
    st.one_of(
        st.builds(
            local,
            st.sampled_from([CITY, COUNTY, OTHER_COUNTY]),
            serial=st.integers(1, 2),
            name=st.sampled_from(["甲", "乙"]),
            row_id=st.sampled_from(["", "r1"]),
        ),
        st.builds(
            base, issuer=st.sampled_from([CITY, "990000000000"]), name=st.sampled_from("丙丁")
        ),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(batches=st.lists(DOCUMENTS, min_size=1, max_size=4))
def test_undoing_backwards_goes_back_through_every_state(
    sqlite_url: str, tmp_path: Path, batches: list[list[Document]]
) -> None:
    database = Database(sqlite_url)
    start = contents(database)
    for batch in _undoable(database):
        undo_import(database, batch, PROFILE)
    assert contents(database) == start == []
    states = []
    for documents in batches:
        states.append((contents(database), found_now(database)))
        bring(database, tmp_path, lines(*documents), mode="valid")
    for state in reversed(states):
        undo_import(database, _undoable(database)[0], PROFILE)
        assert (contents(database), found_now(database)) == state
    assert found_again(database)[0] == 0
    database.dispose()


def _undoable(database: Database) -> list[int]:
    sql = "SELECT id FROM import_batch WHERE state = 'done' AND undoes IS NULL ORDER BY id DESC"
    with database.read() as connection:
        return list(connection.execute(text(sql)).scalars())
