"""``/rectifications``: lists of what an authority is to mend, and their re-check."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.auditing.asking import agency_of
from app.auditing.errors import RuleNotFound, UnknownPlace
from app.auditing.router import AgencyCode, sent
from app.kernel.handlers import RequestRefused
from app.kernel.http import (
    WRITE_PROBLEMS,
    HoldsKey,
    Json,
    LanguageOf,
    Reader,
    WriteKeyWrong,
    Writer,
    page_response,
)
from app.kernel.paging import Cursor, InvalidCursor, Limit, cut, number_in
from app.kernel.problem import documented
from app.mending.errors import NothingToMend, RectificationNotFound
from app.mending.rectifying import payloads
from app.mending.rectifying.issuing import Wish, issue
from app.mending.rectifying.rechecking import State, read_lists, recheck
from app.mending.rectifying.sheet import HEADERS, rows
from app.mending.sheets import Format, sheet_response

router = APIRouter(prefix="/rectifications")

ListId = Annotated[int, Path(ge=1, le=2**31 - 1, description="整改清单号 list", examples=[1])]
StateOf = Annotated[State | None, Query(description="只列这一状态的条目 only lines in this state")]
FormatOf = Annotated[Format, Query(description="csv、xlsx 一次给出全部条目 all lines at once")]


@router.get(
    "",
    summary="列出整改清单 List rectification lists",
    responses={
        200: {"model": payloads.RectificationPage},
        **documented(UnknownPlace, InvalidCursor),
    },
)
def list_rectifications(
    request: Request,
    reader: Reader,
    agency: AgencyCode = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """出具时的情况；复核结果见每份清单。As they were issued; each list tells how it stands now."""
    after = number_in(cursor) or 0
    found = read_lists(reader, agency_of(reader, agency), after=after, limit=limit + 1)
    return page_response(request, cut(found, limit))


@router.post(
    "",
    status_code=201,
    summary="出具整改清单 Issue a rectification list",
    responses={
        201: {"model": payloads.RectificationHead},
        **documented(*WRITE_PROBLEMS, RequestRefused, UnknownPlace, RuleNotFound, NothingToMend),
    },
)
def post_rectification(writer: Writer, wanted: payloads.RectificationIn) -> Response:
    """一个主体的现有发现，按严重程度或规则取出并冻结；期限按国务院放假安排的工作日推算。

    What stands against one body, frozen as it is; due after so many working days. Findings that
    are waived today are left out. For years whose holidays are not announced yet, Monday to
    Friday count, and `holidays_announced` is false.
    """
    number = issue(writer, Wish(**wanted.model_dump()))
    made = recheck(writer, number).head
    headers = {"Location": f"/rectifications/{number}"}
    return Json(made, status_code=201, headers=headers)


@router.get(
    "/{number}",
    summary="复核一份整改清单 Re-check a rectification list",
    responses={
        200: {"model": payloads.RectificationOut, "content": {"text/csv": {}}},
        **documented(RectificationNotFound, InvalidCursor, WriteKeyWrong),
    },
)
def get_rectification(
    request: Request,
    number: ListId,
    reader: Reader,
    language: LanguageOf,
    secrets: HoldsKey,
    state: StateOf = None,
    format: FormatOf = "json",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """每一条现在是未改、仍有问题、已改、已豁免，还是随事项、规则而去；逾期几个工作日。

    What has become of each line, and by how many working days the list is overdue.
    """
    checked = recheck(reader, number, secrets=secrets)
    if state is not None:
        lines = [line for line in checked.lines if line["state"] == state]
        checked = checked._replace(lines=lines)
    if format != "json":
        file = f"rectification-{number}.{format}"
        cells = rows(checked, language)
        return sheet_response(file, HEADERS[language], cells, sent(secrets))
    after = number_in(cursor) or 0
    rest = [line for line in checked.lines if line["number"] > after]
    page = cut(rest, limit, "number")
    return page_response(request, page, more=checked.head, headers=sent(secrets))
