"""收尾: what is said of an import whose transaction was rolled back."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from app.importing.batches import State
from app.importing.errors import SourceError
from app.importing.order import Cancelled, Order
from app.importing.report import Report
from app.kernel.db import CatalogueBusy, Database, StorageFull
from app.kernel.handlers import problem_of


def settle_undone(database: Database, order: Order, report: Report) -> None:
    """After a rollback on purpose: record the refusals of an all-or-nothing import."""
    if order.dry_run:
        report.batch.state = "refused" if report.refusals.rows and order.mode == "all" else "done"
        return
    with database.write() as connection:
        report.refusals.store(connection, report.batch.id or 0)
        report.batch.close(connection, "refused")


def settle_failed(database: Database, report: Report, error: BaseException) -> None:
    """After a rollback that nobody wanted: say so, if the database still takes a word."""
    if report.batch.id is None:
        return
    state: State = error.state if isinstance(error, Cancelled) else "failed"
    if isinstance(error, KeyboardInterrupt):  # whoever sits at the terminal
        state = "cancelled"
    try:
        with database.write() as connection:
            report.batch.close(connection, state, _why(error))
    except (CatalogueBusy, StorageFull, SQLAlchemyError):
        report.batch.state = state


def _why(error: BaseException) -> str | None:
    """Return the sentence that stays with a failed batch, for all to read."""
    if isinstance(error, Cancelled | KeyboardInterrupt):
        return None
    if isinstance(error, SourceError):
        told = error.withheld()
        return told.reason() + told.remedy()
    problem = problem_of(error) if isinstance(error, Exception) else None
    return problem.detail() if problem else type(error).__name__
