"""``/imports``: bring a file into the catalogue, watch it, and read what was refused and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool

from app.importing import payloads, returning
from app.importing.http import AskedOf, named, submitted
from app.importing.jobs import router as jobs
from app.importing.past import router as past
from app.importing.problems import ImportFileUnreadable
from app.importing.uploads import own_name, spool
from app.kernel.handlers import RequestRefused
from app.kernel.http import WRITE_PROBLEMS, LanguageOf, SettingsOf, WriteKey
from app.kernel.problem import documented

router = APIRouter(prefix="/imports", tags=["导入"])


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
    asked = named(request, asked)
    order = asked.order(path, own_name(file.filename), settings, language)
    return await submitted(request, order, asked.wait, language)


router.include_router(past.router)  # before the routes that take any word for a job
router.include_router(jobs.router)
router.include_router(returning.router)
