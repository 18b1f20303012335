"""``/audit/runs/{before}/against/{after}``: two full runs compared."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.auditing.errors import UnknownPlace
from app.auditing.router import sent
from app.kernel.http import LanguageOf, Reader, WriteKeyWrong, page_response
from app.kernel.paging import Cursor, InvalidCursor, Limit, Page, decode, encode
from app.kernel.problem import documented
from app.mending.asked import AreaAsked
from app.mending.errors import RunNotFound, RunNotKept
from app.mending.runs import payloads
from app.mending.runs.comparing import Key, compare, counts, lines, shown, state_of
from app.mending.runs.parts import Part

router = APIRouter()

RunId = Annotated[int, Path(ge=1, le=2**31 - 1, description="第几次全面审核 run", examples=[1])]
PartOf = Annotated[
    Part,
    Query(
        description="列出哪一部分：new 新增 · mended 已改 · unchanged 未变 ·"
        " new-with-item/-with-rule 随事项、规则而来 · gone-with-item/-with-rule 随事项、规则而去"
    ),
]


@router.get(
    "/audit/runs/{before}/against/{after}",
    summary="比较两次全面审核 Compare two full runs",
    responses={
        200: {"model": payloads.ComparisonOut},
        **documented(RunNotFound, RunNotKept, UnknownPlace, InvalidCursor, WriteKeyWrong),
    },
)
def get_comparison(
    request: Request,
    before: RunId,
    after: RunId,
    reader: Reader,
    language: LanguageOf,
    area: AreaAsked,
    part: PartOf = "new",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """从 `before` 到 `after`：新增、已改、未变，以及随事项或规则而来、而去的。各部分计数，`part` 列出其一。

    What is new, mended, unchanged; what came or went with its item or its rule is told apart.
    """
    comparison = compare(reader, before, after, area)
    key: Key | None = tuple(decode(cursor, 3)) if cursor else None  # type: ignore[assignment]
    found = lines(reader, comparison, part, key, limit + 1)
    page = Page(shown(reader, found[:limit], part, language))
    if len(found) > limit:
        page = Page(page.items, encode(found[limit - 1][:3]))
    told = {**state_of(reader, comparison), **counts(reader, comparison)}
    return page_response(request, page, more=told, headers=sent(area.secrets))
