"""Answering a rendered page to one request: its medium, its coding, 304, and keeping it."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from app.kernel.http import get_language
from app.kernel.language import Language
from app.publishing import media
from app.publishing.answers import Header, Rendered, is_held
from app.publishing.errors import NotAcceptable
from app.publishing.fastpath import GENERATION, Press
from app.publishing.shelf import Key


def press_of(request: Request) -> Press:
    """Return what publishing keeps between requests."""
    press: Press = request.app.state.press
    return press


def chosen(request: Request, *offered: str) -> str:
    """Return the medium the reader wants.

    Raises:
        NotAcceptable: it wants none of those on offer.
    """
    wanted = media.best(request.headers.get("accept", ""), *offered)
    if wanted is None:
        raise NotAcceptable(offered="、".join(offered))
    return wanted


def keep(request: Request, content: bytes, medium: str, more: tuple[Header, ...] = ()) -> Rendered:
    """Return a page, kept for the next reader if the catalogue did not change meanwhile."""
    language: Language = get_language(request)
    page = Rendered(content, medium, language, more)
    generation = request.scope.get(GENERATION)
    if generation is not None:
        key = Key(request.scope["path"], request.scope["query_string"], medium, language)
        press_of(request).shelf.put(key, page, generation)
    return page


def answer(request: Request, page: Rendered) -> Response:
    """Answer a page, compressed where the reader takes that, or 304 where the reader holds it."""
    encoding = request.headers.get("accept-encoding", "")
    sent = page.gzipped() if media.takes_gzip(encoding) else page.plain()
    held = ", ".join(request.headers.getlist("if-none-match")).encode("latin-1")
    fresh = bool(held) and is_held(held, sent.tag)
    response = Response(b"" if fresh else sent.body, status_code=304 if fresh else 200)
    response.raw_headers = list(sent.bare if fresh else sent.headers)
    return response
