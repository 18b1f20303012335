"""Files to import: JSON lines, CSV, workbooks; and the import of one."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from app.importing.batches import Batch, Mode
from app.importing.errors import RowError
from app.importing.order import Order
from app.importing.pipeline import run_import
from app.importing.report import Report
from app.kernel.db import Database
from tests.factories.catalogue import Document, seed_regions

HEADERS = ("实施编码", "基本编码", "事项名称", "事项类型", "行使层级", "行政区划", "事项状态")
FIELDS = ("code", "base_code", "name", "type", "level", "region", "status")


class Brought(NamedTuple):
    """What became of an import."""

    batch: Batch
    refusals: list[RowError]
    new_values: int


def lines(*documents: Document) -> bytes:
    """Return documents as JSON lines."""
    return b"".join(orjson.dumps(one) + b"\n" for one in documents)


def table(
    *rows: Sequence[Any], headers: Sequence[str] = HEADERS, encoding: str = "utf-8-sig"
) -> bytes:
    """Return rows as CSV."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([headers, *rows])
    return buffer.getvalue().encode(encoding)


def row(document: Document) -> list[Any]:
    """Return what a CSV with ``HEADERS`` says of a document."""
    return [document.get(name, "") for name in FIELDS]


def seeded(database: Database) -> Database:
    """Put the regions of 示例省 in."""
    with database.write() as connection:
        seed_regions(connection)
    return database


def bring(
    database: Database,
    folder: Path,
    content: bytes,
    *,
    mode: Mode = "all",
    name: str = "items.jsonl",
    dry_run: bool = False,
    mapping: str | None = None,
) -> Brought:
    """Import a file with this content."""
    seeded(database)
    path = folder / name
    path.write_bytes(content)
    return brought(run_import(database, Order(path, name, mode, mapping, dry_run)))


def brought(report: Report) -> Brought:
    """Take out of a report what tests look at, and let go of its spool."""
    refusals = list(report.refusals)
    report.refusals.close()
    return Brought(report.batch, refusals, report.new_values)
