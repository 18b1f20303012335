"""任务的说明: a job as an API shows it; where only its batch is left, what that tells of it."""

from __future__ import annotations

from typing import Any

from app.importing.errors import WITHHELD, Language, SourceError
from app.importing.jobs.job import Documents, Job
from app.importing.order import Progress
from app.importing.problems import unreadable


def document(job: Job, language: Language, *, cells: bool = False) -> dict[str, Any]:
    """Return a job as an API shows it; ``cells``: with what stands in what was refused."""
    errors = job.errors if cells else [error.withheld() for error in job.errors]
    done = job.outcome
    unread = done.unread if done else []
    return {
        "id": job.id,
        "state": job.state,
        "file_name": job.order.file_name,
        "mode": job.order.mode,
        "dry_run": job.order.dry_run,
        "sender": job.order.sender,
        "previewed": job.preview is not None,
        "progress": _progress(job.progress) if job.progress else None,
        "batch": job.batch,
        "mapping": done.mapping if done else job.order.mapping,
        "counts": done.counts if done else None,
        "vanished": done.vanished if done else 0,
        "absent": done.absent if done else [],
        "unread": unread if cells else [WITHHELD] * len(unread),
        "refusal_counts": done.refusal_counts if done else {},
        "errors": [error.as_dict(language) for error in errors],
        "problem": _problem(job.problem, language, cells=cells) if job.problem else None,
    }


def of_batch(batch: dict[str, Any]) -> dict[str, Any]:
    """Return what a batch tells of the job it was, once the process that ran it is gone."""
    told = ("state", "file_name", "mode", "mapping", "counts", "absent", "sender", "vanished")
    return {
        **{name: batch[name] for name in told},
        "id": batch["job"] or str(batch["id"]),
        "dry_run": False,
        "previewed": False,
        "progress": None,
        "batch": batch["id"],
        "unread": [],
        "refusal_counts": batch["refusal_counts"],
        "errors": [],
        "problem": None,
    }


def _progress(progress: Progress) -> dict[str, Any]:
    opening = 0.0 if progress.stage == "opening" else 1.0
    share = progress.position / progress.size if progress.size else opening
    return {"stage": progress.stage, "rows": progress.rows, "ratio": round(min(share, 1.0), 4)}


def _problem(told: SourceError | Documents, language: Language, *, cells: bool) -> dict[str, Any]:
    if isinstance(told, SourceError):
        return unreadable(told if cells else told.withheld()).document(language)
    return told[language]
