"""``GET /laws``: the registry of laws."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.kernel.clock import today
from app.kernel.http import Reader, page_response
from app.kernel.paging import Cursor, InvalidCursor, Limit, Page, page
from app.kernel.problem import documented
from app.laws import queries
from app.laws.errors import LawNotFound
from app.laws.models import Law
from app.laws.payloads import LawDetail, LawList, payload
from app.laws.queries import Status

router = APIRouter(prefix="/laws", tags=["法规与材料"])

Words = Annotated[
    str | None,
    Query(max_length=100, description="名称或文号中的字 in name or number", examples=["登记管理"]),
]
Rank = Annotated[
    int | None, Query(ge=1, le=6, description="效力位阶：1 法律 2 行政法规 … 6 规范性文件")
]
InStatus = Annotated[Status | None, Query(description="今天的效力 how it stands today")]


@router.get(
    "",
    summary="列出法规 List laws",
    responses={200: {"model": LawList}, **documented(InvalidCursor)},
)
def list_laws(
    request: Request,
    reader: Reader,
    q: Words = None,
    rank: Rank = None,
    status: InStatus = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """登记的法律、法规、规章，含已废止和已被取代的。With those repealed and replaced."""
    statement = queries.listing(q, rank, status, today())
    rows, after = page(reader, statement, key=[Law.__table__.c.id], limit=limit, cursor=cursor)
    items = [payload(row).model_dump(mode="json") for row in rows]
    return page_response(request, Page(items, after))


@router.get("/{law}", summary="一部法规 One law", responses=documented(LawNotFound))
def get_law(
    law: Annotated[
        int, Path(ge=1, le=2**31 - 1, description="登记编号 number in the registry", examples=[235])
    ],
    reader: Reader,
) -> LawDetail:
    """连同同名的其他版本。With the other versions of its name."""
    row = queries.by_id(reader, law)
    if row is None:
        raise LawNotFound(id=law)
    others = [one for one in queries.versions(reader, row["key"]) if one["id"] != law]
    return LawDetail(**payload(row).model_dump(), versions=[payload(one) for one in others])
