"""表格: rows as CSV or XLSX that opens in Excel rightly and runs no formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from starlette.responses import Response

from app.kernel.sheets import BOM, csv_of

Format = Literal["json", "csv", "xlsx"]
LONGEST = 32_767  # characters that a cell of Excel holds
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_text(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as CSV, beginning with a byte order mark."""
    return BOM + csv_of((headers, *rows))


def xlsx_bytes(title: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as a workbook of one sheet; text stays text, whatever it begins with."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    with Workbook(buffer, {"constant_memory": True, "in_memory": True}) as book:
        sheet = book.add_worksheet(title[:31])
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, header in enumerate(headers):
            sheet.write_string(0, column, header, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, int | float) and not isinstance(cell, bool):
                    sheet.write_number(number, column, cell)
                elif cell is not None:
                    sheet.write_string(number, column, str(cell)[:LONGEST])
    return buffer.getvalue()


def sheet_response(
    file: str, headers: Sequence[str], rows: Iterable[Sequence[Any]], sent: Mapping[str, str]
) -> Response:
    """Answer rows as a file, CSV or XLSX by its name."""
    name, _, form = file.rpartition(".")
    if form == "csv":
        body, media = csv_text(headers, rows).encode(), "text/csv; charset=utf-8"
    else:
        body, media = xlsx_bytes(name, headers, rows), XLSX
    disposition = f'attachment; filename="{file}"'
    return Response(body, media_type=media, headers={**sent, "Content-Disposition": disposition})
