"""``/workbooks``: a scope as a workbook, an empty one, and what an edited one would change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Query, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from app.auditing.asking import agency_of, region_of
from app.auditing.errors import UnknownPlace
from app.elements.schemas import Record
from app.exporting.errors import WorkbookTooLarge
from app.exporting.formats import XLSX
from app.exporting.router import begin
from app.exporting.scope import Scope
from app.exporting.workbook import empty_workbook, workbook
from app.importing.apart import Limits
from app.importing.asking import Wanted
from app.importing.errors import SourceError
from app.importing.order import Order
from app.importing.payloads import PreviewOut
from app.importing.problems import ImportFileUnreadable, WorkbookNotOurs, unreadable
from app.importing.uploads import spool
from app.importing.workbooks.merging import OnConflict
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
    WriteKeyMissing,
    WriteKeyWrong,
    demand_session,
)
from app.kernel.problem import documented

OnConflictOf = Annotated[
    OnConflict, Query(description=Wanted.model_fields["on_conflict"].description)
]
router = APIRouter(prefix="/workbooks", tags=["输出"])

KindOf = Annotated[
    Record, Query(description="实施清单（implementation）或基本目录（base）：各是一份工作簿")
]
Shown = Annotated[
    int, Query(ge=0, le=10_000, description="最多给出多少个事项、多少条发现；计数总是全的")
]
FILE: dict[int | str, dict[str, Any]] = {200: {"description": "一份工作簿", "content": {XLSX: {}}}}


class WorkbookQuery(BaseModel):
    """What to take out of the catalogue."""

    region: str | None = Field(
        default=None, description="区划代码，含其下级 region and all within it"
    )
    agency: str | None = Field(default=None, description="实施主体编码 agency")
    code: list[str] = Field(
        default=[],
        max_length=1000,
        description="只要这些编码；一个参数里可有多个，用空白或逗号隔开 only these",
    )
    kind: Record = Field(
        default="implementation",
        description="实施清单（implementation）或基本目录（base）：各是一份工作簿",
    )
    secrets: bool = Field(
        default=False,
        description="含涉密事项：在网页上登录的须写明，带密钥的不必 with state secrets",
    )
    format: Literal["xlsx"] = Field(
        default="xlsx", description="浏览器要文件、不要网页时写明 for browsers"
    )


@router.get(
    "",
    summary="目录工作簿 A workbook to edit",
    response_class=Response,
    responses={
        **FILE,
        **documented(UnknownPlace, WorkbookTooLarge, WriteKeyWrong, WriteKeyMissing),
    },
)
def get_workbook(
    request: Request,
    reader: Reader,
    database: DatabaseOf,
    key: HoldsKey,
    asked: Annotated[WorkbookQuery, Query()],
) -> Response:
    """一类事项一份，每种记录一张表；带下拉列表和填写要求，改好后可预览、可再导入。带密钥者得到的含涉密事项。"""
    if asked.secrets and not key:
        demand_session(request)
    scope = Scope(
        kind=asked.kind,
        region=region_of(reader, asked.region or None),
        agency=agency_of(reader, asked.agency or None),
        codes=split_codes(asked.code),
        secrets=key or asked.secrets,
    )

    def pieces() -> Iterator[bytes]:
        # they leave after the route has returned: read on a connection of their own
        with database.read() as connection:
            yield from workbook(connection, scope)

    return _file(pieces(), f"yizhi-{asked.kind}.xlsx")


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
        200: {"model": PreviewOut},
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


def split_codes(told: Iterable[str]) -> tuple[str, ...]:
    """Return codes that were typed one a line, or with blanks or commas between them."""
    return tuple(dict.fromkeys(code for one in told for code in _BETWEEN.split(one) if code))


_BETWEEN = re.compile(r"[\s,;，；、]+")


def _file(pieces: Iterator[bytes], name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    begun = begin(pieces)
    return StreamingResponse(begun, media_type=XLSX, headers=headers)
