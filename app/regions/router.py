"""``GET /regions``: the tree of regions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.kernel.http import Reader, page_response
from app.kernel.paging import Cursor, InvalidCursor, Page, page
from app.kernel.problem import documented
from app.regions import queries
from app.regions.code import region_id
from app.regions.edition import RegionRow
from app.regions.errors import InvalidRegionCode, RegionNotFound
from app.regions.models import Region
from app.regions.payloads import RegionDetail, RegionList, brief, detail

router = APIRouter(prefix="/regions", tags=["行政区划"])

ParentCode = Annotated[str | None, Query(description="只列其直接下级 only those directly under it")]
Level = Annotated[int | None, Query(ge=1, le=6, description="只列这一层级 only this level")]
Words = Annotated[str | None, Query(max_length=50, description="名称中的字，或代码开头的数字")]
RegionLimit = Annotated[int, Query(ge=1, le=5000, description="每页条数 rows on a page")]


@router.get(
    "",
    summary="列出行政区划 List regions",
    responses={200: {"model": RegionList}, **documented(InvalidRegionCode, InvalidCursor)},
)
def list_regions(
    request: Request,
    reader: Reader,
    parent: ParentCode = None,
    level: Level = None,
    q: Words = None,
    limit: RegionLimit = 1000,
    cursor: Cursor = None,
) -> Response:
    """按代码排序；`limit=5000` 可一次取完国家、省、市、县四级。By code; 5000 takes all at once."""
    above = None if parent is None else known_id(parent)
    statement = queries.listing(above, level, q)
    by_id = [Region.__table__.c.id]
    rows, after = page(reader, statement, key=by_id, limit=limit, cursor=cursor)
    items = [brief(RegionRow(**row)).model_dump() for row in rows]
    return page_response(request, Page(items, after))


@router.get(
    "/{code}",
    summary="一个行政区划 One region",
    responses=documented(RegionNotFound, InvalidRegionCode),
)
def get_region(
    code: Annotated[str, Path(description="区划代码 region code")], reader: Reader
) -> RegionDetail:
    """代码可为 6、9 或 12 位。With its ancestors and what lies directly within it."""
    row = queries.by_id(reader, known_id(code))
    if row is None:
        raise RegionNotFound(code=code)
    return detail(row, queries.ancestors(reader, row.id), queries.children(reader, row.id))


def known_id(code: str) -> int:
    """Return the id of a code.

    Raises:
        InvalidRegionCode: it has not 6, 9 or 12 digits.
    """
    region = region_id(code)
    if region is None:
        raise InvalidRegionCode(code=code)
    return region
