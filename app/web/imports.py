"""导入批次的网页: who brought in what and when; what became of it; and taking it back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.importing.batches import list_batches, read_batch, refusals_of, undoing_of
from app.importing.http import jobs_of
from app.importing.jobs.telling import document
from app.importing.kept.store import titles_of
from app.importing.mappings import load_mappings
from app.importing.problems import (
    ImportBatchNotFound,
    ImportNotUndoable,
    ImportStandsUnderLaterEdits,
)
from app.importing.undoing import undo_import
from app.importing.vanishing import vanished_of
from app.importing.workbooks.previewing import MAPPING
from app.kernel.http import get_database, get_language, get_settings, may_write, signed_in_as
from app.kernel.language import Language
from app.kernel.paging import cut, number_in
from app.kernel.problem import Problem
from app.web.rendering import SEE_OTHER, asked, respond

PAGE = 50
MOST_REFUSALS, MOST_VANISHED = 200, 200


def history(request: Request) -> Response:
    """导入批次: the newest first, beneath what is under way."""
    cursor = asked(request).get("cursor")
    before = number_in(cursor)
    with get_database(request).read() as reader:
        page = cut(list_batches(reader, before, PAGE + 1), PAGE)
    language = get_language(request)
    jobs = [document(job, language) for job in jobs_of(request).newest()] if not cursor else []
    return respond(
        request,
        "imports.html",
        rows=[{**row, "ending": ending(row)} for row in page.items],
        following=page.next,
        cursor=cursor,
        under_way=[job for job in jobs if job["state"] in ("waiting", "running")],
        tried=[job for job in jobs if job["dry_run"] and job["counts"]],
    )


def batch(request: Request) -> Response:
    """一个批次: its counts, what was refused and why, what vanished, and how to take it back."""
    return _batch_page(request, request.path_params["batch"])


def post_undo(request: Request, _form: FormData) -> Response:
    """撤销: as a batch of its own, to whose page it leads; reasons are told where it is refused."""
    number = request.path_params["batch"]
    try:
        undone = undo_import(
            get_database(request),
            number,
            get_settings(request).profile,
            signed_in_as(request),
        )
    except (ImportStandsUnderLaterEdits, ImportNotUndoable) as problem:
        return _batch_page(request, number, problem)
    return RedirectResponse(f"/imports/batches/{undone.id}", SEE_OTHER)


def _batch_page(request: Request, number: int, problem: Problem | None = None) -> Response:
    language = get_language(request)
    with get_database(request).read() as reader:
        told = read_batch(reader, number)
        if told is None:
            raise ImportBatchNotFound(id=number)
        cells = may_write(request)
        refusals = refusals_of(reader, number, 0, MOST_REFUSALS)
        return respond(
            request,
            "import_batch.html",
            status=problem.status if problem else 200,
            batch={**told, "ending": ending(told)},
            mapping=titles(reader, told["mapping"], language),
            refusals=[
                (error if cells else error.withheld()).as_dict(language) for _, error in refusals
            ],
            refused=sum(told["refusal_counts"].values()),
            vanished=vanished_of(reader, number, 0, MOST_VANISHED),
            kept=jobs_of(request).originals.find(told["file_hash"]) is not None,
            undoing=undoing_of(reader, number),
            problem=problem.document(language) if problem else None,
        )


def ending(batch: dict[str, Any]) -> str:
    """Return how a batch ended: its state, told apart where it ended well by what it wrote.

    ``done`` all of the file · ``partly`` its valid rows · nothing, since the catalogue says the
    ``same`` as the file, or as its valid rows (``partly_same``), or since ``none`` was valid.
    """
    counts = batch["counts"]
    if batch["state"] != "done" or batch["undoes"]:
        return str(batch["state"])
    if counts["created"] or counts["changed"]:
        return "partly" if counts["refused"] else "done"
    if not counts["refused"]:
        return "same"
    return "partly_same" if counts["unchanged"] else "none"


def titles(reader: Connection, mapping: str, language: Language) -> str:
    """Return the titles of the mappings that read a file."""
    read_by = {label: label.partition("@")[0] for label in mapping.split("、")}
    english = language == "en"
    known = {n: one.title_en if english else one.title for n, one in load_mappings().items()}
    known |= titles_of(reader, list(read_by.values()))
    known[MAPPING] = "A workbook of this catalogue" if english else "目录工作簿"
    return "、".join(known.get(name, label) for label, name in read_by.items())
