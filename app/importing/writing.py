"""写入: a chunk of rows into the catalogue, each accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from sqlalchemy import Connection

from app.agencies.index import AgencyIndex
from app.auditing.engine import Audit
from app.importing.intake import Chunk, Taken
from app.importing.overlay import overlaid
from app.importing.report import Report, account
from app.importing.workbooks.merging import conflict_errors, merged, standing_as_exported
from app.items.lines import Line
from app.items.presence import document_presence
from app.items.standards import StandardIndex
from app.items.values import ValueStore
from app.items.writing import Incoming, ItemWriter, Outcome
from app.kernel.clock import now
from app.regions import Lineages

_GONE: dict[str, Any] = {}


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


def write_chunk(writer: ItemWriter, chunk: Chunk, report: Report) -> int:
    """Write one batch, account for every row, and return the fields that its rows fill."""
    facts = chunk.facts
    writer.by_row_id = facts.by_row_id
    if not facts.partial:
        kept: list[Taken] = []
        outcomes = iter(writer.write(_handed_on(chunk.rows, kept, report)))
        account(kept, outcomes, report)
        return writer.present_somewhere
    if facts.whole is not None:
        return _write_merged(writer, chunk, report)
    rows = list(chunk.rows)
    good = [taken for taken in rows if not taken.errors]
    present = reduce(or_, (document_presence(taken.document) for taken in good), 0)
    documents = overlaid(writer.connection, good, facts.carried, by_row_id=facts.by_row_id)
    account(rows, iter(writer.write(map(_incoming, good, documents))), report)
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
    account(kept, iter(writer.write(incoming)), report)
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
    account((row for row, _ in standing), (outcome for _, outcome in standing), report)
    return left, present


def _handed_on(rows: Iterable[Taken], kept: list[Taken], report: Report) -> Iterator[Incoming]:
    """Hand each document on while it is fresh in the cache, and keep only where it stood."""
    for taken in rows:
        if taken.errors:
            kept.append(taken)
        else:
            kept.append(taken if report.said or taken.line else taken._replace(document=_GONE))
            yield _incoming(taken, taken.line or taken.document)


def _incoming(taken: Taken, document: dict[str, Any] | Line) -> Incoming:
    return Incoming(taken.kind, document, taken.sheet, taken.row)
