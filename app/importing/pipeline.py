"""导入流程: one file, one transaction, one audit; all of it, the valid rows of it, or nothing.

read → map → write in batches → judge what was touched → commit. A dry run is the same path with a
rollback at its end; so is all-or-nothing when a row is refused. A process killed anywhere in
between leaves the catalogue as it was, and the batch says so (``interrupted``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.agencies.index import AgencyIndex
from app.auditing.differing import up_to_date
from app.auditing.engine import Audit, open_audit
from app.auditing.runs import settle
from app.elements.standard import load_standard
from app.importing.apart import Limits, intake_apart
from app.importing.batches import Batch, Mode, State, mark_interrupted
from app.importing.errors import RowError, SourceError
from app.importing.hashing import hashed_beside
from app.importing.intake import Chunk, Intake, Taken, intake, mapping_of, unread_of
from app.importing.kept.store import kept_mappings
from app.importing.mappings.kept import KeptMapping
from app.importing.overlay import overlaid
from app.importing.refusals import Refusals
from app.importing.vanishing import Complete, Said, note_vanished
from app.importing.workbooks.changes import Changes
from app.importing.workbooks.merging import (
    OnConflict,
    conflict_errors,
    merged,
    standing_as_exported,
)
from app.items.lines import Line, Splitter
from app.items.presence import document_presence, owed_fields
from app.items.record import RECORDS
from app.items.shapes import Malformed
from app.items.standards import StandardIndex
from app.items.values import ValueStore
from app.items.writing import Incoming, ItemWriter, Outcome, Verb
from app.kernel.clock import now
from app.kernel.db import CatalogueBusy, Database, StorageFull, few_pages
from app.kernel.garbage import uncollected
from app.kernel.handlers import problem_of
from app.regions import Lineages

BATCH = 500
_GONE: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Order:
    """What to import, and how."""

    path: Path
    file_name: str
    mode: Mode
    mapping: str | None = None
    dry_run: bool = False
    profile: str = "policy-2020"
    mapping_folders: tuple[Path, ...] = ()
    limits: Limits | None = None
    """Read the file in a process of its own with these limits; without them, read it here."""
    sender: str | None = None
    job: str | None = None
    file_hash: str | None = None
    """Of the file, where it is known already."""
    on_conflict: OnConflict = "refuse"
    """Of a workbook of ours: what becomes of a part that was changed here and there."""
    changes: Changes | None = None
    """Filled with what a workbook changes, where somebody wants to see it; for dry runs."""
    complete: Complete | None = None
    """Whether the file has all there is in its scope; what it lacks then is reported."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: bytes read of bytes there, and what it is doing."""

    position: int
    size: int
    rows: int
    stage: str


Tell = Callable[[Progress], None]


@dataclass(slots=True)
class Report:
    """What became of an import; ``refusals`` holds every refused row."""

    batch: Batch
    refusals: Refusals
    new_values: int = 0
    kinds: set[int] = field(default_factory=set)
    """Which records were taken: base items, implementation items."""
    unread: tuple[str, ...] = ()
    """Columns of the file that nothing was read from."""
    said: Said | None = None
    """What the file speaks of, where it says that it is complete."""
    on_conflict: OnConflict = "refuse"
    changes: Changes | None = None
    """What a workbook changes, where somebody wants to see it."""

    @property
    def refuses(self) -> bool:
        """Whether a part that was changed here and there is refused."""
        return self.on_conflict == "refuse"


class Cancelled(Exception):
    """Raised by whoever is told of progress: the import is rolled back and called cancelled."""

    state: Literal["cancelled", "interrupted"] = "cancelled"


class Interrupted(Cancelled):
    """The service stops: the import is rolled back and called interrupted."""

    state = "interrupted"


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
            _settle_undone(database, order, report)
        except BaseException as error:
            report.refusals.close()
            _settle_failed(database, report, error)
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
        present |= _write(writer, chunk, report)
        tell(Progress(taken.position, taken.size, report.batch.counts.rows, "reading"))
    writer.finish()
    report.new_values = writer.values.new_values
    report.batch.absent = _absent(present, report.kinds)
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


def open_writer(connection: Connection, audit: Audit, batch_id: int | None) -> ItemWriter:
    """Return a writer of items whose findings ``audit`` keeps current."""
    regions = Lineages(connection)
    return ItemWriter(
        connection=connection,
        values=ValueStore(connection, audit.bench.value),
        standards=StandardIndex(connection, regions),
        places=regions,
        bodies=AgencyIndex(connection),
        judge_own=audit.bench.own_part,
        watcher=audit.touched,
        batch_id=batch_id,
        recorded_at=now(),
    )


def _write(writer: ItemWriter, chunk: Chunk, report: Report) -> int:
    """Write one batch, account for every row, and return the fields that its rows fill."""
    facts = chunk.facts
    writer.by_row_id = facts.by_row_id
    if not facts.partial:
        kept: list[Taken] = []
        outcomes = iter(writer.write(_handed_on(chunk.rows, kept, report)))
        _account_all(kept, outcomes, report)
        return writer.present_somewhere
    if facts.whole is not None:
        return _write_merged(writer, chunk, report)
    rows = list(chunk.rows)
    good = [taken for taken in rows if not taken.errors]
    present = reduce(or_, (document_presence(taken.document) for taken in good), 0)
    documents = overlaid(writer.connection, good, facts.carried, by_row_id=facts.by_row_id)
    _account_all(rows, iter(writer.write(map(_incoming, good, documents))), report)
    return present


def _write_merged(writer: ItemWriter, chunk: Chunk, report: Report) -> int:
    """Write one batch of a workbook of ours, merged with what was changed meanwhile."""
    rows, present = _left_of(writer.connection, list(chunk.rows), report)
    good = [taken for taken in rows if not taken.errors]
    present |= reduce(or_, (document_presence(taken.document) for taken in good), 0)
    settled = merged(writer.connection, good, chunk.facts, report.on_conflict)
    kept: list[Taken] = []
    incoming: list[Incoming] = []
    for taken in rows:
        one = None if taken.errors else next(settled)
        refused = conflict_errors(taken, one.conflicts) if one and report.refuses else []
        kept.append(taken._replace(errors=refused) if refused else taken)
        if one and not refused:
            incoming.append(_incoming(taken, one.document))
        if one and report.changes:
            report.changes.add(taken, one)
    _account_all(kept, iter(writer.write(incoming)), report)
    return present


def _left_of(connection: Connection, rows: list[Taken], report: Report) -> tuple[list[Taken], int]:
    """Account for the rows that nobody touched, here or there; return the others, all read.

    And the fields that the items of those rows fill.
    """
    known, present = standing_as_exported(connection, rows), 0
    left: list[Taken] = []
    standing: list[tuple[Taken, Outcome]] = []
    for taken in rows:
        same = known.get((taken.kind, taken.revision)) if taken.untouched else None
        if same is None:
            left.append(taken.untouched() if taken.untouched else taken)
        else:
            present |= same.present
            standing.append((taken, Outcome("unchanged", same.id)))
    _account_all((row for row, _ in standing), (outcome for _, outcome in standing), report)
    return left, present


def _handed_on(rows: Iterable[Taken], kept: list[Taken], report: Report) -> Iterator[Incoming]:
    """Hand each document on while it is fresh in the cache, and keep only where it stood."""
    for taken in rows:
        if taken.errors:
            kept.append(taken)
        else:
            kept.append(taken if report.said or taken.line else taken._replace(document=_GONE))
            yield _incoming(taken, taken.line or taken.document)


def _account_all(rows: Iterable[Taken], outcomes: Iterator[Outcome], report: Report) -> None:
    verbs: Counter[Verb] = Counter()
    watched = bool(report.said or report.changes)
    for taken in rows:
        outcome = None if taken.errors else next(outcomes)
        if outcome is None or outcome.errors:
            _refuse(taken, outcome, report)
            verbs["refused"] += 1
            continue
        verbs[outcome.verb] += 1
        report.kinds.add(taken.kind)
        if watched:
            _note(outcome, report)
    report.batch.counts.add(verbs)


def _refuse(taken: Taken, outcome: Outcome | None, report: Report) -> None:
    errors = [_row_error(taken, bad) for bad in outcome.errors] if outcome else taken.errors
    report.refusals.add([_named(error, report.batch.file_name) for error in errors])
    if report.said:
        report.said.refused(taken.whole)


def _note(outcome: Outcome, report: Report) -> None:
    """Keep which item it was, for whoever asks afterwards."""
    if outcome.item_id is None:
        return
    if report.changes and outcome.verb != "unchanged":
        report.changes.findings.changed.append(outcome.item_id)
    if report.said:
        report.said.items.append(outcome.item_id)


def _incoming(taken: Taken, document: dict[str, Any] | Line) -> Incoming:
    return Incoming(taken.kind, document, taken.sheet, taken.row)


def _row_error(taken: Taken, malformed: Malformed) -> RowError:
    place = taken.place(malformed.pointer)
    return RowError(
        code=malformed.code,
        facts=malformed.facts,
        sheet=place.sheet,
        row=place.row,
        column=place.column or malformed.pointer,
        letter=place.letter,
        value=malformed.value,
        pointer=malformed.pointer,
    )


def _named(error: RowError, file_name: str) -> RowError:
    return error if error.file else replace(error, file=file_name)


def _absent(present: int, kinds: Iterable[int]) -> list[str]:
    """Return the fields its records owe that no row filled: a fact about the source, said once."""
    owed = {
        field.pointer
        for kind in kinds
        for field in load_standard(RECORDS[kind]).fields
        if field.obligation != "optional"
    }
    return [
        field.pointer
        for place, field in enumerate(owed_fields())
        if field.pointer in owed and not present & 1 << place
    ]


def _settle_undone(database: Database, order: Order, report: Report) -> None:
    """After a rollback on purpose: record the refusals of an all-or-nothing import."""
    if order.dry_run:
        report.batch.state = "refused" if report.refusals.rows and order.mode == "all" else "done"
        return
    with database.write() as connection:
        report.refusals.store(connection, report.batch.id or 0)
        report.batch.close(connection, "refused")


def _settle_failed(database: Database, report: Report, error: BaseException) -> None:
    """After a rollback that nobody wanted: say so, if the database still takes a word."""
    if report.batch.id is None:
        return
    state: State = error.state if isinstance(error, Cancelled) else "failed"
    if isinstance(error, KeyboardInterrupt):  # whoever sits at the terminal
        state = "cancelled"
    try:
        with database.write() as connection:
            report.batch.close(connection, state, _why(error))
    except (CatalogueBusy, StorageFull, SQLAlchemyError):
        report.batch.state = state


def _why(error: BaseException) -> str | None:
    """Return the sentence that stays with a failed batch, for all to read."""
    if isinstance(error, Cancelled | KeyboardInterrupt):
        return None
    if isinstance(error, SourceError):
        told = error.withheld()
        return told.reason() + told.remedy()
    problem = problem_of(error) if isinstance(error, Exception) else None
    return problem.detail() if problem else type(error).__name__
