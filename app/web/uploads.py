"""上传的网页: choose files and how they are imported; a script adds drag and drop, and progress.

Without a script the form is sent as any other, and the page of the job is looked at again and again.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.importing.asking import Wanted
from app.importing.http import jobs_of
from app.importing.kept.store import kept_mappings
from app.importing.mappings import load_mappings
from app.importing.uploads import own_name, spool
from app.kernel.handlers import InvalidRequest
from app.kernel.http import get_database, get_language, get_settings, session_of
from app.kernel.session import Session
from app.web.rendering import SEE_OTHER, respond

CHOICES = ("mode", "mapping", "complete", "on_conflict")


class NothingChosen(InvalidRequest):
    """没有选择文件 No file chosen.

    The form was sent without a file. Go back, choose one or drop it on the page, and send again.
    """

    zh = "没有选择文件，或没有选择导入方式：请返回上一页补上"
    en = "No file, or no way of importing, was chosen: go back and choose"


def new(request: Request) -> Response:
    """上传: the form."""
    with get_database(request).read() as reader:
        kept = [one for one in kept_mappings(reader) if one.confirmed]
    mappings = load_mappings((), kept).values()
    return respond(
        request,
        "import_new.html",
        mappings=[(one.name, one.title) for one in mappings if not one.native],
        limit_mb=get_settings(request).max_upload_mb,
    )


def post_files(request: Request, form: FormData) -> Response:
    """Take the files of the form, each as an import of its own, one after another."""
    files = [one for one in form.getlist("file") if isinstance(one, UploadFile) and one.filename]
    if not files:
        raise NothingChosen
    wanted = wanted_of(form, session_of(request))
    settings, language = get_settings(request), get_language(request)
    jobs = [
        jobs_of(request).submit(
            wanted.order(spool(one.file), own_name(one.filename), settings, language)
        )
        for one in files
    ]
    return RedirectResponse(f"/imports/{jobs[0].id}" if len(jobs) == 1 else "/imports", SEE_OTHER)


def wanted_of(form: FormData, session: Session | None) -> Wanted:
    """Return what a form chooses; a trial unless it says that it is none."""
    chosen: dict[str, Any] = {name: form[name] for name in CHOICES if form.get(name)}
    trial = form.get("trial") != "no"
    try:
        return Wanted(**chosen, preview=trial, sender=session.name if session else None)
    except ValidationError as error:
        raise NothingChosen from error
