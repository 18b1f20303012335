"""任务队列: the import jobs of a process, one at a time.

The catalogue has one writer, so a second job waits its turn and says so. What an import *did*
stands in its batch, which survives a restart and knows the job it was; how far one is, and how one
ended that left no batch, is written down for other processes.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from threading import Lock

from sqlalchemy.exc import SQLAlchemyError

from app.importing.batches import batch_of_job
from app.importing.errors import SourceError
from app.importing.hashing import hash_of
from app.importing.jobs.job import Documents, Job, JobState, Outcome
from app.importing.jobs.noting import job_of, ticket_of
from app.importing.jobs.tickets import Ticket, Tickets
from app.importing.keeping import Originals
from app.importing.order import Cancelled, Interrupted, Order, Progress
from app.importing.pipeline import run_import
from app.importing.report import Report
from app.importing.workbooks.previewing import told as previewed
from app.kernel.db import Database
from app.kernel.handlers import problem_of
from app.kernel.problem import Problem

log = logging.getLogger("yizhi")
KEPT = 100
SHOWN_REFUSALS = 200
KEPT_TRIALS = 20
"""Dry runs whose refusals are all at hand; of older ones only the first are told."""
TRIED = 86_400.0
"""Seconds for which the file of a dry run is kept, so that it need not be sent again."""
NOTED = 1.0
"""Seconds after which other processes are told again how far a job is, within a stage."""
_ID = re.compile(r"[0-9a-f]{16}")


class Jobs:
    """The import jobs of one application."""

    def __init__(
        self,
        database: Callable[[], Database],
        kept: Originals,
        made: Callable[[Ticket], Order],
    ) -> None:
        """``made``: what makes an order of what was written down of it."""
        self._database, self._made = database, made
        self.originals = kept
        self.tickets = Tickets(kept.folder / "jobs")
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="import")
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = Lock()
        self.closing = False

    def submit(self, order: Order) -> Job:
        """Queue an import; its file is deleted when it is over."""
        return self._queue(self._known(secrets.token_hex(8), order))

    def resume(self) -> int:
        """Take over what a process that is gone left behind; return how many jobs go on.

        What had not begun is queued again. What had begun was rolled back: its batch says so, or,
        where it had none yet, the job does.
        """
        resumed = 0
        for ticket in self.tickets.left():
            waits = not ticket.begun and ticket.path.is_file()
            try:
                job = self._known(ticket.job, self._made(ticket))
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
        self._note(job)
        job.future = self._pool.submit(self._run, job)
        return job

    def _interrupted(self, job: Job, ticket: Ticket) -> None:
        self._fail(job, "interrupted")
        job.file_hash = ticket.file_hash
        if job.batch is None:
            self._note(job)
        else:  # which knows better how it ended
            with self._lock:
                del self._jobs[job.id]

    def _note(self, job: Job) -> None:
        job.noted = time.monotonic()
        self.tickets.write(ticket_of(job))

    def get(self, job_id: str) -> Job | None:
        """Return a job, or None: of this process, or of another as it told last."""
        job = self._jobs.get(job_id)
        if job is None and _ID.fullmatch(job_id):
            ticket = self.tickets.find(job_id)
            return self._of_another(ticket) if ticket else None
        return job

    def cancel(self, job: Job, how: type[Cancelled] = Cancelled) -> bool:
        """Ask a job to stop; False where it has ended. One that waits is taken from the queue."""
        if not job.here:
            return not job.ended and self.tickets.ask_to_stop(job.id)
        if job.future and job.future.cancel():
            job.state = how.state
            if how is not Interrupted:  # a restart goes on with it
                self._done_with(job)
            return True
        job.stop = job.stop or how
        return not job.ended

    def newest(self) -> list[Job]:
        """Return the jobs there are, the newest first; those of other processes after ours."""
        others = map(self._of_another, self.tickets.others())
        return [*self._ours(), *(job for job in others if job)]

    def _of_another(self, ticket: Ticket) -> Job | None:
        try:
            return job_of(ticket, self._made)
        except (KeyError, TypeError, ValueError):  # written by another version
            return None

    def _ours(self) -> list[Job]:
        with self._lock:
            return list(reversed(self._jobs.values()))

    def close(self) -> None:
        """Stop what runs (rolled back, unless it is as good as done); what waits, a restart takes up."""
        self.closing = True
        for job in self._ours():
            if not job.ended:
                self.cancel(job, Interrupted)
        self._pool.shutdown(wait=True)
        for job in self._ours():
            job.let_go()
        self.tickets.close()

    def _forget_old(self) -> None:
        ended = [name for name, job in self._jobs.items() if job.ended]
        for name in ended[: max(0, len(self._jobs) - KEPT)]:
            self._jobs.pop(name).let_go()
            self.tickets.remove(name)
        trials = [job for job in self._jobs.values() if job.refusals is not None]
        for job in trials[: max(0, len(trials) - KEPT_TRIALS)]:
            job.let_go()

    def _run(self, job: Job) -> None:
        job.state = "running"

        def tell(progress: Progress) -> None:
            further = job.progress is None or job.progress.stage != progress.stage
            job.progress = progress
            if further or time.monotonic() - job.noted >= NOTED:
                self._note(job)
                self._heed(job)
            if job.stop:
                raise job.stop

        try:
            self._heed(job)
            self._keep(job)
            report = run_import(self._database(), job.order, tell)
        except Cancelled as stopped:
            self._fail(job, stopped.state)
        except SourceError as error:
            self._fail(job, "failed", error)
        except Exception as error:  # noqa: BLE001 – whatever it was, the job must say so
            problem = problem_of(error) or Problem(type(error).__name__)
            told: Documents = {"zh": problem.document("zh"), "en": problem.document("en")}
            self._fail(job, "failed", told)
        else:
            self._end(job, report)
        finally:
            self._done_with(job)

    def _heed(self, job: Job) -> None:
        """Stop where another process left word that it shall."""
        if self.tickets.stop_is_asked(job.id):
            raise Cancelled

    def _done_with(self, job: Job) -> None:
        job.order.path.unlink(missing_ok=True)
        if job.batch is None:
            self._note(job)
        else:  # which tells everybody
            self.tickets.remove(job.id)

    def _fail(
        self, job: Job, state: JobState, problem: SourceError | Documents | None = None
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
        self._note(job)
        seconds = TRIED if job.order.dry_run else None
        self.originals.keep(job.order.path, job.file_hash, seconds=seconds)

    def _end(self, job: Job, report: Report) -> None:
        job.outcome, job.batch = Outcome.of(report), report.batch.id
        job.errors = list(islice(report.refusals, SHOWN_REFUSALS))
        if changes := job.order.changes:
            job.preview = previewed(self._database(), report, changes)
            job.order = replace(job.order, changes=None)
        report.changes = None
        if job.order.dry_run:
            job.refusals = report.refusals
        else:
            report.refusals.close()
        job.state = "refused" if report.batch.state == "refused" else "done"
