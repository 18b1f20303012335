"""命令的选项: what the commands of this room share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.mending.heads import Area


SHOWN = 50
InLanguage = Annotated[Literal["zh", "en"], typer.Option("--language", help="zh 或 en")]
Region = Annotated[str | None, typer.Option(help="行政区划代码，含其下级 with all within it")]
Agency = Annotated[str | None, typer.Option(help="实施主体编码 agency")]
Limit = Annotated[int, typer.Option(min=0, help="最多列出多少条 how many are shown")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="日期，如 2026-01-31")]
Sheet = Annotated[Path | None, typer.Option(help="写入文件：.csv 或 .xlsx a CSV or XLSX file")]
RuleCode = Annotated[str, typer.Argument(help="规则编号 rule")]


def area_of(connection: Connection, region: str | None, agency: str | None) -> Area:
    """Return the part of the catalogue that the options name; state secrets are in it."""
    from app.auditing.asking import agency_of, region_of
    from app.mending.heads import Area

    return Area(region_of(connection, region), agency_of(connection, agency), secrets=True)


def write_sheet(path: Path, headers: Any, rows: Any) -> None:
    """Write a table to a file, as XLSX or CSV."""
    from app.mending.sheets import csv_text, xlsx_bytes

    if path.suffix == ".xlsx":
        path.write_bytes(xlsx_bytes(path.stem, headers, rows))
    else:
        path.write_bytes(csv_text(headers, rows).encode())
