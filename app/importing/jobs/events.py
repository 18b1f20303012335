"""进度事件: the progress of a job as server-sent events, until it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from app.importing.jobs.job import UNDER_WAY
from app.importing.problems import ImportJobNotFound

LOOK = 0.2
"""Seconds between two looks at a job."""
BEAT = 15.0
"""Seconds after which a silent stream says that it lives: proxies cut what is silent."""
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def event_stream(
    look: Callable[[], dict[str, Any]], closing: Callable[[], bool]
) -> StreamingResponse:
    """Answer the events of a job: ``look`` tells how it stands, as an API shows it."""
    events = _followed(look, closing)
    return StreamingResponse(events, headers=_HEADERS, media_type="text/event-stream")


async def _followed(
    look: Callable[[], dict[str, Any]], closing: Callable[[], bool]
) -> AsyncIterator[bytes]:
    last, silent, job = None, 0.0, await run_in_threadpool(look)
    while job["state"] in UNDER_WAY and not closing():
        told = (job["state"], job["progress"])
        if told != last:
            last, silent = told, 0.0
            yield _event("progress", job)
        elif silent >= BEAT:
            silent = 0.0
            yield b": \n\n"
        await asyncio.sleep(LOOK)
        silent += LOOK
        try:
            job = await run_in_threadpool(look)
        except ImportJobNotFound:  # with the process that had it; who follows asks again
            break
    yield _event("end", job)


def _event(name: str, document: dict[str, Any]) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), orjson.dumps(document, default=str))
