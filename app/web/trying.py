"""假如修改标准的网页: a standard as a form, and what would change if it were changed so."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import orjson
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.auditing import registry
from app.items.asking import issuer_qualifier
from app.items.documents import read_document
from app.items.record import BASE
from app.items.router import found
from app.kernel.http import get_database, get_language, get_settings
from app.mending.trying.patching import patched
from app.mending.trying.telling import CHANGES, tell
from app.mending.trying.what_if import try_standard
from app.web.drafting import patch_of
from app.web.rendering import asked, respond
from app.web.words import choices

MOST_FINDINGS, MOST_BODIES = 50, 50


def what_if(request: Request) -> Response:
    """假如修改标准: which one, and then what of it."""
    wanted = asked(request)
    if not (code := wanted.get("code", "").strip()):
        return respond(request, "what_if.html", document=None, others=[])
    return _drafted(request, code, wanted.get("issuer"))


def _drafted(request: Request, code: str, issuer: str | None) -> Response:
    """Return the form, filled with the standard as it is."""
    language = get_language(request)
    with get_database(request).read() as reader:
        head, others = found(reader, code, issuer_qualifier(issuer), kinds=(BASE,))
        document = read_document(reader, head.id)
    assert document is not None
    options = {name: choices(name, language) for name in ("time-unit", "material-necessity")}
    return respond(
        request, "what_if.html", document=document.content, others=others, options=options
    )


def post_what_if(request: Request, form: FormData) -> Response:
    """试算: done in earnest and taken back; only this answer remembers it."""
    language, database = get_language(request), get_database(request)
    named = {name: str(form.get(name) or "") for name in ("base_code", "issuer")}
    named = {name: value for name, value in named.items() if value}
    with database.read() as reader:
        before = patched(reader, named)
        patch = patch_of(before, form)
        after = patched(reader, patch)
    trial = try_standard(database, after, get_settings(request).profile, language)
    with database.read() as reader:
        told = tell(reader, trial, language, MOST_FINDINGS)
    return respond(
        request,
        "what_if_told.html",
        document=before,
        patch=_readable(patch),
        told=told,
        changes=CHANGES,
        rules=registry.all_rules(),
        bodies=told["agencies"][:MOST_BODIES],
        more_bodies=max(0, len(told["agencies"]) - MOST_BODIES),
        download=_download(after),
    )


def _readable(patch: dict[str, Any]) -> str:
    return orjson.dumps(patch, option=orjson.OPT_INDENT_2).decode()


def _download(document: dict[str, Any]) -> str:
    """Return the changed standard as the address of a file: nothing of it is kept here."""
    return "data:application/x-ndjson;base64," + b64encode(orjson.dumps(document)).decode()
