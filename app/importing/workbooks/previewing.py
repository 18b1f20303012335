"""预览: what an edited workbook would do; the import is run in earnest, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from app.auditing.findings import Key
from app.importing.order import Order
from app.importing.pipeline import run_import
from app.importing.problems import WorkbookNotOurs
from app.importing.report import Report
from app.importing.workbooks.changes import Changes
from app.kernel.db import Database
from app.kernel.language import Language

MAPPING = "workbook"
MOST_REFUSALS = 1000
Finding = dict[str, Any]


def preview(database: Database, order: Order, limit: int, language: Language) -> dict[str, Any]:
    """Return what importing a workbook would change, as an API tells it; nothing is written.

    Raises:
        SourceError: the file cannot be read.
        WorkbookNotOurs: it was not exported from a catalogue.
    """
    changes = Changes(limit, language)
    report = run_import(database, replace(order, mode="valid", dry_run=True, changes=changes))
    try:
        if not is_ours(report.batch.mapping):
            raise WorkbookNotOurs(file=order.file_name)
        return told(database, report, changes)
    finally:
        report.refusals.close()


def is_ours(mapping: str) -> bool:
    """Tell whether a file was read as a workbook of ours (or holds one)."""
    return MAPPING in mapping.split("、")


def told(database: Database, report: Report, changes: Changes) -> dict[str, Any]:
    """Return what a trial run would change, as an API tells it; it has been taken back."""
    with database.read() as connection:
        changes.findings.finish(connection)
    refusals = islice(report.refusals, MOST_REFUSALS)
    return {
        "counts": report.batch.counts.as_dict(),
        "changes": {name: changes.counts[name] for name in _COUNTED},
        "items": changes.items,
        "findings": {
            "new": _told(changes.findings.new, changes.limit),
            "mended": _told(changes.findings.mended, changes.limit),
            "complete": changes.findings.complete,
        },
        "refusal_counts": dict(report.refusals.counts),
        "refusals": [error.as_dict(changes.language) for error in refusals],
    }


_COUNTED = ("items", "created", "edited", "meanwhile", "conflict")


def _told(found: Sequence[tuple[Key, Finding]], limit: int) -> dict[str, Any]:
    return {"count": len(found), "items": [one for _, one in found[:limit]]}
