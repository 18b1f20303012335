"""格式: the ways a report can be written, each with its media type and the end of its file's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from app.auditing.sheet import csv_lines
from app.reporting.document import document
from app.reporting.page import page
from app.reporting.report import Report
from app.reporting.sarif import sarif
from app.reporting.workbook import workbook

Name = Literal["json", "csv", "xlsx", "sarif", "html"]


class Format(NamedTuple):
    """One way to write a report; ``pieces`` is None where only a whole file can be written."""

    media_type: str
    pieces: Callable[[Report], Iterator[bytes]] | None


def _csv(report: Report) -> Iterator[bytes]:
    lines = csv_lines(report.connection, report.wanted, report.language)
    return (line.encode() for line in lines)


FORMATS: dict[Name, Format] = {
    "json": Format("application/json", document),
    "csv": Format("text/csv; charset=utf-8", _csv),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", None),
    "sarif": Format("application/sarif+json", sarif),
    "html": Format("text/html; charset=utf-8", page),
}


def write(report: Report, name: Name, path: Path) -> None:
    """Write a report to a file, whole or not at all."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        pieces = FORMATS[name].pieces
        if pieces is None:
            workbook(report, unfinished)
        else:
            with unfinished.open("wb") as file:
                file.writelines(pieces(report))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
