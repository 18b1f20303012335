"""网页与数据同址: pages stand at the addresses of the data, for readers who prefer HTML.

A page's route matches only where ``Accept`` prefers HTML; to everybody else it is not there, and
the route of the data answers as if there were no pages (docs/decisions/0010).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from app.kernel.handlers import invalid
from app.kernel.http import get_language
from app.kernel.problem import Problem
from app.publishing import media
from app.web.rendering import problem_page

Page = Callable[[Request], Response]


def prefers_html(scope: Scope) -> bool:
    """Tell whether a reader likes HTML better than JSON, as browsers do and programs do not."""
    accept = b",".join(value for name, value in scope["headers"] if name == b"accept")
    return media.best(accept.decode("latin-1"), media.JSON, media.HTML) == media.HTML


class PageRoute(Route):
    """A page at an address where data stands too."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match a GET that prefers HTML and names no format: the rest is for the data's route."""
        match, found = super().matches(scope)
        mine = match is Match.FULL and b"format=" not in scope["query_string"]
        return (match, found) if mine and prefers_html(scope) else (Match.NONE, {})


class OnlyPage(Route):
    """A page at an address of its own: whoever asks, gets it."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match a GET; of other methods the application says what it always says."""
        match, found = super().matches(scope)
        return (match, found) if match is Match.FULL else (Match.NONE, {})


def page_at(path: str, page: Page, *, own: bool = False) -> Route:
    """Return the route of a page: run in a thread, its problems told as a page too."""
    kind = OnlyPage if own else PageRoute
    return kind(path, _telling(page), methods=["GET"], include_in_schema=False)


def _telling(page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def told(request: Request) -> Response:
        return await run_in_threadpool(_answer, page, request)

    return told


def _answer(page: Page, request: Request) -> Response:
    try:
        return page(request)
    except Problem as problem:
        return problem_page(request, problem)
    except ValidationError as error:
        faults: list[Any] = [{**one, "loc": ("query", *one["loc"])} for one in error.errors()]
        return problem_page(request, invalid(faults, get_language(request)))
    except RequestValidationError as error:
        return problem_page(request, invalid(error.errors(), get_language(request)))
