"""读回执: which items and fields a ``dn_audit_abnormal`` file of the platform above speaks of."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from app.exporting.errors import NotAReceipt, ReceiptTooLong
from app.exporting.exchange.checking import code_of
from app.exporting.exchange.rows import ExchangeRow, rows_of
from app.exporting.exchange.tables import tables
from app.exporting.scope import Scope, documents

MOST_LINES = 10_000
"""Of one receipt at a time: the catalogue is gone through once for all its lines."""
NEEDED = frozenset({"table_row_guid", "table_sql_name", "err_type"})


def read_receipt(data: bytes) -> list[dict[str, str]]:
    """Return the lines of a receipt, from UTF-8 with or without BOM, or GB18030.

    Raises:
        NotAReceipt: the columns that tell which row is meant are not there.
        ReceiptTooLong: it has more than ``MOST_LINES``.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    try:
        lines = list(islice(csv.DictReader(io.StringIO(text, newline="")), MOST_LINES + 1))
    except csv.Error as error:
        raise NotAReceipt(detail=str(error)) from None
    lines = [{name: cell for name, cell in line.items() if name} for line in lines]
    there = set(lines[0]) if lines else set(_header(text))
    if lacking := NEEDED - there:
        raise NotAReceipt(detail="、".join(sorted(lacking)))
    if len(lines) > MOST_LINES:
        raise ReceiptTooLong(most=MOST_LINES)
    return [{name: cell or "" for name, cell in line.items()} for line in lines]


def _header(text: str) -> list[str]:
    return next(csv.reader(io.StringIO(text, newline="")), [])


def matched(connection: Connection, lines: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return the lines with item and fields; ``item`` is None where no row here has that id."""
    wanted = {(line["table_sql_name"], line["table_row_guid"]) for line in lines}
    found: dict[tuple[str, str], tuple[dict[str, Any], ExchangeRow]] = {}
    for one in documents(connection, Scope(secrets=True)):
        for row in rows_of(one.content):
            if (key := (row.table.name, row.guid)) in wanted:
                found[key] = (one.content, row)
        if len(found) == len(wanted):
            break
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
