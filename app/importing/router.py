"""``/imports``: bring a file into the catalogue, watch it, and read what was refused and why."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, Query, Request, Response, UploadFile
from fastapi import Path as PathParameter
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection
from starlette.responses import FileResponse

from app.importing import payloads
from app.importing.apart import Limits
from app.importing.asking import Asked
from app.importing.batches import read_batch
from app.importing.events import event_stream
from app.importing.jobs import Jobs, of_batch, spool
from app.importing.past.router import router as batches
from app.importing.pipeline import Order
from app.importing.problems import (
    ImportBatchNotFound,
    ImportFileNotKept,
    ImportFileNotMarkable,
    ImportFileUnreadable,
    ImportJobEnded,
    ImportJobNotFound,
    ImportNotPreviewed,
    ImportNotUndoable,
    ImportStandsUnderLaterEdits,
)
from app.importing.sent import batch_called, kept_place, order_again, own_name, sent_file
from app.importing.sheet import refusals_csv, trial_csv
from app.importing.undoing import undo_import
from app.importing.workbooks.marking import MOST_MARKS, marked_bytes
from app.importing.workbooks.merging import OnConflict
from app.kernel.handlers import RequestRefused
from app.kernel.http import (
    WRITE_PROBLEMS,
    DatabaseOf,
    Json,
    LanguageOf,
    MayWrite,
    Reader,
    SettingsOf,
    WriteKey,
    WriteKeyWrong,
    may_write,
    session_of,
)
from app.kernel.language import Language
from app.kernel.problem import documented

router = APIRouter(prefix="/imports", tags=["导入"])

Sender = Annotated[str | None, Query(max_length=80, description="谁导入的，记入批次 who sends it")]
OnConflictOf = Annotated[
    OnConflict,
    Query(
        description="只对从目录导出的工作簿：导出之后别人也改过的要素，refuse 拒收该事项，"
        "theirs 留别人改的，mine 用文件里的 what was changed here and there"
    ),
]
JobId = Annotated[str, PathParameter(description="导入任务编号，或导入批次号 job, or batch")]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AskedOf = Annotated[Asked, Query()]


@router.post(
    "",
    status_code=202,
    summary="导入一个文件 Import a file",
    responses={
        200: {"model": payloads.JobOut, "description": "在等待时间内已结束"},
        202: {"model": payloads.JobOut, "description": "已排队或正在进行，见 Location"},
        **documented(*WRITE_PROBLEMS, RequestRefused, ImportFileUnreadable),
    },
)
async def post_import(
    request: Request,
    _key: WriteKey,
    settings: SettingsOf,
    language: LanguageOf,
    file: Annotated[
        UploadFile,
        File(
            description="JSONL、JSON、CSV、TSV（UTF-8、GB18030、UTF-16）、XLSX、XLS，或这些文件的 ZIP"
        ),
    ],
    asked: AskedOf,
) -> Response:
    """按表头（或所给映射）读入，逐行检查，随即审核。进度与结果见 `/imports/{id}`。"""
    path = await run_in_threadpool(spool, file.file)
    asked = _named(request, asked)
    order = asked.order(path, own_name(file.filename), settings, language)
    return await _submitted(request, order, asked.wait, language)


def _named(request: Request, asked: Asked) -> Asked:
    """Note who signed in, where the request itself names nobody."""
    session = None if asked.sender else session_of(request)
    return asked.model_copy(update={"sender": session.name}) if session else asked


async def _submitted(request: Request, order: Order, wait: float, language: Language) -> Response:
    job = jobs_of(request).submit(order)
    await run_in_threadpool(job.wait, wait)
    headers = {"Location": f"/imports/{job.id}"}
    return Json(job.document(language, cells=True), 200 if job.ended else 202, headers)


router.include_router(batches)  # before the routes that take any word for a job


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
def get_events(request: Request, job_id: JobId, reader: Reader, language: LanguageOf) -> Response:
    """`progress` 事件带任务的现状，最后一个是 `end`。Each event holds the job as it is then."""
    known = found(request, reader, job_id, language)
    jobs = jobs_of(request)
    return event_stream(jobs, jobs.get(job_id), known, language, cells=may_write(request))


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
    asked = _named(request, asked)
    order = await run_in_threadpool(
        order_again, jobs_of(request), database, job_id, asked, settings, language
    )
    return await _submitted(request, order, asked.wait, language)


@router.get(
    "/{job_id}/refusals",
    summary="一个任务拒收的行，全部 All refused rows",
    response_class=Response,
    responses={
        200: {"content": {"text/csv": {}}, "description": "UTF-8 带 BOM，可直接用 Excel 打开"},
        **documented(ImportJobNotFound, WriteKeyWrong),
    },
)
def get_all_refusals(
    request: Request,
    job_id: JobId,
    reader: Reader,
    database: DatabaseOf,
    language: LanguageOf,
    cells: MayWrite,
) -> Response:
    """试运行的也有；单元格里写的是什么，只给带密钥的和登录的。Where, what, why, what to do; of dry runs too."""
    sent = sent_file(jobs_of(request), reader, job_id)
    if sent.refusals is not None:
        return trial_csv(sent.refusals, job_id, language, cells=cells)
    return refusals_csv(database, sent.batch or 0, language, cells=cells)


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
    return Json(job.document(language, cells=True), 202)


@router.post(
    "/{job_id}/undo",
    summary="撤销导入 Undo an import",
    responses={
        200: {"model": payloads.BatchOut, "description": "执行撤销的批次"},
        **documented(
            *WRITE_PROBLEMS,
            ImportJobNotFound,
            ImportBatchNotFound,
            ImportNotUndoable,
            ImportStandsUnderLaterEdits,
        ),
    },
)
def post_undo(
    _key: WriteKey,
    database: DatabaseOf,
    settings: SettingsOf,
    job_id: JobId,
    sender: Sender = None,
) -> Response:
    """事项回到导入前的版本（成为新的版本），新建的事项撤回；之后又改过的，一个也不撤销，并列出。"""
    with database.read() as connection:
        batch = batch_called(connection, job_id)
    undone = undo_import(database, batch["id"], settings.profile, sender)
    with database.read() as connection:
        return Json(read_batch(connection, undone.id or 0))


@router.get(
    "/{job_id}/file",
    summary="导入的原文件 The original file",
    responses={
        200: {"content": {"application/octet-stream": {}}, "description": "原样的文件"},
        **documented(*WRITE_PROBLEMS, ImportJobNotFound, ImportFileNotKept),
    },
)
def get_file(request: Request, _key: WriteKey, job_id: JobId, reader: Reader) -> Response:
    """按内容的哈希保存，有期限和总量上限；需要密钥。Byte for byte what was sent in."""
    jobs = jobs_of(request)
    sent = sent_file(jobs, reader, job_id)
    place = kept_place(jobs, sent)
    return FileResponse(place, media_type="application/octet-stream", filename=sent.name)


@router.get(
    "/{job_id}/marked",
    summary="标注了错误的原工作簿 The same workbook, marked",
    responses={
        200: {"content": {XLSX: {}}, "description": "原样的工作簿，出错的单元格标红并有批注"},
        **documented(
            *WRITE_PROBLEMS,
            ImportJobNotFound,
            ImportFileNotKept,
            ImportFileNotMarkable,
        ),
    },
)
def get_marked(
    request: Request,
    _key: WriteKey,
    job_id: JobId,
    reader: Reader,
    settings: SettingsOf,
    language: LanguageOf,
) -> Response:
    """拒收的单元格标红，批注写明原因和改法，汇总在第一张表；改好可直接再导入。需要密钥。"""
    jobs = jobs_of(request)
    sent = sent_file(jobs, reader, job_id)
    place = kept_place(jobs, sent)
    limits = Limits(settings.reader_memory_mb, settings.reader_seconds)
    errors = islice(sent.errors(reader), MOST_MARKS)
    content = marked_bytes(place, errors, sum(sent.counts.values()), limits, language)
    name = quote(f"{Path(sent.name).stem}-marked.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, media_type=XLSX, headers=headers)


def found(request: Request, reader: Connection, job_id: str, language: Language) -> dict[str, Any]:
    """Return a job as it is, or what its batch tells of it after a restart."""
    job = jobs_of(request).get(job_id)
    return (
        job.document(language, cells=may_write(request))
        if job
        else of_batch(batch_called(reader, job_id))
    )


def jobs_of(request: Request) -> Jobs:
    """Return the import jobs of this application."""
    jobs: Jobs = request.app.state.jobs
    return jobs
