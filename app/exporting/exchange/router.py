"""``/exports/exchange``, ``/receipts``: the national tables as a ZIP, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, File, Query, Response, UploadFile
from pydantic import BaseModel, Field
from sqlalchemy import Connection
from starlette.responses import StreamingResponse

from app.auditing.asking import agency_of, region_of
from app.auditing.errors import UnknownPlace
from app.exporting.errors import NotAReceipt, ReceiptTooLong, UnknownStart
from app.exporting.exchange.folder import Going, write_folder
from app.exporting.exchange.reading import matched, read_receipt
from app.exporting.exchange.since import Since, changed, full
from app.exporting.exchange.streaming import zipped
from app.exporting.router import begin
from app.exporting.scope import Scope
from app.kernel.clock import BEIJING
from app.kernel.handlers import RequestRefused
from app.kernel.http import WRITE_PROBLEMS, DatabaseOf, Json, Reader, WriteKey
from app.kernel.problem import documented

ZIP = "application/zip"
router = APIRouter(tags=["输出"])

SourceCode = Annotated[
    str,
    Query(
        min_length=1, max_length=3, description="数据来源代码，由上级平台给定 data_source",
        examples=["990"],
    ),
]  # fmt: skip
StartOf = Annotated[
    str | None,
    Query(
        max_length=40, examples=["2026-01-31"],
        description="增量：这个导入批次号之后，或自这个日期（北京时间）起；不写是全量 batch or date",
    ),
]  # fmt: skip
Exact = Annotated[
    bool,
    Query(description="公式样的文字前不加撇号，只供程序读取 texts as they are, for programs only"),
]
RegionCode = Annotated[str | None, Query(description="区划代码，含其下级 region and all within it")]
AgencyCode = Annotated[str | None, Query(description="实施主体编码 agency")]
Codes = Annotated[list[str] | None, Query(max_length=1000, description="只要这些编码 only these")]


class ReceiptLine(BaseModel):
    """回执的一行：说的是哪个事项、哪些要素。"""

    item: str | None = Field(description="事项编码；本系统没有这一行的，为 null")
    name: str | None
    table: str
    at: str | None = Field(description="行在事项文档中的位置，整个事项是空字符串")
    fields: list[str] = Field(description="说到的要素")
    said: str = Field(description="上级平台的原话")


class Receipt(BaseModel):
    """上级平台的回执，逐行对到事项。"""

    items: list[ReceiptLine]


@router.get(
    "/exports/exchange",
    summary="国家交换库 The national exchange tables",
    response_class=Response,
    responses={
        200: {"description": "各表 CSV、回执和说明的压缩包 a ZIP of CSV", "content": {ZIP: {}}},
        **documented(*WRITE_PROBLEMS, UnknownPlace, UnknownStart),
    },
)
def export_exchange(
    _key: WriteKey,
    reader: Reader,
    database: DatabaseOf,
    source: SourceCode,
    since: StartOf = None,
    region: RegionCode = None,
    agency: AgencyCode = None,
    code: Codes = None,
    exact: Exact = False,
) -> Response:
    """每表一个 CSV，附回执（会被退回的内容）和 manifest.json；先写到磁盘再发出，所用内存不随目录增长。需要密钥。"""
    start = _start(reader, since)
    scope = Scope(
        region=region_of(reader, region),
        agency=agency_of(reader, agency),
        codes=tuple(code or ()),
    )
    moment = datetime.now(BEIJING)
    batch = f"{moment:%Y%m%d%H%M%S}"
    going = Going(batch, source, moment, exact=exact, incremental=start is not None)

    def pieces() -> Iterator[bytes]:
        with TemporaryDirectory(prefix="yizhi-") as scratch:
            folder = Path(scratch) / "tables"
            with database.read() as connection:
                pairs = changed(connection, scope, start) if start else full(connection, scope)
                write_folder(pairs, folder, going)
            yield from zipped(sorted(folder.iterdir()))

    headers = {"Content-Disposition": f'attachment; filename="yizhi-exchange-{batch}.zip"'}
    return StreamingResponse(begin(pieces()), media_type=ZIP, headers=headers)


@router.post(
    "/receipts",
    summary="读上级平台的回执 Read a receipt of the platform above",
    responses={
        200: {"model": Receipt},
        **documented(*WRITE_PROBLEMS, RequestRefused, NotAReceipt, ReceiptTooLong),
    },
)
def read_receipts(
    _key: WriteKey,
    reader: Reader,
    file: Annotated[UploadFile, File(description="dn_audit_abnormal 的 CSV（UTF-8 或 GB18030）")],
) -> Response:
    """每一行说的是哪个事项、哪些要素；什么也不写。需要密钥。Nothing is written."""
    return Json({"items": matched(reader, read_receipt(file.file.read()))})


def _start(connection: Connection, told: str | None) -> Since | None:
    """The start of an increment. Raises ``UnknownStart`` where it is none."""
    if told is None:
        return None
    try:
        start = Since.read(told)
    except (ValueError, OverflowError):
        raise UnknownStart(since=told) from None
    if not start.known(connection):
        raise UnknownStart(since=told)
    return start
