"""输出格式: the ways a scope of the catalogue can be written, each in pieces and bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection

from app.exporting.lines import lines
from app.exporting.linked.graph import jsonld, turtle
from app.exporting.scope import Scope
from app.exporting.table import table
from app.exporting.workbook import workbook

Pieces = Callable[[Connection, Scope, str], Iterator[bytes]]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Format(NamedTuple):
    """A way to write; ``pieces`` takes the reader, the scope and the address of the installation."""

    media_type: str
    suffix: str
    title: str
    pieces: Pieces
    kind: str | None = None
    """The kind of item it writes where the scope names none; None: both."""
    published: bool = False
    """Whether it writes what is published, of that kind, whatever the scope says."""

    def writes(self, kind: str | None) -> bool:
        """Tell whether items of a kind are written; None: whatever kind there is."""
        return not self.published or kind in (None, self.kind)


def _published(media_type: str, suffix: str, title: str, pieces: Pieces) -> Format:
    return Format(media_type, suffix, title, pieces, "implementation", published=True)


FORMATS: dict[str, Format] = {
    "jsonl": Format("application/jsonl", ".jsonl", "事项文档，可再导入 Documents", lines),
    "workbook": Format(
        XLSX, ".xlsx", "目录工作簿，改好后可再导入 Workbook to edit", workbook, "implementation"
    ),
    "csv": _published("text/csv; charset=utf-8", ".csv", "公布事项一览 Published items", table),
    "cpsv-jsonld": _published("application/ld+json", ".jsonld", "CPSV-AP 3.2, JSON-LD", jsonld),
    "cpsv-turtle": _published("text/turtle; charset=utf-8", ".ttl", "CPSV-AP 3.2, Turtle", turtle),
}
