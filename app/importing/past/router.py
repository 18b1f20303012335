"""``/imports/batches``: what imports left behind: counts, what was refused, what vanished; undo it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as PathParameter

from app.importing import payloads
from app.importing.batches import batch_called, list_batches, read_batch, refusals_of
from app.importing.http import JobId, Sender
from app.importing.problems import (
    ImportBatchNotFound,
    ImportJobNotFound,
    ImportNotUndoable,
    ImportStandsUnderLaterEdits,
)
from app.importing.sheet import refusals_csv
from app.importing.undoing import undo_import
from app.importing.vanishing import vanished_of
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
    page_response,
)
from app.kernel.paging import Cursor, InvalidCursor, Limit, Page, cut, number_in
from app.kernel.problem import documented

router = APIRouter()

Format = Annotated[
    Literal["json", "csv"], Query(description="csv：UTF-8 带 BOM，可直接用 Excel 打开")
]
BatchId = Annotated[int, PathParameter(ge=1, le=2**31 - 1, description="批次号 batch")]


@router.get(
    "/batches",
    summary="导入批次 Import batches",
    responses={200: {"model": payloads.BatchPage}, **documented(InvalidCursor)},
)
def get_batches(
    request: Request, reader: Reader, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """最近的在前。The newest first."""
    before = number_in(cursor)
    rows = list_batches(reader, before, limit + 1)
    return page_response(request, cut(rows, limit))


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
        200: {"model": payloads.RefusalPage, "content": {"text/csv": {}}},
        **documented(ImportBatchNotFound, InvalidCursor, WriteKeyWrong),
    },
)
def get_refusals(
    request: Request,
    batch_id: BatchId,
    reader: Reader,
    database: DatabaseOf,
    language: LanguageOf,
    cells: MayWrite,
    format: Format = "json",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """每处拒收的文件、表、行、列、值、原因和改法；`format=csv` 一次给出全部。Where, what, why, what to do.

    单元格里写的是什么，只给带密钥的和登录的；其他读者看到“…”。What cells hold is for who may write.
    """
    if read_batch(reader, batch_id) is None:
        raise ImportBatchNotFound(id=batch_id)
    if format == "csv":
        return refusals_csv(database, batch_id, language, cells=cells)
    after = number_in(cursor) or 0
    rows = list(refusals_of(reader, batch_id, after, limit + 1))
    found = cut(rows, limit, 0)
    shown = [error if cells else error.withheld() for _, error in found.items]
    page = Page([error.as_dict(language) for error in shown], found.next)
    return page_response(request, page)


@router.get(
    "/batches/{batch_id}/vanished",
    summary="来源中消失的事项 Items that vanished from the source",
    responses={
        200: {"model": payloads.VanishedPage},
        **documented(ImportBatchNotFound, InvalidCursor),
    },
)
def get_vanished(
    request: Request, batch_id: BatchId, reader: Reader, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """导入时声明完整的文件里已经没有、目录里还在的事项；没有删除它们。Reported, not deleted."""
    if read_batch(reader, batch_id) is None:
        raise ImportBatchNotFound(id=batch_id)
    after = number_in(cursor) or 0
    rows = vanished_of(reader, batch_id, after, limit + 1)
    return page_response(request, cut(rows, limit))


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
