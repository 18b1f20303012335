"""随即导入: the file that a mapping was proposed for is kept, and need not be sent again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.importing.asking import Wanted
from app.importing.http import jobs_of
from app.importing.kept.problems import MappingFileNotKept
from app.importing.uploads import own_name, spool
from app.kernel.http import get_language, get_settings, signed_in_as
from app.web.rendering import SEE_OTHER, asked

_HASH = re.compile(r"[0-9a-f]{64}")


class Kept(NamedTuple):
    """留着的文件: under its hash, with the name that people know it by."""

    hash: str
    name: str

    @property
    def query(self) -> str:
        """How an address names it."""
        return urlencode({"file": self.hash, "name": self.name})


def kept_file(request: Request) -> Kept | None:
    """Return the file that the address names, where it is still kept."""
    wanted = asked(request)
    kept = Kept(wanted.get("file", ""), own_name(wanted.get("name"))[:200])
    return kept if _place(request, kept.hash) else None


def post_import(request: Request, form: FormData) -> Response:
    """导入: by this mapping, tried first unless it is to be written at once."""
    name = request.path_params["name"]
    place = _place(request, str(form.get("file") or ""))
    if place is None:
        raise MappingFileNotKept
    wanted = Wanted(
        mode="valid",
        mapping=name,
        preview=form.get("trial") != "no",
        sender=signed_in_as(request),
    )
    with place.open("rb") as file:
        path = spool(file)
    sent = own_name(str(form.get("name") or name))
    order = wanted.order(path, sent, get_settings(request), get_language(request))
    job = jobs_of(request).submit(order)
    return RedirectResponse(f"/imports/{job.id}", SEE_OTHER)


def _place(request: Request, file_hash: str) -> Path | None:
    if not _HASH.fullmatch(file_hash):
        return None
    return jobs_of(request).originals.find(file_hash)
