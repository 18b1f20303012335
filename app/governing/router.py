"""``/claims/declines``: what regions do not claim, and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Path, Query, Request, Response, UploadFile

from app.auditing.asking import region_of
from app.auditing.errors import UnknownPlace
from app.auditing.router import sent
from app.claims.reasons import ReasonCode
from app.governing import payloads
from app.governing.declining import Wish, decline, withdraw
from app.governing.errors import (
    AlreadyClaimed,
    DeclineNotFound,
    NotAsked,
    ReasonUnsaid,
    SheetRefused,
    SheetUnreadable,
)
from app.governing.reading import State, Wanted, count_declines, one_decline, read_declines
from app.governing.sheet import decoded, take, written
from app.items.errors import ItemNotFound
from app.kernel.handlers import RequestRefused
from app.kernel.http import (
    WRITE_PROBLEMS,
    HoldsKey,
    Json,
    Reader,
    SettingsOf,
    WriteKeyWrong,
    Writer,
    page_response,
)
from app.kernel.paging import Cursor, InvalidCursor, Limit, cut, number_in
from app.kernel.problem import documented

router = APIRouter(prefix="/claims", tags=["认领"])

MOST = 100_000
"""Rows of a CSV."""
Number = Annotated[
    int, Path(ge=1, le=2**31 - 1, description="记录号 number of the record", examples=[1])
]
Region = Annotated[str | None, Query(description="区划代码，含其下级 region and all within it")]
BaseCode = Annotated[str | None, Query(max_length=64, description="基本编码 base code")]
Reason = Annotated[ReasonCode | None, Query(description=payloads.REASON)]
StateOf = Annotated[
    State | None, Query(description="in-force 有效 · idle 不起作用 · withdrawn 已撤回")
]
By = Annotated[
    str, Query(min_length=2, max_length=100, description="谁撤回的 who", examples=["示例县政务局"])
]
AsCsv = Annotated[bool, Query(description="UTF-8 带 BOM，可直接用 Excel 打开 as CSV")]
ModeOf = Annotated[
    payloads.Mode, Query(description="all 一行不合则全不写入 · valid 只写入合格的行")
]


@router.get(
    "/declines",
    summary="列出不认领的记录 List declines",
    responses={
        200: {"model": payloads.DeclinePage, "content": {"text/csv": {}}},
        **documented(InvalidCursor, UnknownPlace, WriteKeyWrong),
    },
)
def list_declines(
    request: Request,
    reader: Reader,
    secrets: HoldsKey,
    region: Region = None,
    base_code: BaseCode = None,
    reason: Reason = None,
    state: StateOf = None,
    limit: Limit = 100,
    cursor: Cursor = None,
    csv: AsCsv = False,
) -> Response:
    """谁不认领哪个基本目录事项、为什么、谁写明的、何时；撤回的也在。

    Who does not claim which base item, why, who said so and when; withdrawn ones too.
    """
    wanted = Wanted(region_of(reader, region), base_code, reason, state, secrets)
    if csv:
        text = written(read_declines(reader, wanted, limit=MOST))
        named = {"Content-Disposition": 'attachment; filename="declines.csv"', **sent(secrets)}
        return Response(text.encode(), media_type="text/csv; charset=utf-8", headers=named)
    after = number_in(cursor) or 0
    rows = read_declines(reader, wanted, after=after, limit=limit + 1)
    page = cut(rows, limit)
    more = {"total": None if cursor else count_declines(reader, wanted)}
    return page_response(request, page, more=more, headers=sent(secrets))


@router.post(
    "/declines",
    status_code=201,
    summary="写明不认领 Decline a base item",
    responses={
        201: {"model": payloads.DeclineOut},
        200: {"model": payloads.DeclineOut, "description": "已有同样的记录 the same stands there"},
        **documented(
            *WRITE_PROBLEMS,
            RequestRefused,
            UnknownPlace,
            ItemNotFound,
            NotAsked,
            AlreadyClaimed,
            ReasonUnsaid,
        ),
    },
)
def post_decline(writer: Writer, settings: SettingsOf, wanted: payloads.DeclineIn) -> Response:
    """写明原因后，不再报“未认领”，也不计入认领率；同一地区对同一事项的前一条随之撤回。

    With its reason stated it is no longer found unclaimed, and is left out of the claim rate. What
    the region said of it before is withdrawn.
    """
    said = wanted.model_dump()
    made, verb = decline(writer, Wish(said.pop("base_code"), **said), settings.profile)
    headers = {"Location": f"/claims/declines/{made['id']}"}
    return Json(made, status_code=200 if verb == "unchanged" else 201, headers=headers)


@router.post(
    "/sheets",
    summary="用表格写明不认领 Decline by CSV",
    responses={
        200: {"model": payloads.SheetOut},
        **documented(*WRITE_PROBLEMS, RequestRefused, SheetRefused, SheetUnreadable),
    },
)
def post_sheet(
    writer: Writer,
    settings: SettingsOf,
    file: Annotated[
        UploadFile,
        File(description="CSV：基本编码、区划代码、原因、填报人，可有发布地区、实施主体编码、说明"),
    ],
    mode: ModeOf = "all",
) -> Response:
    """列与 `?csv=true` 输出的相同。已有的同样记录不变，不合格的行逐行说明。

    The columns are those of `?csv=true`. What stands there already stays; each row that cannot be
    taken is told.
    """
    taken = take(writer, decoded(file.file.read()), settings.profile, mode)
    return Json(taken.told())


@router.get(
    "/declines/{number}",
    summary="一条不认领的记录 One decline",
    responses={200: {"model": payloads.DeclineOut}, **documented(DeclineNotFound, WriteKeyWrong)},
)
def get_decline(number: Number, reader: Reader, secrets: HoldsKey) -> Response:
    """谁、因何、何时写明不认领。Who declined what, why and when."""
    return Json(one_decline(reader, number, secrets=secrets), headers=sent(secrets))


@router.delete(
    "/declines/{number}",
    summary="撤回不认领 Withdraw a decline",
    responses={200: {"model": payloads.DeclineOut}, **documented(*WRITE_PROBLEMS, DeclineNotFound)},
)
def delete_decline(number: Number, by: By, writer: Writer, settings: SettingsOf) -> Response:
    """即刻失效，记录保留；仍未认领的，随即又报“未认领”。

    It ends at once and stays on record; what is still not claimed is found unclaimed again.
    """
    return Json(withdraw(writer, number, by, settings.profile))
