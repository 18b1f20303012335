"""``/imports/{id}``: how far an import is, what a dry run would do; cancel it, import it again."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from app.importing import payloads
from app.importing.http import AskedOf, JobId, found, jobs_of, named, submitted, told_of_job
from app.importing.jobs import telling
from app.importing.jobs.events import event_stream
from app.importing.problems import (
    ImportFileNotKept,
    ImportJobEnded,
    ImportJobNotFound,
    ImportNotPreviewed,
)
from app.importing.sent import order_again
from app.kernel.http import (
    WRITE_PROBLEMS,
    DatabaseOf,
    Json,
    LanguageOf,
    Reader,
    SettingsOf,
    WriteKey,
    WriteKeyWrong,
)
from app.kernel.problem import documented

router = APIRouter()


@router.get(
    "/{job_id}",
    summary="一个导入任务 One import job",
    responses={200: {"model": payloads.JobOut}, **documented(ImportJobNotFound, WriteKeyWrong)},
)
def get_job(request: Request, job_id: JobId, reader: Reader, language: LanguageOf) -> Response:
    """进度；结束后是结果。重启之后由导入批次作答。Progress, and in the end the result."""
    return Json(found(request, reader, job_id, language))


@router.get(
    "/{job_id}/events",
    summary="导入的进度 Progress as it happens",
    responses={
        200: {"content": {"text/event-stream": {}}, "description": "server-sent events"},
        **documented(ImportJobNotFound, WriteKeyWrong),
    },
)
def get_events(
    request: Request, job_id: JobId, reader: Reader, database: DatabaseOf, language: LanguageOf
) -> Response:
    """`progress` 事件带任务的现状，最后一个是 `end`。Each event holds the job as it is then."""
    found(request, reader, job_id, language)

    def look() -> dict[str, Any]:
        if told := told_of_job(request, job_id, language):
            return told
        with database.read() as later:
            return found(request, later, job_id, language)

    return event_stream(look, lambda: jobs_of(request).closing)


@router.get(
    "/{job_id}/preview",
    summary="一次试运行会改动什么 What a dry run would change",
    responses={
        200: {"model": payloads.PreviewOut},
        **documented(*WRITE_PROBLEMS, ImportJobNotFound, ImportNotPreviewed),
    },
)
def get_preview(
    request: Request, _key: WriteKey, job_id: JobId, reader: Reader, language: LanguageOf
) -> Response:
    """会新增和消除的发现；从目录导出的工作簿，还有逐个事项、逐个要素的新旧值。要求过 preview 的才有；需要密钥。"""
    found(request, reader, job_id, language)
    job = jobs_of(request).get(job_id)
    if job is None or job.preview is None:
        raise ImportNotPreviewed(id=job_id)
    return Json(job.preview)


@router.post(
    "/{job_id}/again",
    status_code=202,
    summary="同一个文件再导入一次 Import the same file again",
    responses={
        200: {"model": payloads.JobOut, "description": "在等待时间内已结束"},
        202: {"model": payloads.JobOut, "description": "已排队或正在进行，见 Location"},
        **documented(*WRITE_PROBLEMS, ImportJobNotFound, ImportFileNotKept),
    },
)
async def post_again(
    request: Request,
    _key: WriteKey,
    database: DatabaseOf,
    settings: SettingsOf,
    language: LanguageOf,
    job_id: JobId,
    asked: AskedOf,
) -> Response:
    """不必重新上传：试运行之后正式导入，或换一种方式再来。试运行的文件保留一天。"""
    asked = named(request, asked)
    order = await run_in_threadpool(
        order_again, jobs_of(request), database, job_id, asked, settings, language
    )
    return await submitted(request, order, asked.wait, language)


@router.post(
    "/{job_id}/cancel",
    status_code=202,
    summary="取消导入 Cancel an import",
    responses={
        202: {"model": payloads.JobOut, "description": "正在撤回，或已取消"},
        **documented(*WRITE_PROBLEMS, ImportJobNotFound, ImportJobEnded),
    },
)
def post_cancel(
    request: Request, _key: WriteKey, job_id: JobId, reader: Reader, language: LanguageOf
) -> Response:
    """排队的不再执行，进行中的整个撤回；批次的状态是 `cancelled`。Nothing of it stays."""
    known = found(request, reader, job_id, language)
    job = jobs_of(request).get(job_id)
    if job is None or not jobs_of(request).cancel(job):
        raise ImportJobEnded(state=known["state"])
    return Json(telling.document(job, language, cells=True), 202)
