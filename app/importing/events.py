"""进度事件: the progress of a job as server-sent events, until it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
from starlette.responses import StreamingResponse

from app.importing.jobs import Job, Jobs
from app.kernel.language import Language

LOOK = 0.2
"""Seconds between two looks at a job."""
BEAT = 15.0
"""Seconds after which a silent stream says that it lives: proxies cut what is silent."""
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def event_stream(
    jobs: Jobs, job: Job | None, known: dict[str, Any], language: Language, *, cells: bool
) -> StreamingResponse:
    """Answer the events of a job; of one that only its batch remembers, its end."""
    events = _ended(known) if job is None else _followed(jobs, job, language, cells=cells)
    return StreamingResponse(events, headers=_HEADERS, media_type="text/event-stream")


async def _ended(known: dict[str, Any]) -> AsyncIterator[bytes]:
    yield _event("end", known)


async def _followed(
    jobs: Jobs, job: Job, language: Language, *, cells: bool
) -> AsyncIterator[bytes]:
    last, silent = None, 0.0
    while not job.ended and not jobs.closing:
        told = (job.state, job.progress)
        if told != last:
            last, silent = told, 0.0
            yield _event("progress", job.document(language, cells=cells))
        elif silent >= BEAT:
            silent = 0.0
            yield b": \n\n"
        await asyncio.sleep(LOOK)
        silent += LOOK
    yield _event("end", job.document(language, cells=cells))


def _event(name: str, document: dict[str, Any]) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), orjson.dumps(document, default=str))
