"""导入的请求: what the routes and pages of imports share."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection

from app.importing.asking import Asked
from app.importing.batches import batch_called
from app.importing.jobs import telling
from app.importing.jobs.queue import Jobs
from app.importing.order import Order
from app.kernel.http import Json, may_write, session_of
from app.kernel.language import Language

JobId = Annotated[str, Path(description="导入任务编号，或导入批次号 job, or batch")]
Sender = Annotated[str | None, Query(max_length=80, description="谁导入的，记入批次 who sends it")]
AskedOf = Annotated[Asked, Query()]


def jobs_of(request: Request) -> Jobs:
    """Return the import jobs of this application."""
    jobs: Jobs = request.app.state.jobs
    return jobs


def found(request: Request, reader: Connection, job_id: str, language: Language) -> dict[str, Any]:
    """Return a job as it is, or what its batch tells of it after a restart.

    Raises:
        ImportJobNotFound: there is neither.
    """
    told = told_of_job(request, job_id, language)
    return told or telling.of_batch(batch_called(reader, job_id))


def told_of_job(request: Request, job_id: str, language: Language) -> dict[str, Any] | None:
    """Return a job as it is; None where no process knows it any more."""
    job = jobs_of(request).get(job_id)
    return telling.document(job, language, cells=may_write(request)) if job else None


def named(request: Request, asked: Asked) -> Asked:
    """Note who signed in, where the request itself names nobody."""
    session = None if asked.sender else session_of(request)
    return asked.model_copy(update={"sender": session.name}) if session else asked


async def submitted(request: Request, order: Order, wait: float, language: Language) -> Json:
    """Queue an import, wait for its end for so many seconds, and answer how it stands."""
    job = jobs_of(request).submit(order)
    await run_in_threadpool(job.wait, wait)
    headers = {"Location": f"/imports/{job.id}"}
    told = telling.document(job, language, cells=True)
    return Json(told, 200 if job.ended else 202, headers)
