"""试验: import a planted catalogue, and hold the findings against what was planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import text

from app.auditing.filters import FindingFilter
from app.auditing.findings import every_finding
from app.auditing.registry import DEFAULT_PROFILE
from app.importing.report import Report
from app.kernel.db import Base, Database
from app.sample.loading import bring
from app.sample.places import regions
from bench.planting.drawing import Found, Planting
from bench.planting.ground import VILLAGE, Ground

KEPT = ("region", "region_within", "law", "alembic_version")


@dataclass(frozen=True, slots=True)
class Verdict:
    """成绩: what was planted and missed, what was found besides, and what follows from a fault."""

    planted: int
    missed: list[tuple[str, Found]] = field(default_factory=list)
    extra: list[Found] = field(default_factory=list)
    follows: int = 0

    @property
    def recall(self) -> float:
        """召回率: planted findings that were found / planted findings."""
        return 1 - len(self.missed) / self.planted

    @property
    def precision(self) -> float:
        """准确率: findings that were planted or follow / findings that were not there before."""
        right = self.planted - len(self.missed) + self.follows
        return right / (right + len(self.extra))


class Refused(Exception):
    """The import would not take a document; the fault is none that a catalogue can hold."""


def clean_findings(database: Database, clean: Ground) -> Counter[Found]:
    """Return what is found in the clean catalogue: hints, where an authority does better."""
    return _audited(database, [*clean.base, *clean.apart], clean.items)


def judged(database: Database, before: Counter[Found], planting: Planting) -> Verdict:
    """Import a planted catalogue, and hold what is found against what was planted."""
    after = _audited(database, planting.base, planting.items)
    fresh = after - _as_called_now(before, planting)
    expected = Counter(planting.expected)
    gone = expected - after
    missed = [(name, one) for name, found in planting.planted for one in found if one in gone]
    besides = list((fresh - expected).elements())
    extra = [one for one in besides if one[:2] not in planting.follows]
    return Verdict(expected.total(), missed, extra, len(besides) - len(extra))


def _as_called_now(before: Counter[Found], planting: Planting) -> Counter[Found]:
    """Return what was found before under the codes that the documents have now."""
    found = Counter(before)
    for now, was in planting.was:
        for (code, rule, pointer), number in before.items():
            if code == was:
                found[now, rule, pointer] += number
    return found


def _audited(database: Database, *documents: list[dict[str, object]]) -> Counter[Found]:
    _emptied(database)
    base, items = documents
    for report in bring(database, DEFAULT_PROFILE, (base, items), places=(*regions(), VILLAGE)):
        refused = list(_refused(report))
        if refused:
            raise Refused(refused)
    with database.read() as connection:
        found = every_finding(connection, FindingFilter(secrets=True), "zh")
        return Counter((one["item"]["code"], one["rule"], one["place"]["pointer"]) for one in found)


def _refused(report: Report) -> Iterator[str]:
    try:
        yield from (f"{one}" for one in report.refusals)
    finally:
        report.refusals.close()


def _emptied(database: Database) -> None:
    with database.write() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name not in KEPT:
                connection.execute(text(f"DELETE FROM {table.name}"))
