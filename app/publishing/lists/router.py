"""``/lists``: the public lists, decided from the catalogue as it stands, each with its reasons."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field
from sqlalchemy import Connection

from app.agencies import by_code
from app.agencies.errors import AgencyNotFound
from app.items.asking import Narrowed, known_id
from app.kernel.http import DatabaseOf, Json, LanguageOf, Reader, page_response
from app.kernel.paging import InvalidCursor, Page
from app.kernel.problem import documented
from app.publishing import media
from app.publishing.errors import NotAcceptable, UnknownList
from app.publishing.lists import payloads
from app.publishing.lists.definitions import PublicList
from app.publishing.lists.members import Wanted
from app.publishing.lists.reading import index, list_named, page_of
from app.publishing.lists.shares import shares, summary
from app.publishing.lists.sheet import list_csv
from app.publishing.respond import chosen
from app.regions.errors import InvalidRegionCode

router = APIRouter(prefix="/lists")
Responses = dict[int | str, dict[str, Any]]

Slug = Annotated[str, Path(description="清单", examples=["at-most-one-visit"])]
RegionCode = Annotated[str | None, Query(description="行政区划代码，含其下级")]
AgencyCode = Annotated[str | None, Query(max_length=100, description="实施主体代码")]
VARY = {"Vary": "Accept, Accept-Language"}
_HTML: dict[str, Any] = {"text/html": {"schema": {"type": "string"}}}
_CSV: dict[str, Any] = {"text/csv": {"schema": {"type": "string"}}}
_MEMBERS: Responses = {
    200: {"model": payloads.MemberList, "content": {**_HTML, **_CSV}},
    **documented(UnknownList, InvalidRegionCode, InvalidCursor, NotAcceptable),
}
_SUMMARY: Responses = {
    200: {"model": payloads.ListSummary},
    **documented(UnknownList, AgencyNotFound, InvalidRegionCode),
}


class MemberQuery(Narrowed):
    """清单成员的筛选."""

    members: bool = Field(default=True, description="false：列出不在清单上的，及其原因和就近改法")
    strict: bool = Field(default=False, description="true：不含存疑的成员")
    format: Literal["json", "csv"] | None = Field(
        default=None, description="csv：全部成员，UTF-8 带 BOM，可直接用 Excel 打开"
    )

    def of(self, one: PublicList) -> Wanted:
        """Return which part of a list is asked for."""
        return Wanted(one, self.narrowing(), self.members, self.strict)


@router.get(
    "",
    summary="公开清单一览 The public lists",
    responses={200: {"model": payloads.ListIndex, "content": _HTML}, **documented(NotAcceptable)},
)
def list_lists(request: Request, reader: Reader, language: LanguageOf) -> Response:
    """各清单的定义、成员数、占比和政策目标。What each list means, and how large a share is on it."""
    chosen(request, media.JSON, media.HTML)
    return Json({"items": index(shares(reader), language)}, headers=VARY)


@router.get("/{slug}", summary="清单的成员 Members of a list", responses=_MEMBERS)
def list_members(
    request: Request,
    reader: Reader,
    database: DatabaseOf,
    language: LanguageOf,
    slug: Slug,
    asked: Annotated[MemberQuery, Query()],
) -> Response:
    """每个成员都带列入的理由和存疑之处；`members=false` 列出未列入的、原因和就近改法。

    Every member with the facts that make it one, and what casts doubt on it (standing ERRORs of the
    audit among them; `strict=true` leaves those out). Whoever states nothing is no member.
    """
    one = list_named(slug)
    wanted = asked.of(one)
    medium = media.CSV if asked.format == "csv" else asked.format
    medium = medium or chosen(request, media.JSON, media.HTML, media.CSV)
    if medium == media.CSV:
        return list_csv(database, wanted, language)
    items, following = page_of(reader, wanted, language, asked)
    return page_response(request, Page(items, following), headers=VARY)


@router.get("/{slug}/summary", summary="清单的占比 Share of a list", responses=_SUMMARY)
def get_summary(
    reader: Reader,
    language: LanguageOf,
    slug: Slug,
    region: RegionCode = None,
    agency: AgencyCode = None,
) -> Response:
    """占统计范围的比例，与政策目标相比；按下级区划和实施主体分列，不在统计范围的注明原因。

    The share against the policy's target, by sub-region and by body (the lowest first), with what is
    not in the population and why.
    """
    one = list_named(slug)
    body = None if agency is None else body_id(reader, agency)
    told = summary(reader, shares(reader), one, language, known_id(region) or 0, body)
    return Json(told, headers={"Vary": "Accept-Language"})


def body_id(reader: Connection, code: str) -> int:
    """Return the id of a body.

    Raises:
        AgencyNotFound: there is none with this code.
    """
    body = by_code(reader, code)
    if body is None:
        raise AgencyNotFound(code=code)
    return int(body["id"])
