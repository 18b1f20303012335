"""``GET /agencies``: who carries out items."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.agencies import queries
from app.agencies.errors import AgencyNotFound
from app.agencies.models import Agency
from app.agencies.payloads import AgencyList, AgencyPayload, payload
from app.kernel.http import Reader, page_response
from app.kernel.paging import Cursor, InvalidCursor, Limit, Page, page
from app.kernel.problem import documented
from app.regions import region_id
from app.regions.errors import InvalidRegionCode

router = APIRouter(prefix="/agencies", tags=["实施主体"])

RegionCode = Annotated[str | None, Query(description="行政区划代码，含其下级 with all within it")]
Line = Annotated[str | None, Query(max_length=20, description="条线，如 教育 department line")]
Words = Annotated[str | None, Query(max_length=50, description="名称中的字，或代码的开头")]


@router.get(
    "",
    summary="列出实施主体 List agencies",
    responses={200: {"model": AgencyList}, **documented(InvalidRegionCode, InvalidCursor)},
)
def list_agencies(
    request: Request,
    reader: Reader,
    region: RegionCode = None,
    line: Line = None,
    q: Words = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """按进入目录的先后排序。In the order in which they entered the catalogue."""
    statement = queries.listing(_region_id(region), line, q)
    by_id = [Agency.__table__.c.id]
    rows, after = page(reader, statement, key=by_id, limit=limit, cursor=cursor)
    return page_response(request, Page([payload(row).model_dump() for row in rows], after))


@router.get("/{code:path}", summary="一个实施主体 One agency", responses=documented(AgencyNotFound))
def get_agency(
    code: Annotated[str, Path(description="代码 code")], reader: Reader
) -> AgencyPayload:
    """按代码取一个实施主体。One body by its code."""
    row = queries.by_code(reader, code)
    if row is None:
        raise AgencyNotFound(code=code)
    return payload(row)


def _region_id(code: str | None) -> int | None:
    region = None if code is None else region_id(code)
    if code is not None and region is None:
        raise InvalidRegionCode(code=code)
    return region
