"""导入流程: one file, one transaction, one audit; all of it, the valid rows of it, or nothing.

read → map → write in batches → judge what was touched → commit. A dry run is the same path with a
rollback at its end; so is all-or-nothing when a row is refused. A process killed anywhere in
between leaves the catalogue as it was, and the batch says so (``interrupted``).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.auditing.differing import up_to_date
from app.auditing.engine import Audit, open_audit
from app.auditing.runs import settle
from app.importing.apart import intake_apart
from app.importing.batches import Batch, mark_interrupted
from app.importing.ending import settle_failed, settle_undone
from app.importing.hashing import hashed_beside
from app.importing.intake import Intake, intake, mapping_of, unread_of
from app.importing.kept.store import kept_mappings
from app.importing.mappings.kept import KeptMapping
from app.importing.order import Order, Progress, Tell
from app.importing.refusals import Refusals
from app.importing.report import Report, absent_fields
from app.importing.vanishing import Said, note_vanished
from app.importing.writing import open_writer, write_chunk
from app.items.lines import Splitter
from app.kernel.bulk import few_pages
from app.kernel.db import Database
from app.kernel.garbage import uncollected

BATCH = 500


class _Undo(Exception):
    """Raised inside the transaction to roll it back on purpose."""


def run_import(database: Database, order: Order, tell: Tell = lambda _progress: None) -> Report:
    """Import one file.

    Raises:
        SourceError: the file as a whole cannot be read; nothing was written.
        CatalogueBusy, StorageFull: see ``Database.write``; nothing was written.
        Cancelled: ``tell`` raised it; nothing was written.
    """
    told = _Told(tell)
    with database.read() as connection:
        kept = kept_mappings(connection)
    with (
        _opened(order, told, kept) as taken,
        hashed_beside(order.path, order.file_hash) as hashed,
    ):
        batch = _batch(order, mapping_of(taken), hashed)
        said = Said() if order.complete else None
        report = Report(
            batch,
            Refusals(),
            unread=unread_of(taken),
            said=said,
            on_conflict=order.on_conflict,
            changes=order.changes,
        )
        try:
            if not order.dry_run:
                with database.write() as connection:
                    mark_interrupted(connection)  # whoever held the lock before us has ended
                    batch.open(connection)
            _import(database, order, taken, report, told)
        except _Undo:
            settle_undone(database, order, report)
        except BaseException as error:
            report.refusals.close()
            settle_failed(database, report, error)
            raise
    return report


@dataclass(slots=True)
class _Told:
    """Tells how far the import is, and the same again while a reader is waited for."""

    tell: Tell
    last: Progress = field(default_factory=lambda: Progress(0, 0, 0, "opening"))

    def __call__(self, progress: Progress) -> None:
        self.last = progress
        self.tell(progress)

    def pulse(self) -> None:
        self.tell(self.last)


def _batch(order: Order, mapping: str, hashed: Future[str]) -> Batch:
    return Batch(
        file_name=order.file_name,
        hashed=hashed,
        file_size=order.path.stat().st_size,
        mapping=mapping,
        mode=order.mode,
        sender=order.sender,
        job=order.job,
    )


def _opened(
    order: Order, told: _Told, kept: Sequence[KeptMapping]
) -> AbstractContextManager[Intake]:
    asked = (order.path, order.file_name, order.mapping, order.mapping_folders)
    if order.limits is None:
        return intake(*asked, kept=kept, splitter=Splitter())
    return intake_apart(*asked, kept=kept, limits=order.limits, pulse=told.pulse)


def _import(database: Database, order: Order, taken: Intake, report: Report, tell: _Told) -> None:
    with uncollected(), database.write() as connection:
        if report.changes:
            up_to_date(connection, order.profile)
        audit = open_audit(connection, order.profile)
        with few_pages(connection) if audit.state.version == 0 else nullcontext():
            _write_all(connection, audit, order, taken, report, tell)


def _write_all(
    connection: Connection,
    audit: Audit,
    order: Order,
    taken: Intake,
    report: Report,
    tell: _Told,
) -> None:
    writer = open_writer(connection, audit, report.batch.id)
    present = 0
    for chunk in taken.chunks(BATCH):
        present |= write_chunk(writer, chunk, report)
        tell(Progress(taken.position, taken.size, report.batch.counts.rows, "reading"))
    writer.finish()
    report.new_values = writer.values.new_values
    report.batch.absent = absent_fields(present, report.kinds)
    report.batch.refusal_counts = dict(report.refusals.counts)
    if order.mode == "all" and report.refusals.rows:
        raise _Undo
    if report.said and order.complete:
        report.batch.vanished = note_vanished(
            connection, report.said, order.complete, report.batch.id
        )
    tell(Progress(taken.size, taken.size, report.batch.counts.rows, "auditing"))
    if report.batch.counts.created or report.batch.counts.changed:
        with report.changes.findings.watched(audit) if report.changes else nullcontext():
            settle(connection, audit)
    tell.pulse()  # the last moment at which it can be cancelled
    if order.dry_run:
        raise _Undo
    report.refusals.store(connection, report.batch.id or 0)
    report.batch.close(connection, "done")
