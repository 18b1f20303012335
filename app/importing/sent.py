"""送来的文件: what a job or a batch was sent, so that it can be fetched, marked, or imported again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.importing.asking import Wanted
from app.importing.batches import batch_called, refusals_of
from app.importing.errors import RowError
from app.importing.jobs.job import Job
from app.importing.jobs.queue import Jobs
from app.importing.order import Order
from app.importing.problems import ImportFileNotKept
from app.importing.uploads import spool
from app.importing.workbooks.marking import MOST_MARKS
from app.kernel.db import Database
from app.kernel.language import Language
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came, and what was refused of it."""

    id: str
    name: str
    file_hash: str | None
    mapping: str | None
    """The mapping that its sender named."""
    batch: int | None
    refusals: Iterable[RowError] | None
    """Those of a dry run; of a batch they stand in the database."""
    counts: Mapping[str, int]

    def errors(self, reader: Connection) -> Iterator[RowError]:
        """Yield what was refused, in the order of the file."""
        if self.refusals is not None:
            yield from self.refusals
        elif self.batch is not None:
            yield from (error for _, error in refusals_of(reader, self.batch, 0, MOST_MARKS))


def sent_file(jobs: Jobs, reader: Connection, job_id: str) -> Sent:
    """Return what a job, or else a batch, was sent.

    Raises:
        ImportJobNotFound: there is neither.
    """
    job = jobs.get(job_id)
    return _of_job(job) if job else _of_batch(batch_called(reader, job_id))


def kept_place(jobs: Jobs, sent: Sent) -> Path:
    """Return where the file is kept.

    Raises:
        ImportFileNotKept: its time is over, or there was no room for it.
    """
    place = jobs.originals.find(sent.file_hash) if sent.file_hash else None
    if place is None:
        raise ImportFileNotKept(id=sent.id)
    return place


def copied(jobs: Jobs, database: Database, job_id: str) -> tuple[Sent, Path]:
    """Return what a job or a batch was sent, and a copy of the file, which is the caller's."""
    with database.read() as reader:
        sent = sent_file(jobs, reader, job_id)
    with kept_place(jobs, sent).open("rb") as file:
        return sent, spool(file)


def order_again(
    jobs: Jobs,
    database: Database,
    job_id: str,
    wanted: Wanted,
    settings: Settings,
    language: Language,
) -> Order:
    """Return the order to import the same file again, in whatever way is wanted now."""
    sent, path = copied(jobs, database, job_id)
    wanted = wanted.model_copy(update={"mapping": wanted.mapping or sent.mapping})
    return wanted.order(path, sent.name, settings, language)


def _of_job(job: Job) -> Sent:
    return Sent(
        job.id,
        job.order.file_name,
        job.file_hash,
        job.order.mapping,
        job.batch,
        _refusals(job) if job.batch is None else None,
        job.outcome.refusal_counts if job.outcome else {},
    )


def _refusals(job: Job) -> Iterable[RowError]:
    return job.errors if job.refusals is None else job.refusals


def _of_batch(batch: dict[str, Any]) -> Sent:
    return Sent(
        str(batch["id"]),
        batch["file_name"],
        batch["file_hash"],
        None,
        batch["id"],
        None,
        batch["refusal_counts"],
    )
