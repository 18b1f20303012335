"""一个导入任务: an import on its way, as the process that runs it and every other one know it."""

from __future__ import annotations

from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from typing import Any, Literal

from app.importing.errors import Language, RowError, SourceError
from app.importing.order import Cancelled, Order, Progress
from app.importing.refusals import Refusals
from app.importing.report import Report

JobState = Literal["waiting", "running", "done", "refused", "cancelled", "interrupted", "failed"]
UNDER_WAY = frozenset({"waiting", "running"})
Documents = dict[Language, dict[str, Any]]
"""What is told of a problem, by language."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """结果: what an import that was carried through did, or a dry run would do."""

    mapping: str
    counts: dict[str, int]
    vanished: int
    absent: list[str]
    unread: list[str]
    refusal_counts: dict[str, int]

    @classmethod
    def of(cls, report: Report) -> Outcome:
        """Return what the report of an import tells."""
        batch = report.batch
        return cls(
            batch.mapping,
            batch.counts.as_dict(),
            batch.vanished,
            batch.absent,
            list(report.unread),
            dict(report.refusals.counts),
        )


@dataclass(slots=True)
class Job:
    """One import on its way; ``outcome`` or ``problem`` is its end."""

    id: str
    order: Order
    state: JobState = "waiting"
    progress: Progress | None = None
    outcome: Outcome | None = None
    problem: SourceError | Documents | None = None
    errors: list[RowError] = field(default_factory=list)
    """The first of what was refused."""
    file_hash: str | None = None
    batch: int | None = None
    """What stands of it in the database; a dry run leaves nothing."""
    preview: dict[str, Any] | None = None
    """What a dry run would change, where its sender asked for it."""
    refusals: Refusals | None = None
    """All refusals of a dry run of this process; those of a batch stand in the database."""
    future: Future[None] | None = None
    stop: type[Cancelled] | None = None
    """Set by who wants it to stop; looked at whenever the import tells how far it is."""
    noted: float = 0.0
    """When other processes were last told, by the clock that never goes back."""
    here: bool = True
    """Whether it is this process that runs it."""

    @property
    def ended(self) -> bool:
        """Whether the import is over, well or not."""
        return self.state not in UNDER_WAY

    def let_go(self) -> None:
        """Close what it holds open."""
        refusals, self.refusals = self.refusals, None
        if refusals is not None:
            refusals.close()

    def wait(self, seconds: float) -> None:
        """Wait for the end, but not longer than this."""
        if self.future and seconds:
            wait([self.future], timeout=seconds)
