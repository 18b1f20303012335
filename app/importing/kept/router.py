"""``/mappings``: propose how an unknown file is read, keep what people confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Query, Request, Response, UploadFile
from fastapi import Path as PathParameter
from fastapi.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor

from app.importing.apart import Limits
from app.importing.errors import SourceError
from app.importing.kept import payloads, service
from app.importing.kept.problems import (
    CorrespondenceUnreadable,
    MappingChangedMeanwhile,
    MappingFileUnreadable,
    MappingIncomplete,
    MappingInvalid,
    MappingIsShipped,
    MappingNotFound,
    MappingUndecided,
)
from app.importing.kept.service import RESERVED
from app.importing.kept.store import kept_mappings
from app.importing.proposing.apart import propose_apart
from app.importing.proposing.correspondence import read_correspondence
from app.importing.uploads import own_name, spool
from app.kernel.db import Database
from app.kernel.handlers import RequestRefused
from app.kernel.http import (
    WRITE_PROBLEMS,
    DatabaseOf,
    Json,
    Reader,
    SettingsOf,
    WriteKey,
    Writer,
    page_response,
)
from app.kernel.paging import Cursor, InvalidCursor, Limit
from app.kernel.problem import documented
from app.settings import Settings


class MappingConvertor(Convertor[str]):
    """映射的名称: whatever is no address of its own beneath ``/mappings``."""

    regex = rf"(?!(?:{'|'.join(sorted(RESERVED))})$)[^/]+"

    def convert(self, value: str) -> str:
        """Return what stands in the address."""
        return value

    def to_string(self, value: str) -> str:
        """Return what stands in the address."""
        return value


register_url_convertor("mapping", MappingConvertor())
router = APIRouter(prefix="/mappings", tags=["导入"])
PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Name = Annotated[
    str,
    PathParameter(
        pattern=PATTERN, max_length=80, description="映射的名称 name", examples=["our-city"]
    ),
]
Version = Annotated[
    int | None, Query(ge=1, le=2**31 - 1, description="哪一版，不写是最新的 version")
]
RecordOf = Annotated[
    Literal["implementation", "base"] | None,
    Query(description="文件是实施清单还是基本目录，不写则由内容判断"),
]


@router.post(
    "/proposals",
    summary="拟一个映射 Propose a mapping",
    responses={
        200: {"model": payloads.ProposalOut},
        **documented(
            *WRITE_PROBLEMS, RequestRefused, MappingFileUnreadable, CorrespondenceUnreadable
        ),
    },
)
async def post_proposal(
    _key: WriteKey,
    settings: SettingsOf,
    database: DatabaseOf,
    file: Annotated[UploadFile, File(description="表头不认识的文件：JSONL、JSON、CSV、XLSX、XLS")],
    correspondence: Annotated[
        UploadFile | None,
        File(description="对照表 CSV：地方基本编码、对应的基本编码 local base code, base code"),
    ] = None,
    record: RecordOf = None,
) -> Response:
    """看表头和值，拟出各列读作什么、有多大把握、依据是什么；不写入任何内容。Nothing is written."""
    path = await run_in_threadpool(spool, file.file)
    table = await run_in_threadpool(_correspondence, correspondence)
    try:
        told = await run_in_threadpool(
            proposed, database, settings, path, own_name(file.filename), record, table
        )
    finally:
        path.unlink(missing_ok=True)
    return Json(told)


@router.get(
    "",
    summary="列出映射 List mappings",
    responses={200: {"model": payloads.MappingPage}, **documented(InvalidCursor)},
)
def get_mappings(
    request: Request, reader: Reader, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """本系统里做的在前，随系统提供的在后；不写映射时按表头选用。Those made here come first."""
    return page_response(request, service.page_of_mappings(reader, cursor, limit))


@router.get(
    "/{name:mapping}",
    summary="一个映射 One mapping",
    responses={200: {"model": payloads.MappingOut}, **documented(MappingNotFound)},
)
def get_mapping(name: Name, reader: Reader, version: Version = None) -> Response:
    """全文、状态、各版；批次里写的“名称@版”可以在这里查到。"""
    return Json(service.one_mapping(reader, name, version))


@router.put(
    "/{name:mapping}",
    summary="保存一个映射 Save a mapping",
    responses={
        200: {"model": payloads.MappingOut},
        **documented(
            *WRITE_PROBLEMS,
            RequestRefused,
            MappingIsShipped,
            MappingInvalid,
            MappingUndecided,
            MappingIncomplete,
            MappingChangedMeanwhile,
        ),
    },
)
def put_mapping(name: Name, writer: Writer, body: payloads.MappingIn) -> Response:
    """内容有变就是新的一版；confirmed 的，下次表头相同的文件就用它。A change is a new version."""
    told = service.save(
        writer,
        name,
        body.mapping,
        confirmed=body.confirmed,
        author=body.author,
        based_on=body.based_on,
    )
    return Json(told)


@router.delete(
    "/{name:mapping}",
    status_code=204,
    summary="停用一个映射 Remove a mapping",
    responses={**documented(*WRITE_PROBLEMS, MappingIsShipped, MappingNotFound)},
)
def delete_mapping(name: Name, writer: Writer) -> Response:
    """不再使用；各版仍留着，供批次查考。Its versions stay on record."""
    service.remove(writer, name)
    return Response(status_code=204)


def proposed(
    database: Database,
    settings: Settings,
    path: Path,
    name: str,
    record: Literal["implementation", "base"] | None,
    correspondence: dict[str, Any] | None,
) -> dict[str, Any]:
    """Return the proposal for a file.

    Raises:
        MappingFileUnreadable: it cannot be read.
    """
    limits = Limits(settings.reader_memory_mb, settings.reader_seconds)
    with database.read() as connection:
        kept = kept_mappings(connection)
    try:
        return propose_apart(
            path, name, limits, record=record, kept=kept, correspondence=correspondence
        )
    except SourceError as error:
        raise MappingFileUnreadable(
            reason=error.reason("zh"),
            remedy=error.remedy("zh"),
            reason_en=error.reason("en"),
            remedy_en=error.remedy("en"),
        ) from error


def _correspondence(file: UploadFile | None) -> dict[str, Any] | None:
    return read_correspondence(file.file, own_name(file.filename)) if file else None
