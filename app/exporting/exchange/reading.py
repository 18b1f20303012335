"""读回执: which items and fields a ``dn_audit_abnormal`` file of the platform above speaks of."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.exporting.exchange.checking import code_of
from app.exporting.exchange.rows import ExchangeRow, rows_of
from app.exporting.exchange.tables import tables
from app.exporting.scope import Scope, documents

NEEDED = frozenset({"table_row_guid", "table_sql_name", "err_type"})


class NotAReceipt(ValueError):
    """The file lacks the columns of 审核异常."""


def read_receipt(path: Path) -> list[dict[str, str]]:
    """Return the lines of a receipt, from UTF-8 with or without BOM, or GB18030.

    Raises:
        NotAReceipt: the columns that tell which row is meant are not there.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    reader = csv.DictReader(text.splitlines(keepends=True))
    if lacking := NEEDED - set(reader.fieldnames or ()):
        raise NotAReceipt("、".join(sorted(lacking)))
    return list(reader)


def matched(connection: Connection, lines: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return the lines with item and fields; ``item`` is None where no row here has that id."""
    wanted = {(line["table_sql_name"], line["table_row_guid"]) for line in lines}
    found: dict[tuple[str, str], tuple[dict[str, Any], ExchangeRow]] = {}
    for one in documents(connection, Scope(secrets=True)):
        for row in rows_of(one.content):
            if (key := (row.table.name, row.guid)) in wanted:
                found[key] = (one.content, row)
    return [
        _line(line, found.get((line["table_sql_name"], line["table_row_guid"]))) for line in lines
    ]


def _line(line: dict[str, str], found: tuple[dict[str, Any], ExchangeRow] | None) -> dict[str, Any]:
    document, row = found or ({}, None)
    said = f"{line['err_type']} {line.get('remark') or ''}"
    return {
        "item": code_of(document) or None,
        "name": document.get("name"),
        "table": line["table_sql_name"],
        "at": row.at if row else None,
        "fields": _fields(line["table_sql_name"], said),
        "said": said.strip(),
    }


def _fields(table: str, said: str) -> list[str]:
    """The fields whose column, by name or title, a remark speaks of."""
    columns = next((one.columns for one in tables() if one.name == table), ())
    return [
        column.field.pointer
        for column in columns
        if column.field and (column.name in said or column.title in said)
    ]
