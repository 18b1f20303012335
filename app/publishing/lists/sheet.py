"""清单的表格: all of a list as CSV, in bounded memory, on one snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from sqlalchemy import Connection
from starlette.responses import StreamingResponse

from app.kernel.db import Database
from app.kernel.language import Language
from app.kernel.sheets import BOM, csv_of
from app.publishing.lists.members import Wanted, read_members

CHUNK = 500
HEADERS = {
    "zh": (
        "编码", "事项名称", "事项类型", "行政区划", "行政区划名称", "实施主体编码", "实施主体",
        "到现场次数", "是否网办", "{why}", "就近改法", "存疑", "指南",
    ),
    "en": (
        "code", "name", "type", "region", "region name", "agency", "agency name",
        "visits", "online", "{why}", "nearest change", "doubts", "guide",
    ),
}  # fmt: skip
WHY = {"zh": ("列入理由", "未列入原因"), "en": ("reasons", "obstacles")}
YES_NO = {"zh": {True: "是", False: "否", None: ""}, "en": {True: "yes", False: "no", None: ""}}


def list_csv(database: Database, wanted: Wanted, language: Language) -> StreamingResponse:
    """Answer a list as CSV; its rows are read on a connection of their own as they leave."""

    def lines() -> Iterator[str]:
        with database.read() as connection:
            yield from csv_lines(connection, wanted, language)

    name = wanted.one.slug if wanted.members else f"not-{wanted.one.slug}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.csv"',
        "Vary": "Accept, Accept-Language",
    }
    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=headers)


def csv_lines(connection: Connection, wanted: Wanted, language: Language) -> Iterator[str]:
    """Yield the CSV in pieces, beginning with a byte order mark."""
    why = WHY[language][0 if wanted.members else 1]
    yield BOM + csv_of([[header.format(why=why) for header in HEADERS[language]]])
    after = 0
    while rows := read_members(connection, wanted, language, after=after, limit=CHUNK):
        yield csv_of(_cells(row, language) for _, row in rows)
        after = rows[-1][0]


def _cells(row: dict[str, Any], language: Language) -> list[Any]:
    why = row.get("reasons") or row.get("obstacles") or ()
    return [
        row["code"],
        _text(row["name"]),
        row["type"]["label"] or row["type"]["code"],
        row["region"],
        row["region_name"],
        row["agency"],
        row["agency_name"],
        row["visits"],
        YES_NO[language][row["online"]],
        _joined(one["words"] for one in why),
        _joined(one["change"]["words"] for one in why if "change" in one),
        _joined(one["words"] for one in row["doubts"]),
        row["href"],
    ]


def _text(fragment: Any) -> str:
    """A name stands in rows as JSON text."""
    return str(orjson.loads(orjson.dumps(fragment)) or "")


def _joined(sentences: Iterable[str]) -> str:
    return "；".join(sentences)
