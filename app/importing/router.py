"""``/imports``: bring a file into the catalogue, watch it, and read what was refused and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Query, Request, Response, UploadFile
from fastapi import Path as PathParameter
from fastapi.concurrency import run_in_threadpool

from app.importing import payloads
from app.importing.batches import Mode, list_batches, read_batch, refusals_of
from app.importing.jobs import Jobs, spool
from app.importing.mappings import load_mappings
from app.importing.pipeline import Order
from app.importing.problems import (
    ImportBatchNotFound,
    ImportFileUnreadable,
    ImportJobNotFound,
)
from app.kernel.http import (
    WRITE_PROBLEMS,
    Json,
    LanguageOf,
    Reader,
    SettingsOf,
    WriteKey,
    page_response,
)
from app.kernel.paging import Cursor, InvalidCursor, Limit, Page, decode, encode
from app.kernel.problem import documented

router = APIRouter(prefix="/imports", tags=["导入"])

ModeOf = Annotated[
    Mode,
    Query(description="all：有一行不合格就全部不导入；valid：只导入合格的行。必须写明，没有默认值"),
]
DryRun = Annotated[bool, Query(description="试运行：同样的过程，不写入 the same path, no writes")]
MappingName = Annotated[
    str | None,
    Query(description="来源映射，不写则按表头判断 mapping; told by the headers if absent"),
]
BatchId = Annotated[int, PathParameter(ge=1, le=2**31 - 1, description="批次号 batch")]
JobId = Annotated[str, PathParameter(description="导入任务编号 job")]
Wait = Annotated[
    float, Query(ge=0, le=60, description="最多等几秒再回答 seconds to wait for the end")
]


@router.post(
    "",
    status_code=202,
    summary="导入一个文件 Import a file",
    responses={
        200: {"model": payloads.JobOut, "description": "在等待时间内已结束"},
        202: {"model": payloads.JobOut, "description": "已排队或正在进行，见 Location"},
        **documented(*WRITE_PROBLEMS, ImportFileUnreadable),
    },
)
async def post_import(
    request: Request,
    _key: WriteKey,
    settings: SettingsOf,
    language: LanguageOf,
    file: Annotated[
        UploadFile, File(description="JSONL、JSON、CSV（UTF-8、GB18030、UTF-16）或 XLSX")
    ],
    mode: ModeOf,
    mapping: MappingName = None,
    dry_run: DryRun = False,
    wait: Wait = 0,
) -> Response:
    """按表头（或所给映射）读入，逐行检查，随即审核。进度与结果见 `/imports/{id}`。"""
    path = await run_in_threadpool(spool, file.file)
    order = Order(path, _name(file), mode, mapping, dry_run, settings.profile)
    job = jobs_of(request).submit(order)
    await run_in_threadpool(job.wait, wait)
    headers = {"Location": f"/imports/{job.id}"}
    return Json(job.document(language), 200 if job.ended else 202, headers)


@router.get(
    "/batches",
    summary="导入批次 Import batches",
    responses={200: {"model": payloads.BatchPage}, **documented(InvalidCursor)},
)
def get_batches(
    request: Request, reader: Reader, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """最近的在前。The newest first."""
    before = int(decode(cursor, 1)[0] or 0) if cursor else None
    rows = list_batches(reader, before, limit + 1)
    following = encode([rows[limit - 1]["id"]]) if len(rows) > limit else None
    return page_response(request, Page(rows[:limit], following))


@router.get(
    "/batches/{batch_id}",
    summary="一个导入批次 One batch",
    responses={200: {"model": payloads.BatchOut}, **documented(ImportBatchNotFound)},
)
def get_batch(batch_id: BatchId, reader: Reader) -> Response:
    """文件、映射、方式、各行结果的计数、整个文件都没有的要素。"""
    batch = read_batch(reader, batch_id)
    if batch is None:
        raise ImportBatchNotFound(id=batch_id)
    return Json(batch)


@router.get(
    "/batches/{batch_id}/refusals",
    summary="一个批次拒收的行 The refused rows of a batch",
    responses={
        200: {"model": payloads.RefusalPage},
        **documented(ImportBatchNotFound, InvalidCursor),
    },
)
def get_refusals(
    request: Request,
    batch_id: BatchId,
    reader: Reader,
    language: LanguageOf,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """每处拒收的文件、表、行、列、值、原因和改法。Where, what, why, and what to do."""
    if read_batch(reader, batch_id) is None:
        raise ImportBatchNotFound(id=batch_id)
    after = int(decode(cursor, 1)[0] or 0) if cursor else 0
    rows = list(refusals_of(reader, batch_id, after, limit + 1))
    following = encode([rows[limit - 1][0]]) if len(rows) > limit else None
    return page_response(
        request, Page([error.as_dict(language) for _, error in rows[:limit]], following)
    )


@router.get(
    "/mappings",
    summary="来源映射 Mappings",
    responses={200: {"model": payloads.MappingList}},
)
def get_mappings() -> Response:
    """随系统提供的映射；不写映射时按表头选用。The mappings that come with this version."""
    rows = [
        {
            "name": mapping.name,
            "title": mapping.title,
            "record": None if mapping.native else mapping.record,
            "description": mapping.description,
        }
        for mapping in load_mappings(()).values()
    ]
    return Json({"items": rows})


@router.get(
    "/{job_id}",
    summary="一个导入任务 One import job",
    responses={200: {"model": payloads.JobOut}, **documented(ImportJobNotFound)},
)
def get_job(request: Request, job_id: JobId, language: LanguageOf) -> Response:
    """进度；结束后是结果。Progress, and in the end the result."""
    job = jobs_of(request).get(job_id)
    if job is None:
        raise ImportJobNotFound(id=job_id)
    return Json(job.document(language))


def jobs_of(request: Request) -> Jobs:
    """Return the import jobs of this application."""
    jobs: Jobs = request.app.state.jobs
    return jobs


def _name(file: UploadFile) -> str:
    """The file's own name, without whatever path a browser sends along."""
    return Path((file.filename or "upload").replace("\\", "/")).name
