"""``/workbooks``: a scope as a workbook, an empty one, and what an edited one would change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, File, Query, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from app.auditing.asking import agency_of, region_of
from app.auditing.errors import UnknownPlace
from app.elements.schemas import Record
from app.exporting.errors import WorkbookTooLarge
from app.exporting.formats import XLSX
from app.exporting.router import AgencyCode, Codes, RegionCode, begin
from app.exporting.scope import Scope
from app.exporting.workbook import empty_workbook, workbook
from app.importing.apart import Limits
from app.importing.errors import SourceError
from app.importing.jobs import spool, unreadable
from app.importing.payloads import CountsOut, RefusalOut
from app.importing.pipeline import Order
from app.importing.problems import ImportFileUnreadable, WorkbookNotOurs
from app.importing.router import OnConflictOf
from app.importing.workbooks.previewing import preview
from app.kernel.http import (
    WRITE_PROBLEMS,
    DatabaseOf,
    HoldsKey,
    Json,
    LanguageOf,
    Reader,
    SettingsOf,
    WriteKey,
    WriteKeyWrong,
)
from app.kernel.problem import documented

router = APIRouter(prefix="/workbooks", tags=["输出"])

KindOf = Annotated[
    Record, Query(description="实施清单（implementation）或基本目录（base）：各是一份工作簿")
]
Shown = Annotated[
    int, Query(ge=0, le=10_000, description="最多给出多少个事项、多少条发现；计数总是全的")
]
FILE: dict[int | str, dict[str, Any]] = {200: {"description": "一份工作簿", "content": {XLSX: {}}}}


class PartOut(BaseModel):
    """一个要素（或字段）：导出时、现在、文件里各是什么。"""

    part: str
    title: str
    change: str = Field(
        description="edited：文件改了；meanwhile：导出后别人改了，文件没动；conflict：两边都改了"
    )
    exported: Any
    now: Any
    workbook: Any
    letter: str | None


class ChangedItemOut(BaseModel):
    """一个改动了的事项。"""

    code: str
    name: str
    sheet: str | None
    row: int | None
    created: bool
    parts: list[PartOut]


class ChangeCountsOut(BaseModel):
    """改动的计数；edited、meanwhile、conflict 按要素计。"""

    items: int
    created: int
    edited: int
    meanwhile: int
    conflict: int


class FindingsOut(BaseModel):
    """发现及其总数。"""

    count: int
    items: list[dict[str, Any]]


class FindingChangesOut(BaseModel):
    """会新增和消除的发现；complete 为 false 时发现太多，没有全部比较。"""

    new: FindingsOut
    mended: FindingsOut
    complete: bool


class WorkbookPreviewOut(BaseModel):
    """导入一份改过的工作簿会怎样。"""

    counts: CountsOut
    changes: ChangeCountsOut
    items: list[ChangedItemOut]
    findings: FindingChangesOut
    refusal_counts: dict[str, int]
    refusals: list[RefusalOut]


@router.get(
    "",
    summary="目录工作簿 A workbook to edit",
    response_class=Response,
    responses={**FILE, **documented(UnknownPlace, WorkbookTooLarge, WriteKeyWrong)},
)
def get_workbook(
    reader: Reader,
    database: DatabaseOf,
    key: HoldsKey,
    region: RegionCode = None,
    agency: AgencyCode = None,
    code: Codes = None,
    kind: KindOf = "implementation",
) -> Response:
    """一类事项一份，每种记录一张表；带下拉列表和填写要求，改好后可预览、可再导入。带密钥者得到的含涉密事项。"""
    scope = Scope(
        kind=kind,
        region=region_of(reader, region),
        agency=agency_of(reader, agency),
        codes=tuple(code or ()),
        secrets=key,
    )

    def pieces() -> Iterator[bytes]:
        # they leave after the route has returned: read on a connection of their own
        with database.read() as connection:
            yield from workbook(connection, scope)

    return _file(pieces(), f"yizhi-{kind}.xlsx")


@router.get(
    "/empty", summary="空白工作簿 An empty workbook", response_class=Response, responses=FILE
)
def get_empty(kind: KindOf = "implementation") -> Response:
    """只有表头、下拉列表和填写要求。"""
    return _file(empty_workbook(kind), f"yizhi-{kind}-empty.xlsx")


@router.post(
    "/preview",
    summary="预览改过的工作簿 What an edited workbook would change",
    responses={
        200: {"model": WorkbookPreviewOut},
        **documented(*WRITE_PROBLEMS, ImportFileUnreadable, WorkbookNotOurs),
    },
)
async def post_preview(
    _key: WriteKey,
    database: DatabaseOf,
    settings: SettingsOf,
    language: LanguageOf,
    file: Annotated[UploadFile, File(description="从目录导出、改过的工作簿")],
    on_conflict: OnConflictOf = "refuse",
    limit: Shown = 200,
) -> Response:
    """照常导入、照常审核，然后全部撤回：逐个事项、逐个要素的新旧值，会新增和消除的发现，与别人改动的冲突。

    It holds the write lock while it runs. Commit with `POST /imports`, and the same `on_conflict`.
    """
    path = await run_in_threadpool(spool, file.file)
    order = Order(
        path,
        Path((file.filename or "workbook.xlsx").replace("\\", "/")).name,
        "valid",
        profile=settings.profile,
        limits=Limits(settings.reader_memory_mb, settings.reader_seconds),
        on_conflict=on_conflict,
    )
    try:
        return Json(await run_in_threadpool(preview, database, order, limit, language))
    except SourceError as error:
        raise unreadable(error) from error
    finally:
        path.unlink(missing_ok=True)


def _file(pieces: Iterator[bytes], name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    begun = begin(pieces)
    return StreamingResponse(begun, media_type=XLSX, headers=headers)
