"""导入批次: the record that an import leaves behind, whatever became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import DBAPIError

from app.importing.errors import RowError
from app.importing.models import ImportBatch, ImportRefusal
from app.importing.problems import ImportJobNotFound
from app.items.writing import Verb
from app.kernel.bulk import next_id
from app.kernel.clock import now
from app.kernel.db import CatalogueBusy, Database, StorageFull

MOMENT = 0.5  # seconds
MOST_DIGITS = 9
"""Batch numbers have no more; jobs have sixteen characters."""
Mode = Literal["all", "valid"]
State = Literal["running", "done", "undone", "refused", "cancelled", "failed", "interrupted"]


@dataclass(slots=True)
class Counts:
    """What became of the rows of a file; ``rows`` is their sum."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    withdrawn: int = 0

    def add(self, verbs: Mapping[Verb, int]) -> None:
        """Count rows by what became of them."""
        for verb, number in verbs.items():
            self.rows += number
            setattr(self, verb, getattr(self, verb) + number)

    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Batch:
    """One import: what was asked, and, when it is over, what came of it."""

    file_name: str
    hashed: Future[str]
    """The file's hash; a large file is still being hashed when its import begins."""
    mapping: str
    mode: Mode
    file_size: int = 0
    sender: str | None = None
    job: str | None = None
    undoes: int | None = None
    id: int | None = None
    state: State = "running"
    detail: str | None = None
    counts: Counts = field(default_factory=Counts)
    vanished: int = 0
    absent: list[str] = field(default_factory=list)
    refusal_counts: dict[str, int] = field(default_factory=dict)
    started_at: datetime = field(default_factory=now)
    finished_at: datetime | None = None

    @property
    def file_hash(self) -> str:
        """The SHA-256 of the file; empty when it could not be read again."""
        return self.hashed.result()

    def _values(self) -> dict[str, Any]:
        return {
            "file_name": self.file_name,
            "file_hash": self.hashed.result() if self.hashed.done() else "",
            "file_size": self.file_size,
            "sender": self.sender,
            "job": self.job,
            "undoes": self.undoes,
            "mapping": self.mapping,
            "mode": self.mode,
            "state": self.state,
            "detail": self.detail,
            "started_at": self.started_at,
            "finished_at": self.finished_at,
            **self.counts.as_dict(),
            "vanished": self.vanished,
            "absent": orjson.dumps(self.absent).decode(),
            "refusal_counts": orjson.dumps(self.refusal_counts).decode(),
        }

    def open(self, connection: Connection) -> None:
        """Give the batch its number and say that it runs."""
        self.id = next_id(connection, "import_batch")
        connection.execute(insert(ImportBatch).values(id=self.id, **self._values()))

    def close(self, connection: Connection, state: State, detail: str | None = None) -> None:
        """Say how the batch ended, unless it has been said.

        A connection lost while it commits leaves open whether the commit took place. The end is
        written in that same transaction, so what stands in the row afterwards is the truth.
        """
        self.hashed.result()  # a batch that has ended knows its file
        self.state, self.detail, self.finished_at = state, detail, now()
        statement = update(ImportBatch).where(
            ImportBatch.id == self.id, ImportBatch.state == "running"
        )
        connection.execute(statement.values(**self._values()))


def read_batch(connection: Connection, batch_id: int) -> dict[str, Any] | None:
    """Return a batch as JSON-able data, or None."""
    row = connection.execute(
        select(ImportBatch.__table__).where(ImportBatch.id == batch_id)
    ).one_or_none()
    return batch_dict(row._mapping) if row else None


def batch_of_job(connection: Connection, job_id: str) -> dict[str, Any] | None:
    """Return the batch that an import job wrote, or None."""
    row = connection.execute(
        select(ImportBatch.__table__).where(ImportBatch.job == job_id)
    ).one_or_none()
    return batch_dict(row._mapping) if row else None


def batch_called(reader: Connection, job_id: str) -> dict[str, Any]:
    """Return the batch with this number, or of this job.

    Raises:
        ImportJobNotFound: there is none.
    """
    if job_id.isascii() and job_id.isdigit() and len(job_id) <= MOST_DIGITS:
        batch = read_batch(reader, int(job_id))
    else:
        batch = batch_of_job(reader, job_id)
    if batch is None:
        raise ImportJobNotFound(id=job_id)
    return batch


def undoing_of(connection: Connection, batch_id: int) -> int | None:
    """Return the newest batch that undid this one, or None."""
    return connection.scalar(
        select(ImportBatch.id)
        .where(ImportBatch.undoes == batch_id, ImportBatch.state == "done")
        .order_by(ImportBatch.id.desc())
        .limit(1)
    )


def list_batches(connection: Connection, before: int | None, limit: int) -> list[dict[str, Any]]:
    """Return the newest batches first, those with a number below ``before``."""
    statement = select(ImportBatch.__table__).order_by(ImportBatch.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(ImportBatch.id < before)
    return [batch_dict(row._mapping) for row in connection.execute(statement)]


def batch_dict(row: Any) -> dict[str, Any]:
    """Return a batch row as an API shows it: times in ISO with zone, lists parsed."""
    shown = dict(row)
    for name in ("started_at", "finished_at"):
        shown[name] = shown[name].replace(tzinfo=UTC).isoformat() if shown[name] else None
    for name in ("absent", "refusal_counts"):
        shown[name] = orjson.loads(shown[name])
    counts = {name: shown.pop(name) for name in Counts.__slots__}
    return {**shown, "counts": counts}


def refusals_of(
    connection: Connection, batch_id: int, after: int, limit: int
) -> Iterator[tuple[int, RowError]]:
    """Yield (position, error) of a batch's refusals, in the order of the file."""
    statement = (
        select(ImportRefusal.__table__, ImportBatch.file_name.label("file"))
        .join(ImportBatch, ImportBatch.id == ImportRefusal.batch_id)
        .where(ImportRefusal.batch_id == batch_id, ImportRefusal.position > after)
        .order_by(ImportRefusal.position)
        .limit(limit)
    )
    for row in connection.execute(statement):
        fields = dict(row._mapping)
        position = fields.pop("position")
        fields.pop("batch_id")
        fields["facts"] = orjson.loads(fields["facts"])
        yield position, RowError(**fields)


def settle_interrupted(database: Database) -> int:
    """Say of batches that a crash left running that nothing of them was written; return how many.

    A running import holds the writer lock, so whoever gets it knows that none is running. Who does
    not get it at once leaves the question to the next start.
    """
    try:
        with database.read() as connection:
            found = select(ImportBatch.id).where(ImportBatch.state == "running").limit(1)
            if connection.execute(found).first() is None:
                return 0
        hasty = Database(database.url.render_as_string(hide_password=False), wait=MOMENT)
        try:
            with hasty.write() as connection:
                return mark_interrupted(connection)
        finally:
            hasty.dispose()
    except (CatalogueBusy, StorageFull, DBAPIError):  # not migrated, or away: not our matter
        return 0


def mark_interrupted(connection: Connection) -> int:
    """Say of batches that a crash left running that nothing of them was written."""
    statement = update(ImportBatch).where(ImportBatch.state == "running")
    return connection.execute(statement.values(state="interrupted", finished_at=now())).rowcount
