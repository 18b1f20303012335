"""导入任务: imports that run while their sender does something else, and tell how far they are.

One at a time: the catalogue has one writer, so a second job waits its turn and says so. Progress
lives in this process; what an import *did* stands in its batch, which survives a restart and
knows the job it was.
"""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import IO, Any, Literal

from sqlalchemy.exc import SQLAlchemyError

from app.importing.batches import batch_of_job
from app.importing.errors import WITHHELD, Language, RowError, SourceError
from app.importing.hashing import hash_of
from app.importing.keeping import Originals
from app.importing.pipeline import Cancelled, Interrupted, Order, Progress, Report, run_import
from app.importing.problems import ImportFileUnreadable
from app.importing.refusals import Refusals
from app.importing.tickets import Ticket, Tickets
from app.importing.workbooks.previewing import told
from app.kernel.db import Database, StorageFull
from app.kernel.handlers import problem_of
from app.kernel.problem import Problem

log = logging.getLogger("yizhi")
JobState = Literal["waiting", "running", "done", "refused", "cancelled", "interrupted", "failed"]
KEPT = 100
SHOWN_REFUSALS = 200
KEPT_TRIALS = 20
"""Dry runs whose refusals are all at hand; of older ones only the first are told."""
TRIED = 86_400.0
"""Seconds for which the file of a dry run is kept, so that it need not be sent again."""


@dataclass(slots=True)
class Job:
    """One import on its way; ``report`` and ``problem`` are its end."""

    id: str
    order: Order
    state: JobState = "waiting"
    progress: Progress | None = None
    report: Report | None = None
    problem: Problem | SourceError | None = None
    errors: list[RowError] = field(default_factory=list)
    file_hash: str | None = None
    batch: int | None = None
    """What stands of it in the database; a dry run leaves nothing."""
    preview: dict[str, Any] | None = None
    """What a dry run would change, where its sender asked for it."""
    refusals: Refusals | None = None
    """All refusals of a dry run; those of a batch stand in the database."""
    future: Future[None] | None = None
    stop: type[Cancelled] | None = None
    """Set by who wants it to stop; looked at whenever the import tells how far it is."""

    @property
    def ended(self) -> bool:
        """Whether the import is over, well or not."""
        return self.state not in ("waiting", "running")

    def let_go(self) -> None:
        """Close what it holds open."""
        refusals, self.refusals = self.refusals, None
        if refusals is not None:
            refusals.close()

    def wait(self, seconds: float) -> None:
        """Wait for the end, but not longer than this."""
        if self.future and seconds:
            wait([self.future], timeout=seconds)

    def document(self, language: Language, *, cells: bool = False) -> dict[str, Any]:
        """Return the job as an API shows it; ``cells``: with what stands in what was refused."""
        errors = self.errors if cells else [error.withheld() for error in self.errors]
        unread = self.report.unread if self.report else ()
        return {
            "id": self.id,
            "state": self.state,
            "file_name": self.order.file_name,
            "mode": self.order.mode,
            "dry_run": self.order.dry_run,
            "sender": self.order.sender,
            "previewed": self.preview is not None,
            "progress": self._progress(),
            "batch": self.batch,
            "mapping": self.report.batch.mapping if self.report else self.order.mapping,
            "counts": self.report.batch.counts.as_dict() if self.report else None,
            "vanished": self.report.batch.vanished if self.report else 0,
            "absent": self.report.batch.absent if self.report else [],
            "unread": list(unread) if cells else [WITHHELD] * len(unread),
            "refusal_counts": dict(self.report.refusals.counts) if self.report else {},
            "errors": [error.as_dict(language) for error in errors],
            "problem": self._problem(language, cells=cells),
        }

    def _problem(self, language: Language, *, cells: bool) -> dict[str, Any] | None:
        told = self.problem
        if isinstance(told, SourceError):
            told = unreadable(told if cells else told.withheld())
        return told.document(language) if told else None

    def _progress(self) -> dict[str, Any] | None:
        if self.progress is None:
            return None
        opening = 0.0 if self.progress.stage == "opening" else 1.0
        share = self.progress.position / self.progress.size if self.progress.size else opening
        return {
            "stage": self.progress.stage,
            "rows": self.progress.rows,
            "ratio": round(min(share, 1.0), 4),
        }


class Jobs:
    """The import jobs of one application."""

    def __init__(self, database: Callable[[], Database], kept: Originals) -> None:
        self._database = database
        self.originals = kept
        self.tickets = Tickets(kept.folder / "jobs")
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="import")
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = Lock()
        self.closing = False

    def submit(self, order: Order) -> Job:
        """Queue an import; its file is deleted when it is over."""
        return self._queue(self._known(secrets.token_hex(8), order))

    def resume(self, made: Callable[[Ticket], Order]) -> int:
        """Take over what a process that is gone left behind; return how many jobs go on.

        What had not begun is queued again. What had begun was rolled back: its batch says so, or,
        where it had none yet, the job does.
        """
        resumed = 0
        for ticket in self.tickets.left():
            waits = not ticket.begun and ticket.path.is_file()
            try:
                job = self._known(ticket.job, made(ticket))
            except (KeyError, ValueError) as error:  # written by another version
                log.warning("job %s is not taken up: %s", ticket.job, error)
                waits = False
            else:
                self._queue(job) if waits else self._interrupted(job, ticket)
            resumed += waits
            if not waits:
                ticket.path.unlink(missing_ok=True)
        return resumed

    def _known(self, name: str, order: Order) -> Job:
        job = Job(name, replace(order, job=name))
        with self._lock:
            self._jobs[job.id] = job
            self._forget_old()
        return job

    def _queue(self, job: Job) -> Job:
        self.tickets.write(_ticket(job))
        job.future = self._pool.submit(self._run, job)
        return job

    def _interrupted(self, job: Job, ticket: Ticket) -> None:
        self._fail(job, "interrupted")
        job.file_hash = ticket.file_hash
        if job.batch is not None:  # which knows better how it ended
            with self._lock:
                del self._jobs[job.id]

    def get(self, job_id: str) -> Job | None:
        """Return a job of this process, or None."""
        return self._jobs.get(job_id)

    def cancel(self, job: Job, how: type[Cancelled] = Cancelled) -> bool:
        """Ask a job to stop; False where it has ended. One that waits is taken from the queue."""
        if job.future and job.future.cancel():
            job.state = how.state
            if how is not Interrupted:  # a restart goes on with it
                self._done_with(job)
            return True
        job.stop = job.stop or how
        return not job.ended

    def newest(self) -> list[Job]:
        """Return the jobs of this process, the newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def close(self) -> None:
        """Stop what runs (rolled back, unless it is as good as done); what waits, a restart takes up."""
        self.closing = True
        for job in self.newest():
            if not job.ended:
                self.cancel(job, Interrupted)
        self._pool.shutdown(wait=True)
        for job in self.newest():
            job.let_go()
        self.tickets.close()

    def _forget_old(self) -> None:
        ended = [name for name, job in self._jobs.items() if job.ended]
        for name in ended[: max(0, len(self._jobs) - KEPT)]:
            self._jobs.pop(name).let_go()
        trials = [job for job in self._jobs.values() if job.refusals is not None]
        for job in trials[: max(0, len(trials) - KEPT_TRIALS)]:
            job.let_go()

    def _run(self, job: Job) -> None:
        job.state = "running"

        def tell(progress: Progress) -> None:
            job.progress = progress
            if job.stop:
                raise job.stop

        try:
            self._keep(job)
            report = run_import(self._database(), job.order, tell)
        except Cancelled as stopped:
            self._fail(job, stopped.state)
        except SourceError as error:
            self._fail(job, "failed", error)
        except Exception as error:  # noqa: BLE001 – whatever it was, the job must say so
            self._fail(job, "failed", problem_of(error) or Problem(type(error).__name__))
        else:
            self._end(job, report)
        finally:
            self._done_with(job)

    def _done_with(self, job: Job) -> None:
        job.order.path.unlink(missing_ok=True)
        self.tickets.remove(job.id)

    def _fail(
        self, job: Job, state: JobState, problem: Problem | SourceError | None = None
    ) -> None:
        """Say how a job ended badly; where a batch was begun, it says the same."""
        try:
            with self._database().read() as connection:
                begun = batch_of_job(connection, job.id)
            job.batch = begun["id"] if begun else None
        except SQLAlchemyError:  # the database may be what failed
            job.batch = None
        job.problem, job.state = problem, state

    def _keep(self, job: Job) -> None:
        """Keep the file before anything happens: after a crash it need not be sent again."""
        job.file_hash = hash_of(job.order.path)
        job.order = replace(job.order, file_hash=job.file_hash)
        self.tickets.write(_ticket(job))
        seconds = TRIED if job.order.dry_run else None
        self.originals.keep(job.order.path, job.file_hash, seconds=seconds)

    def _end(self, job: Job, report: Report) -> None:
        job.report, job.batch = report, report.batch.id
        job.errors = list(islice(report.refusals, SHOWN_REFUSALS))
        if changes := job.order.changes:
            job.preview = told(self._database(), report, changes)
            job.order = replace(job.order, changes=None)
        report.changes = None
        if job.order.dry_run:
            job.refusals = report.refusals
        else:
            report.refusals.close()
        job.state = "refused" if report.batch.state == "refused" else "done"


def _ticket(job: Job) -> Ticket:
    order = job.order
    told = ("file_name", "mode", "mapping", "dry_run", "sender", "complete", "on_conflict")
    asked: dict[str, Any] = {name: getattr(order, name) for name in told}
    if order.changes:
        asked |= {"preview": True, "language": order.changes.language}
    return Ticket(job.id, order.path, asked, job.file_hash)


def of_batch(batch: dict[str, Any]) -> dict[str, Any]:
    """Return what a batch tells of the job it was, once the process that ran it is gone."""
    told = ("state", "file_name", "mode", "mapping", "counts", "absent", "sender", "vanished")
    return {
        **{name: batch[name] for name in told},
        "id": batch["job"] or str(batch["id"]),
        "dry_run": False,
        "previewed": False,
        "progress": None,
        "batch": batch["id"],
        "unread": [],
        "refusal_counts": batch["refusal_counts"],
        "errors": [],
        "problem": None,
    }


def unreadable(error: SourceError) -> ImportFileUnreadable:
    """Return the problem that a file which cannot be read is."""
    return ImportFileUnreadable(
        code=error.code,
        reason=error.reason("zh"),
        remedy=error.remedy("zh"),
        reason_en=error.reason("en"),
        remedy_en=error.remedy("en"),
    )


def spool(upload: IO[bytes]) -> Path:
    """Copy an upload to a file of its own and return its path."""
    with tempfile.NamedTemporaryFile(prefix="yizhi-import-", delete=False) as file:
        path = Path(file.name)
        try:
            shutil.copyfileobj(upload, file, 1 << 20)
        except OSError as error:
            path.unlink()
            raise StorageFull from error
    return path
