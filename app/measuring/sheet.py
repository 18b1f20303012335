"""指标背后事项的表格: all items behind a number as CSV, in bounded memory, on one snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Connection
from starlette.responses import StreamingResponse

from app.kernel.db import Database
from app.kernel.language import Language
from app.kernel.sheets import BOM, csv_of
from app.measuring.parts import Wanted, read_part

CHUNK = 500
HEADERS = {
    "zh": (
        "编码", "事项名称", "事项类型", "行政区划", "行政区划名称", "实施主体编码", "实施主体",
        "到现场次数", "计入分子", "计入分母", "不计入的原因",
    ),
    "en": (
        "code", "name", "type", "region", "region name", "agency", "agency name",
        "visits", "in numerator", "in denominator", "why excluded",
    ),
}  # fmt: skip


def part_csv(
    database: Database, wanted: Wanted, language: Language, headers: dict[str, str]
) -> StreamingResponse:
    """Answer a part as CSV; its rows are read on a connection of their own as they leave."""

    def lines() -> Iterator[str]:
        with database.read() as connection:
            yield from csv_lines(connection, wanted, language)

    name = f"{wanted.one.slug}-{wanted.part}"
    sent = {**headers, "Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=sent)


def csv_lines(connection: Connection, wanted: Wanted, language: Language) -> Iterator[str]:
    """Yield the CSV in pieces, beginning with a byte order mark."""
    yield BOM + csv_of([HEADERS[language]])
    for rows in chunks(connection, wanted, language):
        yield csv_of(_cells(row) for row in rows)


def chunks(
    connection: Connection, wanted: Wanted, language: Language
) -> Iterator[list[dict[str, Any]]]:
    """Yield all items of a part, so many at a time, as plain data."""
    after = 0
    while rows := read_part(connection, wanted, language, after=after, limit=CHUNK):
        yield [orjson.loads(orjson.dumps(row)) for _, row in rows]
        after = rows[-1][0]


def _cells(row: dict[str, Any]) -> list[Any]:
    counted, kind = row.get("counted") or {}, row["type"] or {}
    return [
        row["code"],
        row["name"],
        kind.get("label") or kind.get("code"),
        row["region"],
        row["region_name"],
        row["agency"],
        row["agency_name"],
        row["visits"],
        counted.get("numerator"),
        counted.get("denominator"),
        row.get("excluded", {}).get("words"),
    ]
