"""``/guides``: what is published of each item, for everybody."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.codes import normalise
from app.items.asking import Code, Qualifier
from app.kernel.http import DatabaseOf, Json, LanguageOf, next_link
from app.kernel.paging import InvalidCursor
from app.kernel.problem import documented
from app.publishing import catalogue, media, payloads
from app.publishing.catalogue import GuideQuery
from app.publishing.errors import GuideNotFound, ItemWithdrawn, NotAcceptable
from app.publishing.lists.router import router as lists
from app.publishing.records import source_of
from app.publishing.respond import answer, chosen, keep, press_of
from app.regions.errors import InvalidRegionCode

router = APIRouter(tags=["办事指南"])
router.include_router(lists)
Responses = dict[int | str, dict[str, Any]]

_PAGE: dict[str, Any] = {"text/html": {"schema": {"type": "string"}}}
_LISTED: Responses = {
    200: {"model": payloads.GuideList, "content": _PAGE},
    **documented(InvalidRegionCode, InvalidCursor, NotAcceptable),
}
_GUIDE: Responses = {
    200: {"model": payloads.Guide, "content": _PAGE},
    300: {"model": payloads.GuideChoices, "description": "事项已拆分为业务办理项，请选择其一"},
    304: {"description": "内容未变（If-None-Match）"},
    **documented(GuideNotFound, ItemWithdrawn, NotAcceptable),
}


@router.get("/guides", summary="查找办事指南 Find guides", responses=_LISTED)
def list_guides(
    request: Request,
    database: DatabaseOf,
    language: LanguageOf,
    asked: Annotated[GuideQuery, Query()],
) -> Response:
    """在用、不涉密的实施清单事项，按进入目录的先后排列；浏览器得到网页。

    Items in use that are no secrets, narrowed by region (with all within it), body, type, level,
    audience, topic, way of handling, and words of the name.
    """
    chosen(request, media.JSON, media.HTML)
    with database.read() as reader:  # in this thread: as a dependency it would change it twice
        body, following = catalogue.page(reader, asked, language)
    more = () if following is None else ((b"link", next_link(request, following).encode()),)
    return answer(request, keep(request, body, media.JSON, more))


@router.get(
    "/guides/{code:path}", summary="一个事项的办事指南 The guide of an item", responses=_GUIDE
)
def get_guide(
    request: Request,
    database: DatabaseOf,
    language: LanguageOf,
    code: Code,
    qualifier: Qualifier = None,
) -> Response:
    """全部要素，代码都带名称；事项没有写明的取自所依的标准，并注明出处。浏览器得到网页。

    All elements with labels; where the item states none, that of the standard it follows, and each
    says which (`origin`) and whether it is the same as the standard's (`same`). The entity tag is
    strong and covers all that is sent; `gzip` is served from a compressed copy.
    """
    chosen(request, media.JSON, media.HTML)
    with database.read() as reader:
        try:
            body = press_of(request).maker.guide(source_of(reader), code, language, qualifier)
        except GuideNotFound:
            choices = catalogue.handling_rows(reader, normalise(code))
            if qualifier is not None or not choices:
                raise
            rows = [catalogue.told(row, language) for row in choices]
            headers = {"Vary": "Accept, Accept-Language"}
            return Json({"code": code, "choices": rows}, status_code=300, headers=headers)
    return answer(request, keep(request, body, media.JSON))
