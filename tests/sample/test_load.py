"""The sample loaded through the importer and audited: the manifest, and at WARNING nothing else."""

from __future__ import annotations

from sqlalchemy import text

from app.auditing import registry
from app.auditing.rule import Severity
from app.kernel.db import Database
from app.sample.catalogue import base_items, implementation_items, manifest
from app.sample.loading import load

FOUND = text("""
    SELECT i.code, r.code AS rule, r.severity
    FROM finding f JOIN item i ON i.id = f.item_id JOIN audit_rule r ON r.id = f.rule_id
""")


def _load(database: Database, count: str) -> list[int]:
    """Load the sample; return one figure of each of its two batches."""
    reports = load(database, registry.DEFAULT_PROFILE)
    for report in reports:
        assert report.refusals.rows == 0
        report.refusals.close()
    return [getattr(report.batch.counts, count) for report in reports]


def test_an_audit_finds_what_is_planted_and_besides_only_hints(database: Database) -> None:
    sizes = [len(base_items()), len(implementation_items())]
    assert _load(database, "created") == sizes
    with database.read() as connection:
        found = {(row.code, row.rule): row.severity for row in connection.execute(FOUND)}
    planted = {(entry.handling_code or entry.code, entry.rule) for entry in manifest()}
    assert planted - found.keys() == set()
    grave = {key for key, severity in found.items() if severity > Severity.INFO}
    assert grave - planted == set()


def test_loading_again_changes_nothing(database: Database) -> None:
    _load(database, "created")
    assert _load(database, "unchanged") == [len(base_items()), len(implementation_items())]
