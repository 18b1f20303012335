"""``/imports/{id}/refusals``, ``/file``, ``/marked``: what a sender gets back of a file."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from starlette.responses import FileResponse

from app.importing.apart import Limits
from app.importing.http import JobId, jobs_of
from app.importing.problems import ImportFileNotKept, ImportFileNotMarkable, ImportJobNotFound
from app.importing.sent import kept_place, sent_file
from app.importing.sheet import refusals_csv, trial_csv
from app.importing.workbooks.marking import MOST_MARKS, marked_bytes
from app.kernel.http import (
    WRITE_PROBLEMS,
    DatabaseOf,
    LanguageOf,
    MayWrite,
    Reader,
    SettingsOf,
    WriteKey,
    WriteKeyWrong,
)
from app.kernel.problem import documented

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
router = APIRouter()


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
