"""来源映射的网页: the mappings there are, and one of them with what it leaves open."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.elements.standard import load_standard
from app.importing.kept import amending, service
from app.importing.kept.problems import MappingNotAmended
from app.importing.mappings.loading import spec_at
from app.kernel.http import get_database, signed_in_as
from app.kernel.problem import Problem
from app.web.import_now import Kept, kept_file
from app.web.rendering import SEE_OTHER, asked, respond

PAGE = 50
READING = "reading:"
Document = dict[str, Any]


def mappings(request: Request) -> Response:
    """映射: those made here first."""
    cursor = asked(request).get("cursor")
    with get_database(request).read() as reader:
        page = service.page_of_mappings(reader, cursor, PAGE)
    return respond(request, "mappings.html", rows=page.items, following=page.next, cursor=cursor)


def mapping(request: Request) -> Response:
    """一个映射: what each column is read as, what codes mean, its versions."""
    return _shown(request, asked(request).get("version"))


def post_confirmation(request: Request, form: FormData) -> Response:
    """确认: with the readings that were chosen; from now on it reads such files."""
    name = request.path_params["name"]
    with get_database(request).read() as reader:
        told = service.one_mapping(reader, name)
    try:
        document = settled(told["mapping"], form)
        with get_database(request).write() as writer:
            service.save(
                writer,
                name,
                document,
                confirmed=True,
                author=signed_in_as(request),
                based_on=told["version"],
            )
    except amending.NotAmendable as error:
        return _shown(request, problem=MappingNotAmended(reason=str(error)))
    except Problem as problem:
        return _shown(request, problem=problem)
    return RedirectResponse(_address(name, form), SEE_OTHER)


def post_removal(request: Request, _form: FormData) -> Response:
    """停用: it is used no more; its versions stay on record."""
    with get_database(request).write() as writer:
        service.remove(writer, request.path_params["name"], signed_in_as(request))
    return RedirectResponse("/mappings", SEE_OTHER)


def settled(document: Document, form: FormData) -> Document:
    """Return a mapping with the readings that a form chooses; what it leaves open stays open."""
    for name, reading in form.multi_items():
        pointer = name.removeprefix(READING)
        if name.startswith(READING) and reading and pointer in document.get("undecided", {}):
            document = amending.settle(document, pointer, str(reading))
    return document


def _shown(
    request: Request, version: str | None = None, problem: Problem | None = None
) -> Response:
    number = int(version) if version and version.isdecimal() else None
    with get_database(request).read() as reader:
        told = service.one_mapping(reader, request.path_params["name"], number)
    return respond(
        request,
        "mapping.html",
        status=problem.status if problem else 200,
        told=told,
        rows=list(_rows(told["mapping"])),
        shown_version=number,
        file=kept_file(request),
        problem=problem,
        reading=READING,
    )


def _rows(document: Document) -> list[Document]:
    """Return the columns that a mapping reads, those of list members after their list."""
    standard = load_standard("base" if document["record"] == "base" else "implementation")
    found = []
    for pointer, spec in document.get("fields", {}).items():
        members = [f"{pointer}/*/{name}" for name in spec.get("members", ())]
        for place in (*([pointer] if "from" in spec or not members else []), *members):
            declared = spec_at(document, place) or {}
            found.append({**_row(declared, document), "field": standard.field(place)})
    return found


def _row(spec: Document, document: Document) -> Document:
    columns, table = spec.get("from", ()), spec.get("table", {})
    words = document.get("tables", {}).get(table, {}) if isinstance(table, str) else table
    return {
        "columns": [columns] if isinstance(columns, str) else list(columns),
        "reader": spec.get("reader"),
        "scheme": spec.get("scheme"),
        "table": dict(list(words.items())[:40]),
        "more": max(0, len(words) - 40),
    }


def _address(name: str, form: FormData) -> str:
    kept = Kept(str(form.get("file") or ""), str(form.get("name") or ""))
    return f"/mappings/{name}?{kept.query}" if kept.hash else f"/mappings/{name}"
