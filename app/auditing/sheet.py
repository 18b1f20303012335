"""审核发现的表格: findings as CSV that Excel opens rightly and that cannot run formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection
from starlette.responses import StreamingResponse

from app.auditing.filters import FindingFilter
from app.auditing.findings import PAGE, every_finding
from app.kernel.db import Database
from app.kernel.language import Language
from app.kernel.sheets import BOM, csv_of

HEADERS = {
    "zh": (
        "规则", "严重程度", "方面", "要素", "说明", "如何改正", "位置", "字段",
        "编码", "事项名称", "区划", "实施主体", "文件", "工作表", "行", "豁免",
    ),
    "en": (
        "rule", "severity", "aspect", "element", "message", "remedy", "pointer", "field",
        "code", "name", "region", "agency", "file", "sheet", "row", "waiver",
    ),
}  # fmt: skip


def findings_csv(
    database: Database,
    wanted: FindingFilter,
    language: Language,
    headers: Mapping[str, str],
) -> StreamingResponse:
    """Answer all findings as CSV, page by page, in bounded memory and on one snapshot.

    The rows leave after the route has returned, so they are read on a connection of their own.
    """

    def lines() -> Iterator[str]:
        with database.read() as connection:
            yield from csv_lines(connection, wanted, language)

    sent = {"Content-Disposition": 'attachment; filename="findings.csv"', **headers}
    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=sent)


def csv_lines(connection: Connection, wanted: FindingFilter, language: Language) -> Iterator[str]:
    """Yield the CSV in pieces, beginning with a byte order mark."""
    yield BOM + csv_of([HEADERS[language]])
    found = every_finding(connection, wanted, language)
    while rows := list(islice(found, PAGE)):
        yield csv_of(cells(one) for one in rows)


def cells(found: dict[str, Any]) -> tuple[Any, ...]:
    """Return the cells of one finding, in the order of ``HEADERS``."""
    place, item = found["place"], found["item"]
    return (
        found["rule"],
        found["severity"],
        found["aspect"],
        found["element"],
        found["message"],
        found["remedy"],
        place["pointer"],
        place["title"],
        item["code"],
        item["name"],
        item["region_name"],
        item["agency_name"],
        place["file"],
        place["sheet"],
        place["row"],
        _waiver(found["waiver"]),
    )


def _waiver(waiver: dict[str, Any] | None) -> str:
    """Say why a finding is accepted, by whom and until when."""
    if waiver is None:
        return ""
    return f"{waiver['reason']}（{waiver['approver']}，{waiver['granted']}–{waiver['expires']}）"
