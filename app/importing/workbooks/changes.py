"""改了什么: what an edited workbook changes, item by item, and the findings it adds and mends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from app.auditing.differing import Finding, differences, less, remember, touched_items
from app.auditing.engine import Audit
from app.auditing.findings import Key, show_findings
from app.elements.standard import load_standard
from app.importing.intake import Taken
from app.importing.workbooks.merging import Change, Merged
from app.items.record import RECORDS
from app.kernel.language import Language

MOST_FINDINGS = 20_000
"""Findings on either side that are told; a preview of more says that there are more."""


@dataclass(slots=True)
class FindingChanges:
    """发现的变化: filled while the trial stands (``watched``), and once it was taken back (``finish``)."""

    language: Language
    changed: list[int] = field(default_factory=list)
    """The items that were written."""
    come: list[tuple[Key, Finding]] = field(default_factory=list)
    _gone: list[Key] = field(default_factory=list)
    new: list[tuple[Key, Finding]] = field(default_factory=list)
    mended: list[tuple[Key, Finding]] = field(default_factory=list)
    complete: bool = True

    @contextmanager
    def watched(self, audit: Audit) -> Iterator[None]:
        """Compare what stands before and after the audit settles."""
        remember(audit.connection, touched_items(audit))
        yield
        come, gone = differences(audit.connection, self.changed)
        self.complete = max(len(come), len(gone)) <= MOST_FINDINGS
        self._gone = gone[:MOST_FINDINGS]
        self.come = list(show_findings(audit.connection, come[:MOST_FINDINGS], self.language))

    def finish(self, connection: Connection) -> None:
        """Tell what would be mended: it stands again, now that the trial was taken back."""
        before = list(show_findings(connection, self._gone, self.language))
        self.new, self.mended = less(self.come, before), less(before, self.come)


@dataclass(slots=True)
class Changes:
    """What a workbook changes; ``items`` holds no more than ``limit``, the counts hold all."""

    limit: int
    language: Language
    findings: FindingChanges = field(init=False)
    items: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.findings = FindingChanges(self.language)

    def add(self, taken: Taken, merged: Merged) -> None:
        """Take in what one row comes to."""
        if merged.standing is None:
            self.counts["created"] += 1
        self.counts.update(change.kind for change in merged.changes)
        self.counts["items"] += bool(merged.changes) or merged.standing is None
        if (merged.changes or merged.standing is None) and len(self.items) < self.limit:
            self.items.append(self._told(taken, merged))

    def _told(self, taken: Taken, merged: Merged) -> dict[str, Any]:
        document = taken.document
        codes = ("handling_code", "code", "local_code", "base_code", "row_id")
        return {
            "code": next((document[name] for name in codes if document.get(name)), ""),
            "name": document.get("name", ""),
            "sheet": taken.sheet,
            "row": taken.row,
            "created": merged.standing is None,
            "parts": [self._part(taken, change) for change in merged.changes],
        }

    def _part(self, taken: Taken, change: Change) -> dict[str, Any]:
        named = load_standard(RECORDS[taken.kind]).field(f"/{change.part}")
        place = taken.place(f"/{change.part}")
        return {
            "part": change.part,
            "title": named.title if self.language == "zh" else named.title_en,
            "change": change.kind,
            "exported": change.base,
            "now": change.theirs,
            "workbook": change.mine,
            "letter": place.letter,
        }
