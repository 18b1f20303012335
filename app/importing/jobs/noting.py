"""任务与凭证: a job written down for other processes, and made again of what was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from app.importing.errors import RowError, SourceError
from app.importing.jobs.job import Documents, Job, Outcome
from app.importing.jobs.tickets import Ticket
from app.importing.order import Order, Progress

_ASKED = ("file_name", "mode", "mapping", "dry_run", "sender", "complete", "on_conflict")


def ticket_of(job: Job) -> Ticket:
    """Return what is written down of a job as it stands."""
    order = job.order
    asked: dict[str, Any] = {name: getattr(order, name) for name in _ASKED}
    if order.changes or job.preview is not None:
        asked |= {"preview": True}
    if order.changes:
        asked |= {"language": order.changes.language}
    told = {
        "progress": asdict(job.progress) if job.progress else None,
        "outcome": asdict(job.outcome) if job.outcome else None,
        "problem": _problem(job.problem) if job.problem else None,
        "errors": [asdict(error) for error in job.errors],
        "preview": job.preview,
    }
    return Ticket(job.id, order.path, asked, job.file_hash, job.state, told)


def job_of(ticket: Ticket, made: Callable[[Ticket], Order]) -> Job:
    """Return the job of another process, as its ticket tells of it."""
    told = ticket.told
    return Job(
        ticket.job,
        made(ticket),
        state=ticket.state,
        progress=Progress(**told["progress"]) if told["progress"] else None,
        outcome=Outcome(**told["outcome"]) if told["outcome"] else None,
        problem=_problem_again(told["problem"]) if told["problem"] else None,
        errors=[RowError(**error) for error in told["errors"]],
        file_hash=ticket.file_hash,
        preview=told["preview"],
        here=False,
    )


def _problem(problem: SourceError | Documents) -> dict[Any, Any]:
    if isinstance(problem, SourceError):
        return {"code": problem.code, "file": problem.file, "facts": dict(problem.facts)}
    return problem


def _problem_again(told: dict[Any, Any]) -> SourceError | Documents:
    return SourceError(told["code"], told["file"], **told["facts"]) if "code" in told else told
