"""``/audit/waivers``: findings accepted for a time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.auditing.errors import RuleNotFound, UnknownPlace
from app.auditing.filters import FindingFilter
from app.auditing.router import sent
from app.auditing.totals import numbers
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
from app.mending.errors import ItemAmbiguous, PlaceOfAnotherRule, WaiverNotFound
from app.mending.waivers import payloads
from app.mending.waivers.granting import Grant, State, grant, one_waiver, read_all, withdraw

router = APIRouter(prefix="/audit/waivers")

WaiverId = Annotated[int, Path(ge=1, le=2**31 - 1, description="豁免号 waiver", examples=[1])]
StateOf = Annotated[
    State | None,
    Query(description="in-force 有效 · to-come 未到期 · expired 已过期 · withdrawn 已撤回"),
]


@router.get(
    "",
    summary="列出豁免 List waivers",
    responses={
        200: {"model": payloads.WaiverPage},
        **documented(InvalidCursor, WriteKeyWrong),
    },
)
def list_waivers(
    request: Request,
    reader: Reader,
    secrets: HoldsKey,
    state: StateOf = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """全部豁免，含已过期、已撤回的；豁免只标注发现，不删除发现。

    All of them, expired and withdrawn ones too. A waiver marks findings and deletes none. Waivers
    for items that are state secrets are for holders of the write key.
    """
    after = number_in(cursor) or 0
    rows = read_all(reader, state, secrets=secrets, after=after, limit=limit + 1)
    page = cut(rows, limit)
    wanted = FindingFilter(secrets=secrets)
    more = dict.fromkeys(("total", "waived")) if cursor else numbers(reader, wanted)
    return page_response(request, page, more=more, headers=sent(secrets))


@router.post(
    "",
    status_code=201,
    summary="批准豁免 Grant a waiver",
    responses={
        201: {"model": payloads.WaiverOut},
        **documented(
            *WRITE_PROBLEMS,
            RequestRefused,
            RuleNotFound,
            UnknownPlace,
            ItemAmbiguous,
            PlaceOfAnotherRule,
        ),
    },
)
def post_waiver(writer: Writer, settings: SettingsOf, wanted: payloads.WaiverIn) -> Response:
    """在起止日期之间（含两端），所指的发现都带上这项豁免，并另行计数。

    Between its dates, both included, what it covers is shown with the waiver and counted apart.
    """
    made = grant(writer, Grant(**wanted.model_dump()), settings.profile)
    headers = {"Location": f"/audit/waivers/{made['id']}"}
    return Json(made, status_code=201, headers=headers)


@router.get(
    "/{waiver_id}",
    summary="一项豁免 One waiver",
    responses={200: {"model": payloads.WaiverOut}, **documented(WaiverNotFound, WriteKeyWrong)},
)
def get_waiver(waiver_id: WaiverId, reader: Reader, secrets: HoldsKey) -> Response:
    """谁、因何、从何时到何时接受了哪些发现。Who accepted what, why, from when to when."""
    found = one_waiver(reader, waiver_id, secrets=secrets)
    return Json(found, headers=sent(secrets))


@router.delete(
    "/{waiver_id}",
    summary="撤回豁免 Withdraw a waiver",
    responses={200: {"model": payloads.WaiverOut}, **documented(*WRITE_PROBLEMS, WaiverNotFound)},
)
def delete_waiver(waiver_id: WaiverId, writer: Writer) -> Response:
    """即刻失效，记录保留。It ends at once and stays on record."""
    return Json(withdraw(writer, waiver_id))
