"""拟映射的网页: a file is sent, what is proposed is shown column by column, changed, named, saved.

Between the two steps the proposal lies in the form itself: nothing is kept of it until it is saved.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.elements.schemas import Record
from app.elements.standard import Field, load_standard
from app.importing.hashing import hash_of
from app.importing.http import jobs_of
from app.importing.kept import amending, service
from app.importing.kept.payloads import ProposalOut
from app.importing.kept.problems import MappingNotAmended, NoFileToPropose
from app.importing.kept.router import PATTERN, proposed
from app.importing.mappings.loading import spec_at
from app.importing.proposing.correspondence import read_correspondence
from app.importing.proposing.initials import initials
from app.importing.sent import copied
from app.importing.uploads import own_name, spool
from app.kernel.http import get_database, get_settings, signed_in_as
from app.kernel.problem import Problem
from app.web.import_now import Kept
from app.web.mappings import READING, settled
from app.web.rendering import SEE_OTHER, respond

FIELD, VALUE = "field:", "value:"
RECORDS: dict[str, Record] = {"implementation": "implementation", "base": "base"}
Document = dict[str, Any]


def new(request: Request) -> Response:
    """选文件: the form."""
    limit_mb = get_settings(request).max_upload_mb
    return respond(request, "mapping_new.html", told=None, limit_mb=limit_mb)


def post_file(request: Request, form: FormData) -> Response:
    """拟: look at the file, and show what is proposed. The file is kept to be imported by and by."""
    correspondence = _correspondence(form.get("correspondence"))
    name, path = _sent(request, form)
    try:
        told = proposed(
            get_database(request),
            get_settings(request),
            path,
            name,
            RECORDS.get(str(form.get("record"))),
            correspondence,
        )
        file_hash = hash_of(path)
        jobs_of(request).originals.keep(path, file_hash)
    finally:
        path.unlink(missing_ok=True)
    return _page(request, {**told, "file_hash": file_hash}, {})


def _sent(request: Request, form: FormData) -> tuple[str, Path]:
    """The file of the form, or that of the import that could not read it: its name, and a copy."""
    if job := form.get("job"):
        sent, path = copied(jobs_of(request), get_database(request), str(job))
        return sent.name, path
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise NoFileToPropose
    return own_name(file.filename), spool(file.file)


def post_mapping(request: Request, form: FormData) -> Response:
    """保存: with every change that was made; as a draft, or confirmed."""
    told = _told(form)
    chosen = {name: str(value) for name, value in form.multi_items() if name != "told"}
    try:
        document = settled(_amended(told, chosen), form)
        document = {**document, "title": chosen.get("title", "").strip() or document["title"]}
        name = chosen.get("name", "").strip()
        if not re.fullmatch(PATTERN, name):
            raise MappingNotAmended(reason="名称只能用小写字母、数字和连字符 a-z, 0-9 and hyphens")
        with get_database(request).write() as writer:
            service.save(
                writer,
                name,
                document,
                confirmed=chosen.get("action") == "confirm",
                author=signed_in_as(request),
            )
    except amending.NotAmendable as error:
        return _page(request, told, chosen, MappingNotAmended(reason=str(error)))
    except Problem as problem:
        return _page(request, told, chosen, problem)
    kept = Kept(str(told["file_hash"]), told["file"])
    return RedirectResponse(f"/mappings/{name}?{kept.query}", SEE_OTHER)


def _told(form: FormData) -> Document:
    """The proposal as the form sends it back; what is not one is not asked about further."""
    try:
        told: Document = orjson.loads(str(form.get("told") or ""))
        ProposalOut.model_validate(told)
        if not str(told["file_hash"]).isalnum():
            raise NoFileToPropose
    except (orjson.JSONDecodeError, KeyError, TypeError, ValidationError) as error:
        raise NoFileToPropose from error
    return told


def _correspondence(sent: object) -> Document | None:
    if not isinstance(sent, UploadFile) or not sent.filename:
        return None
    return dict(read_correspondence(sent.file, own_name(sent.filename)))


def _amended(told: Document, chosen: dict[str, str]) -> Document:
    """The proposed mapping with the fields that were chosen for its columns."""
    document: Document = told["mapping"]
    for number, column in enumerate(told["columns"]):
        before = column["field"]["pointer"] if column["field"] else ""
        wanted = chosen.get(f"{FIELD}{number}", before)
        if wanted == before:
            continue
        if column["part"]:
            document = amending.set_member(document, column["part"], column["column"], wanted)
        else:
            document = amending.set_field(document, column["column"], wanted)
    return _valued(document, told, chosen)


def _valued(document: Document, told: Document, chosen: dict[str, str]) -> Document:
    """The mapping with the codes that were chosen for words nobody knows."""
    for place, table in enumerate(told["values"]):
        for number, word in enumerate(table["values"]):
            code = chosen.get(f"{VALUE}{place}:{number}")
            if code and spec_at(document, table["pointer"]):
                document = amending.put_value(document, table["pointer"], word["value"], code)
    return document


def _page(
    request: Request, told: Document, chosen: dict[str, str], problem: Problem | None = None
) -> Response:
    title = chosen.get("title") or told["mapping"].get("title", "")
    return respond(
        request,
        "mapping_new.html",
        status=problem.status if problem else 200,
        told=told,
        packed=orjson.dumps(told).decode(),
        chosen=chosen,
        choices=_choices(told["record"]),
        title_=title,
        name_=chosen.get("name") or _name(title),
        problem=problem,
        field=FIELD,
        value=VALUE,
        reading=READING,
        codes={one["pointer"]: _codes(told["record"], one["pointer"]) for one in told["values"]},
        unknown=any(
            word["code"] is None
            for one in told["values"]
            for word in one["values"]
            if one["state"] != "undecided"
        ),
    )


def _choices(record: str) -> dict[str, list[Field]]:
    """The fields that a column may be, by the sheet it stands in: the list's pointer, or ""."""
    standard = load_standard(RECORDS[record])
    return {
        pointer: [
            one
            for one in standard.fields
            if one.sheet == sheet and (one.leaf or one.spelled) and one.pointer != "/raw"
        ]
        for sheet, pointer in standard.sheets().items()
    }


def _codes(record: str, pointer: str) -> list[tuple[str, str]]:
    field = load_standard(RECORDS[record]).field(pointer)
    return list((field.enumeration or {}).items())


def _name(title: str) -> str:
    """A plain name for a title: the initials of its Chinese, what is plain of the rest."""
    letters = "".join(initials(sign) or "-" for sign in title.lower() if not sign.isspace())
    return re.sub(r"-+", "-", re.sub(r"[^a-z0-9]", "-", letters)).strip("-")[:40] or "source"
