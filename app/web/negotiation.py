"""网页与数据同址: pages stand at the addresses of the data, for readers who prefer HTML.

A page's route matches only where ``Accept`` prefers HTML; to everybody else it is not there, and
the route of the data answers as if there were no pages (docs/decisions/0010).

A page that writes is made of two routes: ``page_at(…, signed_in=True)`` shows the form,
``form_at(…)`` takes it. Both let only those pass who signed in with the write key
(docs/decisions/0019); ``session_of(request)`` tells who it is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from app.kernel.db import CatalogueBusy, StorageFull
from app.kernel.handlers import InternalError, RequestRefused, invalid, problem_of
from app.kernel.http import (
    ForeignOrigin,
    demand_session,
    get_language,
    get_settings,
    session_of,
)
from app.kernel.middleware import BodyTooLarge
from app.kernel.problem import Problem
from app.kernel.session import same_origin
from app.publishing import media
from app.web.rendering import SEE_OTHER, problem_page, sign_in_address

log = logging.getLogger("yizhi")
Page = Callable[[Request], Response]
Form = Callable[[Request, FormData], Response]


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


class FormRoute(Route):
    """Where the form of a page is sent: to programs only the data's own route is there."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match what a browser sends when a form is submitted."""
        match, found = super().matches(scope)
        mine = match is Match.FULL and prefers_html(scope)
        return (match, found) if mine else (Match.NONE, {})


def page_at(path: str, page: Page, *, own: bool = False, signed_in: bool = False) -> Route:
    """Return the route of a page: run in a thread, its problems told as a page too.

    ``own``: it stands at an address without data. ``signed_in``: only for those who signed in;
    others are led to the form and back.
    """
    kind = OnlyPage if own else PageRoute

    async def told(request: Request) -> Response:
        if signed_in and session_of(request) is None:
            return RedirectResponse(sign_in_address(request), SEE_OTHER)
        return await _answered(request, page, request)

    return kind(path, told, methods=["GET"], include_in_schema=False)


def form_at(path: str, take: Form, *, signed_in: bool = True) -> Route:
    """Return the route that takes the form of a page, from a page of ours and nowhere else.

    ``signed_in``: only from those who signed in. ``take`` is handed the form as it was read, and
    answers with a redirect (303) to the page that shows what was done.
    """

    async def taken(request: Request) -> Response:
        try:
            _admit(request, signed_in=signed_in)
            form = await request.form()
        except Problem as problem:
            return problem_page(request, problem)
        except HTTPException as error:
            return problem_page(request, _unread(request, error))
        try:
            return await _answered(request, take, request, form)
        finally:
            await form.close()

    return FormRoute(path, taken, methods=["POST"], include_in_schema=False)


def _admit(request: Request, *, signed_in: bool) -> None:
    if signed_in:
        demand_session(request)
    elif not same_origin(request):
        raise ForeignOrigin


def _unread(request: Request, error: HTTPException) -> Problem:
    if error.status_code == BodyTooLarge.status:
        return BodyTooLarge(limit_mb=get_settings(request).max_upload_mb)
    return RequestRefused(reason=str(error.detail))


async def _answered(request: Request, page: Callable[..., Response], *handed: Any) -> Response:
    return await run_in_threadpool(_answer, request, page, *handed)


def _answer(request: Request, page: Callable[..., Response], *handed: Any) -> Response:
    try:
        return page(*handed)
    except Problem as problem:
        return problem_page(request, problem)
    except ValidationError as error:
        faults: list[Any] = [{**one, "loc": ("query", *one["loc"])} for one in error.errors()]
        return problem_page(request, invalid(faults, get_language(request)))
    except RequestValidationError as error:
        return problem_page(request, invalid(error.errors(), get_language(request)))
    except (CatalogueBusy, StorageFull, OperationalError) as error:
        log.warning("%s", request.url.path, exc_info=error)
        return problem_page(request, problem_of(error) or InternalError())
