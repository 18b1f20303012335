"""``/exports``: the catalogue, or a part of it, in the shapes that others read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel
from starlette.responses import StreamingResponse

from app.auditing.asking import agency_of, region_of
from app.auditing.errors import UnknownPlace
from app.exporting.errors import OnlyPublished, UnknownFormat, WorkbookTooLarge
from app.exporting.formats import FORMATS
from app.exporting.scope import Scope
from app.kernel.http import DatabaseOf, HoldsKey, Json, Reader, WriteKeyWrong
from app.kernel.problem import documented

router = APIRouter(prefix="/exports", tags=["输出"])

FormatName = Annotated[str, Path(description="格式，见 /exports", examples=["cpsv-turtle"])]
RegionCode = Annotated[str | None, Query(description="区划代码，含其下级 region and all within it")]
AgencyCode = Annotated[str | None, Query(description="实施主体编码 agency")]
Codes = Annotated[list[str] | None, Query(max_length=1000, description="只要这些编码 only these")]
Kind = Annotated[
    Literal["base", "implementation"] | None, Query(description="基本目录或实施清单 kind of item")
]


class FormatOut(BaseModel):
    """一种输出格式。"""

    format: str
    title: str
    media_type: str
    href: str


class FormatList(BaseModel):
    """各种输出格式。"""

    items: list[FormatOut]


@router.get("", summary="输出格式 Formats", responses={200: {"model": FormatList}})
def list_formats() -> Response:
    """目录可以输出成哪些格式。What the catalogue can be written as."""
    rows = [
        {
            "format": name,
            "title": one.title,
            "media_type": one.media_type,
            "href": f"/exports/{name}",
        }
        for name, one in FORMATS.items()
    ]
    return Json({"items": rows})


@router.get(
    "/{format}",
    summary="输出目录 Export the catalogue",
    response_class=Response,
    responses={
        200: {
            "description": "一份文件 a file",
            "content": {one.media_type.partition(";")[0]: {} for one in FORMATS.values()},
        },
        **documented(UnknownFormat, UnknownPlace, OnlyPublished, WorkbookTooLarge, WriteKeyWrong),
    },
)
def export(
    request: Request,
    reader: Reader,
    database: DatabaseOf,
    key: HoldsKey,
    format: FormatName,
    region: RegionCode = None,
    agency: AgencyCode = None,
    code: Codes = None,
    kind: Kind = None,
) -> Response:
    """整个目录或其一部分，边读边发。带密钥者得到的含涉密事项；办事指南一类的格式只含公布的。"""
    chosen = FORMATS.get(format)
    if chosen is None:
        raise UnknownFormat(format=format)
    if not chosen.writes(kind):
        raise OnlyPublished(format=format)
    scope = Scope(
        kind=kind,
        region=region_of(reader, region),
        agency=agency_of(reader, agency),
        codes=tuple(code or ()),
        secrets=key,
    )
    base = str(request.base_url)

    def pieces() -> Iterator[bytes]:
        # they leave after the route has returned: read on a connection of their own
        with database.read() as connection:
            yield from chosen.pieces(connection, scope, base)

    headers = {"Content-Disposition": f'attachment; filename="yizhi-{format}{chosen.suffix}"'}
    return StreamingResponse(begin(pieces()), media_type=chosen.media_type, headers=headers)


def begin(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Return the pieces of an answer, the first of them made: what cannot be written says so now."""
    first = next(pieces, b"")
    return chain((first,), pieces)
