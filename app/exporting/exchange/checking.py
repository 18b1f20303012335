"""回执: what the platform above would bounce, row by row, before it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from app.codes.parse import parse
from app.elements.fields import Field
from app.exporting.exchange.rows import ExchangeRow, record_of
from app.exporting.exchange.tables import Column, tables_of
from app.kernel.problem import Problem

CODES = ("/code", "/base_code", "/handling_code", "/agency/code")
UNKNOWN = "unknown"
KINDS = {
    "empty": ("必填项为空", "补填“{title}”"),
    "overlong": ("超出字段长度", "缩短到 {limit} 个字以内；本系统不截断"),
    "unknown-code": ("代码不在字典中", "改用“{title}”代码表中的代码"),
    "malformed-code": ("编码不合规则", "按国家编码规则更正“{title}”"),
    "not-a-number": ("不是整数", "“{title}”只填整数"),
    "no-table": ("交换库无对应的表", "本事项类型不在依申请和公共服务的表中，请另行报送"),
}


class Bounce(NamedTuple):
    """A line of the receipt: what will be bounced, where, why, and what to do."""

    code: str
    name: str
    table: str
    table_title: str
    guid: str
    column: str
    title: str
    value: str
    kind: str
    reason: str
    remedy: str


def check_item(document: Mapping[str, Any]) -> Iterator[Bounce]:
    """Yield what is wrong with an item as a whole: no table takes its type."""
    if not tables_of(record_of(document), document.get("type")):
        reason, remedy = KINDS["no-table"]
        value = str(document.get("type", ""))
        code, name = code_of(document), str(document.get("name", ""))
        yield Bounce(
            code, name, "", "", "", "task_type", "事项类型", value, "no-table", reason, remedy
        )


def check_row(document: Mapping[str, Any], row: ExchangeRow) -> Iterator[Bounce]:
    """Yield what is wrong with a row."""
    for column in row.table.columns:
        value = row.cells.get(column.name)
        kind = None if value is None else fault(column, value)
        if kind is None or value is None:
            continue
        reason, remedy = KINDS[kind]
        if kind == "overlong":
            reason = f"{reason}：{len(value)} 个字，最多 {column.length}"
        remedy = remedy.format(title=column.title, limit=column.length)
        yield Bounce(
            code_of(document), str(document.get("name", "")), row.table.name, row.table.title,
            row.guid, column.name, column.title, value, kind, reason, remedy,
        )  # fmt: skip


def fault(column: Column, value: str) -> str | None:
    """Return what is wrong with a cell, a key of ``KINDS``."""
    if value == "":
        return "empty" if column.required else None
    if column.length is not None and len(value) > column.length:
        return "overlong"
    if column.type in ("int", "bigint") and not value.lstrip("-").isdigit():
        return "not-a-number"
    return _code_fault(column.field, value) if column.field else None


def _code_fault(field: Field, value: str) -> str | None:
    if field.enumeration and not set(value.split(",")) <= field.enumeration.keys():
        return "unknown-code"
    if field.pointer in CODES and not _well_formed(value):
        return "malformed-code"
    return None


def _well_formed(code: str) -> bool:
    try:
        return parse(code).kind != UNKNOWN
    except Problem:  # Excel broke it
        return False


def code_of(document: Mapping[str, Any]) -> str:
    """Return the code an item goes by, "" if it has none."""
    for name in ("handling_code", "code", "base_code"):
        if document.get(name):
            return str(document[name])
    return ""
