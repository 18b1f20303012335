"""Workbooks of ours, as somebody would fetch them."""

from __future__ import annotations

from pathlib import Path

from app.exporting.scope import Scope
from app.exporting.workbook import workbook
from app.kernel.db import Database
from tests.factories.audited import put
from tests.factories.catalogue import Document


def exported_workbook(template: Path, folder: Path, *items: Document) -> Path:
    """Export items from a catalogue that holds nothing else; ``template`` is a migrated file."""
    copy = folder / "catalogue.db"
    copy.write_bytes(template.read_bytes())
    database = Database(f"sqlite:///{copy}")
    put(database, *items)
    path = folder / "workbook.xlsx"
    with database.read() as connection:
        path.write_bytes(b"".join(workbook(connection, Scope())))
    database.dispose()
    return path
