"""导入的结果: what became of each row, counted and kept until the import is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from app.elements.standard import load_standard
from app.importing.batches import Batch
from app.importing.errors import RowError
from app.importing.intake import Taken
from app.importing.refusals import Refusals
from app.importing.vanishing import Said
from app.importing.workbooks.changes import Changes
from app.importing.workbooks.merging import OnConflict
from app.items.presence import owed_fields
from app.items.record import RECORDS
from app.items.shapes import Malformed
from app.items.writing import Outcome, Verb


@dataclass(slots=True)
class Report:
    """What became of an import; ``refusals`` holds every refused row."""

    batch: Batch
    refusals: Refusals
    new_values: int = 0
    kinds: set[int] = field(default_factory=set)
    """Which records were taken: base items, implementation items."""
    unread: tuple[str, ...] = ()
    """Columns of the file that nothing was read from."""
    said: Said | None = None
    """What the file speaks of, where it says that it is complete."""
    on_conflict: OnConflict = "refuse"
    changes: Changes | None = None
    """What a workbook changes, where somebody wants to see it."""

    @property
    def refuses(self) -> bool:
        """Whether a part that was changed here and there is refused."""
        return self.on_conflict == "refuse"


def account(rows: Iterable[Taken], outcomes: Iterator[Outcome], report: Report) -> None:
    """Count what became of rows, and keep why they were refused.

    ``outcomes``: of those that could be read, in their order.
    """
    verbs: Counter[Verb] = Counter()
    watched = bool(report.said or report.changes)
    for taken in rows:
        outcome = None if taken.errors else next(outcomes)
        if outcome is None or outcome.errors:
            _refuse(taken, outcome, report)
            verbs["refused"] += 1
            continue
        verbs[outcome.verb] += 1
        report.kinds.add(taken.kind)
        if watched:
            _note(outcome, report)
    report.batch.counts.add(verbs)


def _refuse(taken: Taken, outcome: Outcome | None, report: Report) -> None:
    errors = [_row_error(taken, bad) for bad in outcome.errors] if outcome else taken.errors
    report.refusals.add([_named(error, report.batch.file_name) for error in errors])
    if report.said:
        report.said.refused(taken.whole)


def _note(outcome: Outcome, report: Report) -> None:
    """Keep which item it was, for whoever asks afterwards."""
    if outcome.item_id is None:
        return
    if report.changes and outcome.verb != "unchanged":
        report.changes.findings.changed.append(outcome.item_id)
    if report.said:
        report.said.items.append(outcome.item_id)


def _row_error(taken: Taken, malformed: Malformed) -> RowError:
    place = taken.place(malformed.pointer)
    return RowError(
        code=malformed.code,
        facts=malformed.facts,
        sheet=place.sheet,
        row=place.row,
        column=place.column or malformed.pointer,
        letter=place.letter,
        value=malformed.value,
        pointer=malformed.pointer,
    )


def _named(error: RowError, file_name: str) -> RowError:
    return error if error.file else replace(error, file=file_name)


def absent_fields(present: int, kinds: Iterable[int]) -> list[str]:
    """Return the fields its records owe that no row filled: a fact about the source, said once."""
    owed = {
        field.pointer
        for kind in kinds
        for field in load_standard(RECORDS[kind]).fields
        if field.obligation != "optional"
    }
    return [
        field.pointer
        for place, field in enumerate(owed_fields())
        if field.pointer in owed and not present & 1 << place
    ]
