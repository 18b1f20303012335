"""撤销导入: every item gets back what it was before a batch, as a new revision.

History is never rewritten: undoing is a batch of its own, and can itself be undone. Items that the
batch created are withdrawn. Where a later edit stands on what the batch wrote, nothing is undone
and the items are named; a later edit that has itself been undone does not stand in the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text, update

from app.auditing.engine import open_audit
from app.auditing.runs import settle
from app.importing.batches import Batch, mark_interrupted, read_batch
from app.importing.hashing import ready
from app.importing.models import ImportBatch
from app.importing.problems import (
    ImportBatchNotFound,
    ImportNotUndoable,
    ImportStandsUnderLaterEdits,
)
from app.importing.writing import open_writer
from app.items.documents import Document, read_revisions
from app.items.writing import Gone, Incoming, ItemWriter
from app.kernel.db import Database
from app.kernel.problem import FieldError

PAGE = 2000
NAMED = 100
"""So many items that stand in the way are named; all are counted."""


class _Written(NamedTuple):
    """What the batch wrote of one item, and the item as it stands."""

    item: Gone
    number: int
    withdrawn: bool


def undo_import(
    database: Database, batch_id: int, profile: str, sender: str | None = None
) -> Batch:
    """Undo a batch in one transaction and return the batch that did it.

    Raises:
        ImportBatchNotFound, ImportNotUndoable: there is nothing of the kind to undo.
        ImportStandsUnderLaterEdits: items were edited since.
        CatalogueBusy, StorageFull: see ``Database.write``; nothing was written.
    """
    with database.write() as connection:
        mark_interrupted(connection)
        original = _undoable(connection, batch_id)
        _refuse_later_edits(connection, batch_id)
        batch = _opened(connection, original, sender)
        audit = open_audit(connection, profile)
        writer = open_writer(connection, audit, batch.id)
        for page in _pages(connection, batch_id):
            _take_back(writer, page, batch)
        writer.finish()
        if batch.counts.rows:
            settle(connection, audit)
        batch.close(connection, "done")
        _mark(connection, original)
    return batch


def _undoable(connection: Connection, batch_id: int) -> dict[str, Any]:
    found = read_batch(connection, batch_id)
    if found is None:
        raise ImportBatchNotFound(id=batch_id)
    if found["state"] != "done":
        raise ImportNotUndoable(id=batch_id, state=found["state"])
    return found


def _opened(connection: Connection, original: dict[str, Any], sender: str | None) -> Batch:
    batch = Batch(
        file_name=original["file_name"],
        hashed=ready(original["file_hash"]),
        file_size=original["file_size"],
        mapping=original["mapping"],
        mode="all",
        sender=sender,
        undoes=original["id"],
    )
    batch.open(connection)
    return batch


def _mark(connection: Connection, original: dict[str, Any]) -> None:
    """The batch is undone; if it was itself an undoing, what that had undone is done again."""
    marks = {original["id"]: "undone"}
    if original["undoes"] is not None:
        marks[original["undoes"]] = "done"
    for batch_id, state in marks.items():
        connection.execute(
            update(ImportBatch).where(ImportBatch.id == batch_id).values(state=state)
        )


def _refuse_later_edits(connection: Connection, batch_id: int) -> None:
    count = connection.execute(text(f"SELECT count(*) {_LATER}"), {"batch": batch_id}).scalar_one()
    if not count:
        return
    rows = connection.execute(_STANDING, {"batch": batch_id, "most": NAMED}).all()
    later = sorted({row.later for row in rows if row.later}, reverse=True)
    raise ImportStandsUnderLaterEdits(
        id=batch_id, count=count, later=later, errors=[_in_the_way(row) for row in rows]
    )


def _in_the_way(row: Row[Any]) -> FieldError:
    by = f"批次 {row.later} 又" if row.later else "后来又"
    return {
        "pointer": f"/items/{row.code}",
        "code": "later-edit",
        "detail": f"事项 {row.code} 被{by}修改过，现在是第 {row.now} 版",
    }


def _pages(connection: Connection, batch_id: int) -> Iterator[Sequence[_Written]]:
    last = 0
    while True:
        asked = {"batch": batch_id, "last": last, "most": PAGE}
        rows = connection.execute(_WRITTEN, asked).all()
        if not rows:
            return
        yield [
            _Written(
                Gone(row.id, row.kind, row.code, row.qualifier, row.now, bytes(row.hash)),
                row.number,
                bool(row.withdrawn),
            )
            for row in rows
        ]
        last = rows[-1].id


def _take_back(writer: ItemWriter, page: Sequence[_Written], batch: Batch) -> None:
    earlier = {one.item.id: one.number - 1 for one in page if one.number > 1}
    former = {one.version.item_id: one for one in read_revisions(writer.connection, earlier)}
    restored = {item_id for item_id, one in former.items() if not one.version.withdrawn}
    created = [one.item for one in page if one.item.id not in restored and not one.withdrawn]
    writer.withdraw(created)
    batch.counts.withdrawn += len(created)
    kept_apart = {one.item.id: one.item.qualifier != "" for one in page}
    for by_row_id in (False, True):
        documents = [former[i] for i in sorted(restored) if kept_apart[i] is by_row_id]
        writer.by_row_id = by_row_id
        _restore(writer, documents, batch)
    batch.counts.rows = batch.counts.created + batch.counts.changed + batch.counts.withdrawn


def _restore(writer: ItemWriter, documents: Sequence[Document], batch: Batch) -> None:
    outcomes = writer.write(Incoming(one.kind, one.content) for one in documents)
    for one, outcome in zip(documents, outcomes, strict=True):
        if outcome.item_id != one.version.item_id or outcome.errors:
            raise ImportNotUndoable(id=batch.undoes, state=f"item {one.version.item_id}")
        setattr(batch.counts, outcome.verb, getattr(batch.counts, outcome.verb) + 1)


_STANDS = (
    "(SELECT id, kind, code, qualifier, number, hash, 0 AS withdrawn FROM item"
    " UNION ALL SELECT id, kind, code, qualifier, number, hash, 1 FROM withdrawn_item)"
)
_LATER = (
    f"FROM revision r JOIN {_STANDS} s ON s.id = r.item_id"
    " WHERE r.batch_id = :batch AND s.hash <> r.hash"
)
_STANDING = text(
    "SELECT s.code, s.number AS now, (SELECT l.batch_id FROM revision l"
    " WHERE l.item_id = s.id AND l.number = s.number) AS later"
    f" {_LATER} ORDER BY s.id LIMIT :most"
)
_WRITTEN = text(
    "SELECT s.id, s.kind, s.code, s.qualifier, s.number AS now, s.hash, s.withdrawn, r.number"
    f" FROM revision r JOIN {_STANDS} s ON s.id = r.item_id"
    " WHERE r.batch_id = :batch AND s.id > :last ORDER BY s.id LIMIT :most"
)
