"""``GET /audit/report``: what the audit found, as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, StreamingResponse

from app.auditing.asking import agency_of, region_of, rule_of
from app.auditing.errors import RuleNotFound, UnknownPlace
from app.auditing.filters import FindingFilter
from app.auditing.payloads import AspectName, SeverityName
from app.auditing.rule import Severity
from app.kernel.http import DatabaseOf, HoldsKey, LanguageOf, Reader, WriteKeyWrong
from app.kernel.problem import documented
from app.reporting.formats import FORMATS, Name, write
from app.reporting.report import open_report

router = APIRouter(prefix="/audit", tags=["核查"])

RegionCode = Annotated[str | None, Query(description="区划代码，含其下级 region and all within it")]
AgencyCode = Annotated[str | None, Query(description="实施主体编码 agency")]
RuleCode = Annotated[str | None, Query(description="规则编号 rule")]
Gravity = Annotated[SeverityName | None, Query(description="严重程度 severity")]
Aspect = Annotated[AspectName | None, Query(description="完整、准确、一致、覆盖 aspect")]
Element = Annotated[str | None, Query(description="要素 element, as in `materials`")]
InFormat = Annotated[Name, Query(description="格式 format")]


@router.get(
    "/report",
    summary="核查报告 The audit's report as a file",
    response_class=Response,
    responses={
        200: {
            "description": "一份文件 a file",
            "content": {one.media_type.partition(";")[0]: {} for one in FORMATS.values()},
        },
        **documented(UnknownPlace, RuleNotFound, WriteKeyWrong),
    },
)
def get_report(
    reader: Reader,
    database: DatabaseOf,
    language: LanguageOf,
    key: HoldsKey,
    format: InFormat = "json",
    region: RegionCode = None,
    agency: AgencyCode = None,
    rule: RuleCode = None,
    severity: Gravity = None,
    aspect: Aspect = None,
    element: Element = None,
) -> Response:
    """JSON、CSV（带 BOM）、XLSX、SARIF 2.1.0，或一个独立的网页文件。带密钥者得到的含涉密事项。"""
    wanted = FindingFilter(
        region=region_of(reader, region),
        agency=agency_of(reader, agency),
        rule=rule_of(rule),
        severity=Severity[severity.upper()] if severity else None,
        aspect=aspect,
        element=element,
        secrets=key,
    )
    headers = {"Content-Disposition": f'attachment; filename="yizhi-audit.{format}"'}
    kind = FORMATS[format]
    if kind.pieces is None:
        return _whole_file(reader, wanted, language, format, headers)

    def pieces() -> Iterator[bytes]:
        # they leave after the route has returned: read on a connection of their own
        with database.read() as connection:
            yield from kind.pieces(open_report(connection, wanted, language))  # type: ignore[misc]

    return StreamingResponse(pieces(), media_type=kind.media_type, headers=headers)


def _whole_file(
    reader: Reader, wanted: FindingFilter, language: Any, name: Name, headers: dict[str, str]
) -> Response:
    path = Path(mkdtemp(prefix="yizhi-")) / f"report.{name}"
    write(open_report(reader, wanted, language), name, path)
    media_type = FORMATS[name].media_type
    swept = BackgroundTask(_sweep, path)
    return FileResponse(path, media_type=media_type, headers=headers, background=swept)


def _sweep(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.parent.rmdir()
