"""``/survey``: the catalogue across levels and across peers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from app.auditing.asking import agency_of, region_of
from app.auditing.errors import UnknownPlace
from app.auditing.heat import heat
from app.items.errors import ItemNotFound
from app.kernel.http import Json, LanguageOf, Reader, page_response
from app.kernel.paging import Cursor, InvalidCursor, Limit, Page, decode, encode
from app.kernel.problem import documented
from app.regions import RegionRow, by_id
from app.surveying import payloads
from app.surveying.behind import behind, count_behind
from app.surveying.betters import FEWEST, SHARE, betters
from app.surveying.chain import chain
from app.surveying.drift.asking import page_of, sheet_of
from app.surveying.drift.finding import LEAST, Wanted, within
from app.surveying.drift.payloads import DriftPage, Kind
from app.surveying.matrix import matrix, survey
from app.surveying.spread import TOLERANCE, spread

router = APIRouter(prefix="/survey", tags=["比对"])

Within = Annotated[str | None, Query(description="区划代码，含其下级 region and all within it")]
Parent = Annotated[
    str, Query(description="上级区划代码：比较它的下一级各地 whose parts are compared")
]
Line = Annotated[str | None, Query(max_length=20, description="条线，如 教育 department line")]
BaseCode = Annotated[str, Path(description="基本编码 base code", examples=["990118002000"])]
Element = Annotated[str | None, Query(description="要素 element, as in `materials`")]
Share = Annotated[float, Query(gt=0, le=1, description="至少多大比例优于标准 least share")]
Fewest = Annotated[int, Query(ge=1, le=1_000_000, description="至少多少个事项 least number")]
Tolerance = Annotated[
    float, Query(ge=0, le=10, description="偏离中位数多少以内算相近 share of the median")
]
Body = Annotated[str | None, Query(description="实施主体代码 agency, on either side")]
KindOfDrift = Annotated[
    Kind | None,
    Query(
        description="同码异名 renamed、疑似错码 misfiled、疑似对应标准 unlinked、一事多码 duplicate、目录重复 twin"
    ),
]
Least = Annotated[float, Query(ge=0, le=1, description="至少多少分 least score")]
Format = Annotated[Literal["json", "csv"], Query(description="csv：UTF-8 带 BOM，一次给出全部")]


@router.get(
    "/heat",
    summary="各地区各要素的一致率 Consistency by region and element",
    responses={200: {"model": payloads.HeatOut}, **documented(UnknownPlace)},
)
def get_heat(reader: Reader, region: Within = None) -> Response:
    """一行一个地区，一列一个要素。One row per region, one column per element."""
    return Json(heat(reader, region_of(reader, region)))


@router.get(
    "/chain/{code}",
    summary="一个基本编码自上而下的各级目录 One base code from the top down",
    responses={200: {"model": payloads.ChainOut}, **documented(ItemNotFound)},
)
def get_chain(code: BaseCode, reader: Reader, language: LanguageOf) -> Response:
    """国家、省、市各级目录逐级比对，以及各层级事项是否跟上现行版本。Each link against the one above it."""
    return Json(chain(reader, code, language))


@router.get(
    "/behind",
    summary="落后于标准现行版本的事项 Items behind their standard",
    responses={200: {"model": payloads.BehindPage}, **documented(UnknownPlace, InvalidCursor)},
)
def list_behind(
    request: Request,
    reader: Reader,
    region: Within = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """标准修改后仍停在旧版的事项，以及已过多少个工作日。With for how many working days."""
    place = region_of(reader, region)
    after: Any = tuple(int(part or 0) for part in decode(cursor, 2)) if cursor else None
    found = behind(reader, place, after, limit)
    page = Page(found.rows, encode(list(found.following)) if found.following else None)
    total = None if cursor else count_behind(reader, place)
    return page_response(request, page, more={"total": total})


@router.get(
    "/matrix",
    summary="同级各地的认领对照表 Who has claimed what, peer by peer",
    responses={200: {"model": payloads.MatrixOut}, **documented(UnknownPlace)},
)
def get_matrix(reader: Reader, region: Parent, line: Line = None) -> Response:
    """基本目录事项 × 下一级各地：已认领、不认领、未认领、疑似另名、超出层级。"""
    return Json(matrix(reader, survey(reader, _parent(reader, region)), line))


@router.get(
    "/spread",
    summary="同级各地的事项数是否相近 Whether peers list about as many items",
    responses={200: {"model": payloads.SpreadOut}, **documented(UnknownPlace)},
)
def get_spread(
    reader: Reader, region: Parent, line: Line = None, tolerance: Tolerance = TOLERANCE
) -> Response:
    """按条线给出五数概括，指出偏离同级的地区。Five numbers per line, and who stands apart."""
    return Json(spread(survey(reader, _parent(reader, region)), line, tolerance))


@router.get(
    "/betters",
    summary="多数已优于标准的要素 Elements in which most do better than the standard",
    responses={200: {"model": payloads.BettersOut}},
)
def list_betters(
    reader: Reader, element: Element = None, share: Share = SHARE, fewest: Fewest = FEWEST
) -> Response:
    """提高标准的建议：多数事项已经做到的。Proposals to raise a standard."""
    return Json({"items": betters(reader, element=element, share=share, fewest=fewest)})


@router.get(
    "/drift",
    summary="名称漂移与近似重复 Name drift and near-duplicates",
    responses={
        200: {"model": DriftPage, "content": {"text/csv": {}}},
        **documented(UnknownPlace, InvalidCursor),
    },
)
def list_drift(
    request: Request,
    reader: Reader,
    language: LanguageOf,
    region: Within = None,
    agency: Body = None,
    kind: KindOfDrift = None,
    least: Least = LEAST,
    format: Format = "json",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """同一事项的不同名称、不同编码，附证据、分数及其构成、怎么办；最有把握的在前。

    是建议，不是发现：请核对后再改。写入后的第一位读者要等它重新算出。
    Proposals with evidence, the most certain first; the first reader after a write waits for them.
    """
    regions = within(reader, region_of(reader, region))
    wanted = Wanted(regions, agency_of(reader, agency), kind, least)
    if format == "csv":
        return sheet_of(reader, wanted, language)
    page, more = page_of(reader, wanted, language, limit, cursor)
    return page_response(request, page, more=more, headers={"Vary": "Accept, Accept-Language"})


def _parent(reader: Reader, code: str) -> RegionRow:
    identity = region_of(reader, code)
    found = by_id(reader, identity) if identity is not None else None
    if found is None:
        raise UnknownPlace(code=code)
    return found
