"""``GET /items``, ``GET /base-items``: whole documents, their revisions, and lists of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection

from app.items import documents, payloads, queries
from app.items.asking import (
    BaseCode,
    BaseItemQuery,
    Code,
    Issuer,
    ItemQuery,
    Number,
    Paged,
    Qualifier,
    issuer_qualifier,
)
from app.items.errors import ItemNotFound, RevisionNotFound
from app.items.queries import ItemFilter, ItemHead
from app.items.record import BASE, IMPLEMENTATION
from app.kernel.hashing import digest
from app.kernel.http import Json, LanguageOf, Reader, etag, is_fresh, page_response
from app.kernel.language import Language
from app.kernel.paging import InvalidCursor, Page, encode
from app.kernel.problem import documented
from app.regions.errors import InvalidRegionCode

router = APIRouter(tags=["事项"])
Responses = dict[int | str, dict[str, Any]]

_LISTED: Responses = {
    200: {"model": payloads.ItemList},
    **documented(InvalidRegionCode, InvalidCursor),
}
_WHOLE: Responses = {
    200: {"model": payloads.ItemDocument},
    304: {"description": "内容未变（If-None-Match）"},
}
_CHOICES: Responses = {
    300: {"model": payloads.Choices, "description": "事项已拆分为业务办理项，请选择其一"}
}


@router.get("/items", summary="列出实施清单事项 List implementation items", responses=_LISTED)
def list_items(
    request: Request, reader: Reader, language: LanguageOf, asked: Annotated[ItemQuery, Query()]
) -> Response:
    """各种状态的都列出，涉密的除外；对外公布的见 `/guides`。Whatever their status, but no secrets."""
    return _page(request, reader, language, asked, asked.narrowing())


@router.get("/base-items", summary="列出基本目录事项 List base items", responses=_LISTED)
def list_base_items(
    request: Request,
    reader: Reader,
    language: LanguageOf,
    asked: Annotated[BaseItemQuery, Query()],
) -> Response:
    """基本目录是各地事项所依的标准。The standards that local items are held against."""
    also = () if asked.issuing is None else (f"i.region_id = {asked.issuing}",)
    return _page(request, reader, language, asked, asked.narrowing(), also)


@router.get(
    "/items/{code:path}/revisions/{number}",
    summary="事项的一个版本 One revision of an item",
    responses={**_WHOLE, **documented(ItemNotFound, RevisionNotFound)},
)
def get_revision(
    request: Request,
    reader: Reader,
    language: LanguageOf,
    code: Code,
    number: Number,
    qualifier: Qualifier = None,
) -> Response:
    """事项在这一版时的全部内容。The item as this revision had it."""
    head, others = found(reader, code, qualifier)
    document = documents.read_document(reader, head.id, number)
    if document is None:
        raise RevisionNotFound(code=head.code, number=number)
    return _whole(request, _told(reader, head, document, others, language))


@router.get(
    "/items/{code:path}/revisions",
    summary="事项的各个版本 Revisions of an item",
    responses={200: {"model": payloads.RevisionList}, **documented(ItemNotFound)},
)
def get_revisions(reader: Reader, code: Code, qualifier: Qualifier = None) -> Response:
    """新的在前；每一版带前一版的哈希，历史因而连成一条链。Newest first, chained by their hashes."""
    head, _ = found(reader, code, qualifier)
    return Json(payloads.history(head, documents.versions(reader, head.id)))


@router.get(
    "/items/{code:path}",
    summary="一个事项的全部内容 One item in full",
    responses={**_WHOLE, **_CHOICES, **documented(ItemNotFound)},
)
def get_item(
    request: Request, reader: Reader, language: LanguageOf, code: Code, qualifier: Qualifier = None
) -> Response:
    """按编码取事项；同码的其他事项列在 `others`。The document as it was written, tidied.

    实施编码已拆分为业务办理项的，答 300 和可选的办理项。给办事人看的、带名称和标准内容的见 `/guides/{code}`。
    """
    if qualifier is None and (choices := split(reader, code)):
        rows = [payloads.brief(choice, language) for choice in choices]
        return Json({"code": code, "choices": rows}, status_code=300)
    return _current(request, reader, language, *found(reader, code, qualifier))


@router.get(
    "/base-items/{code}",
    summary="一个基本目录事项 One base item",
    responses={**_WHOLE, **documented(ItemNotFound, InvalidRegionCode)},
)
def get_base_item(
    request: Request, reader: Reader, language: LanguageOf, code: BaseCode, issuer: Issuer = None
) -> Response:
    """几级都发布的，不写 `issuer` 时取其一，其余列在 `others`。With `issuer`, the one it issues."""
    chosen = found(reader, code, issuer_qualifier(issuer), kinds=(BASE,))
    return _current(request, reader, language, *chosen)


def found(
    reader: Connection,
    code: str,
    qualifier: str | None,
    kinds: Sequence[int] = (IMPLEMENTATION, BASE),
) -> tuple[ItemHead, list[ItemHead]]:
    """Return the item with a code (in use first), and the others with the same code.

    Raises:
        ItemNotFound: there is none that may be shown.
    """
    shown = [head for head in queries.heads(reader, code, kinds) if not head.secret]
    chosen = next((h for h in shown if qualifier is None or h.qualifier == qualifier), None)
    if chosen is None:
        raise ItemNotFound(code=code)
    return chosen, [head for head in shown if head.id != chosen.id]


def split(reader: Connection, code: str) -> list[ItemHead]:
    """Return the handling items a code is split into, unless an item has the code itself."""
    if queries.heads(reader, code):
        return []
    return [head for head in queries.handling_items(reader, code) if not head.secret]


def _current(
    request: Request,
    reader: Connection,
    language: Language,
    head: ItemHead,
    others: list[ItemHead],
) -> Response:
    document = documents.read_document(reader, head.id)
    assert document is not None, "an item has its current revision"
    return _whole(request, _told(reader, head, document, others, language))


def _told(
    reader: Connection,
    head: ItemHead,
    document: documents.Document,
    others: list[ItemHead],
    language: Language,
) -> bytes:
    standard = queries.head_of(reader, head.standard_id) if head.standard_id else None
    return orjson.dumps(payloads.whole(head, document, standard, others, language))


def _whole(request: Request, body: bytes) -> Response:
    headers = {"ETag": etag(digest(body)), "Cache-Control": "no-cache", "Vary": "Accept-Language"}
    if is_fresh(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


def _page(
    request: Request,
    reader: Connection,
    language: Language,
    asked: Paged,
    wanted: ItemFilter,
    also: Sequence[str] = (),
) -> Response:
    conditions = (queries.OPEN, *also)
    limit = asked.limit
    heads = queries.page_of_heads(reader, wanted, conditions, after=asked.after, limit=limit + 1)
    rows = [payloads.brief(head, language) for head in heads[:limit]]
    following = encode([heads[limit - 1].id]) if len(heads) > limit else None
    return page_response(request, Page(rows, following), headers={"Vary": "Accept-Language"})
