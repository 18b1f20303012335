"""开放数据的表: published items as one CSV, with CSVW metadata that says what every column is.

Codes stand as they are. A text that a spreadsheet would run as a formula begins with an
apostrophe, and the metadata says so.

Source: W3C Model for Tabular Data and Metadata on the Web (2015).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, text

from app.elements.enumerations import label
from app.exporting.scope import Scope, pages_of_ids
from app.kernel.sheets import BOM, safe_text
from app.regions import code_of


class Column(NamedTuple):
    """A column: its name, its Chinese title, and its CSVW datatype."""

    name: str
    title: str
    datatype: str = "string"


COLUMNS = (
    Column("code", "编码"),
    Column("qualifier", "同码区分"),
    Column("base_code", "基本编码"),
    Column("name", "事项名称"),
    Column("type", "事项类型代码"),
    Column("type_label", "事项类型"),
    Column("level", "行使层级代码", "integer"),
    Column("region", "区划代码"),
    Column("region_name", "行政区划"),
    Column("agency", "实施主体编码"),
    Column("agency_name", "实施主体"),
    Column("project_type", "办件类型代码", "integer"),
    Column("visits", "到现场次数", "integer"),
    Column("online", "是否网办", "boolean"),
    Column("statutory", "法定时限", "integer"),
    Column("statutory_unit", "法定时限单位代码", "integer"),
    Column("promised", "承诺时限", "integer"),
    Column("promised_unit", "承诺时限单位代码", "integer"),
    Column("charged", "是否收费", "boolean"),
    Column("material_count", "申请材料数", "integer"),
    Column("steps", "办理环节数", "integer"),
    Column("revision", "版本", "integer"),
)
_FLAGS = {0: "false", 1: "true"}


def table(connection: Connection, scope: Scope, _base: str = "") -> Iterator[bytes]:
    """Yield the CSV: UTF-8 with a byte order mark, a header, one row per published item."""
    yield (BOM + _written([[column.name for column in COLUMNS]])).encode()
    published = replace(scope, kind="implementation", published=True)
    for ids in pages_of_ids(connection, published):
        listed = ", ".join(str(identity) for identity in ids)
        rows = connection.execute(text(f"{_ROWS} WHERE i.id IN ({listed}) ORDER BY i.id"))
        yield _written([_cells(row) for row in rows]).encode()


def metadata(file: str) -> dict[str, Any]:
    """Return the CSVW metadata of a table in ``file``."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "url": file,
        "dc:title": "政务服务事项",
        "dc:description": "公布的实施清单事项，一行一个。以 = + - @ 开头的文字前加了撇号，以免被当作公式。",
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {
            "columns": [
                {
                    "name": one.name,
                    "titles": one.name,
                    "dc:title": one.title,
                    "datatype": one.datatype,
                }
                for one in COLUMNS
            ],
            "primaryKey": ["code", "qualifier"],
        },
    }


def _cells(row: Any) -> list[str]:
    told = {
        **row._mapping,
        "name": orjson.loads(row.name) if row.name else None,
        "type_label": label("item-type", row.type) if row.type else None,
        "region": None if row.region is None else code_of(row.region),
        "online": _FLAGS.get(row.online),
        "charged": _FLAGS.get(row.charged),
    }
    return [_cell(told[column.name]) for column in COLUMNS]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return safe_text(value) if isinstance(value, str) else str(value)


def _written(rows: list[list[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


_ROWS = (
    "SELECT i.code, i.qualifier, i.base_code, n.content AS name, i.type, i.level,"
    " i.region_id AS region, r.name AS region_name, a.code AS agency, a.name AS agency_name,"
    " i.project_type, i.visits, i.online, i.statutory, i.statutory_unit, i.promised,"
    " i.promised_unit, i.charged, i.material_count, i.steps, i.number AS revision FROM item i"
    " LEFT JOIN element_value n ON n.id = i.name LEFT JOIN region r ON r.id = i.region_id"
    " LEFT JOIN agency a ON a.id = i.agency_id"
)
