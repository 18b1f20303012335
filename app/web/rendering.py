"""排版: templates filled in, with what every page needs, and sent with a tag of its bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import Response

from app.kernel.hashing import digest
from app.kernel.http import etag, get_language, is_fresh, session_of
from app.kernel.language import Language
from app.kernel.numbers import percent, thousands
from app.kernel.problem import Problem
from app.web import words
from app.web.flowchart import flowchart
from app.web.moments import moment, size

FOLDER = Path(__file__).parent
VARY = "Accept, Accept-Language, Cookie"
SEE_OTHER = 303


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the templates: everything is escaped; a field an item does not state reads as empty."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"percent": percent, "thousands": thousands}
    made.filters |= {"moment": moment, "size": size}
    made.tests |= {"link": words.is_link, "limit": words.is_limit, "coded": words.is_coded}
    made.globals |= {"flowchart": flowchart, "version_of": version_of}
    return made


@lru_cache(maxsize=32)
def version_of(name: str) -> str:
    """Return what changes whenever a static file does, so that browsers may keep it."""
    return digest((FOLDER / "static" / name).read_bytes()).hex()[:12]


def html(request: Request, template: str, **context: Any) -> bytes:
    """Return a page as UTF-8 HTML, in the language of the reader; nobody is signed in to it.

    Pages that are kept and shown to everybody are made so; ``respond`` adds who is signed in.
    """
    language = get_language(request)
    shared = {
        "session": None,
        "language": language,
        "t": _chooser(language),
        "say": lambda value: words.say(value, language),
        "title": lambda pointer: words.title(pointer, language),
        "element": lambda name: words.element_name(name, language),
        "label": lambda name, code: words.label_of(name, code, language),
        "path": request.url.path,
        "sign_in_address": sign_in_address(request),
        "with_query": lambda **changes: with_query(request, changes),
    }
    return environment().get_template(template).render({**shared, **context}).encode()


def respond(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """Answer a page, or 304 where the reader holds it."""
    session = session_of(request)
    content = html(request, template, **{"session": session, **context})
    tag = etag(digest(content))
    headers = {
        "Vary": VARY,
        "Cache-Control": "private, no-cache" if session else "no-cache",
        "Content-Language": get_language(request),
        "ETag": tag,
    }
    if status == 200 and is_fresh(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(content, status, headers, media_type="text/html; charset=utf-8")


def problem_page(request: Request, problem: Problem) -> Response:
    """Answer a problem as a page, with its own status and headers."""
    language = get_language(request)
    told = problem.document(language)
    answer = respond(request, "problem.html", status=problem.status, problem=told)
    answer.headers.update(problem.headers or {})
    return answer


def with_query(request: Request, changes: Mapping[str, Any]) -> str:
    """Return this address with some parameters changed; those that are None are left out."""
    kept = {k: v for k, v in request.query_params.items() if v and k not in {*changes, "cursor"}}
    query = urlencode({**kept, **{k: v for k, v in changes.items() if v is not None}})
    return f"{request.url.path}?{query}" if query else request.url.path


def sign_in_address(request: Request) -> str:
    """Return the address of the form to sign in, from where it leads back to this page."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"/sign-in?{urlencode({'next': request.url.path + query})}"


def asked(request: Request) -> dict[str, str]:
    """Return the query's parameters; what a form sent empty was not asked."""
    return {name: value for name, value in request.query_params.items() if value.strip()}


def _chooser(language: Language) -> Callable[[str, str], str]:
    return lambda zh, en: zh if language == "zh" else en
