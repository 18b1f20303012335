"""Every failure of a request becomes a problem document."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from app.kernel.db import CatalogueBusy, StorageFull
from app.kernel.http import get_language, get_settings
from app.kernel.middleware import BodyTooLarge
from app.kernel.problem import FieldError, Problem
from app.kernel.validation import field_error

_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")

log = logging.getLogger("yizhi")


class NotFound(Problem):
    """没有这个地址 Not found.

    Nothing is served at this address. The addresses of this installation are listed at `/docs`.
    """

    status = 404
    zh = "没有这个地址：{path}"
    en = "Nothing is served at {path}"


class MethodNotAllowed(Problem):
    """不支持这种方法 Method not allowed.

    The address exists, but not for this method; the header `Allow` lists those that it takes.
    """

    status = 405
    zh = "这个地址不支持 {method}"
    en = "This address does not take {method}"


class RequestRefused(Problem):
    """请求不被接受 Request refused.

    The request could not be taken for a reason that its status tells: a media type that is not
    read here (415), and the like.
    """

    status = 400
    zh = "{reason}"
    en = "{reason}"


class InvalidRequest(Problem):
    """请求内容有误 Invalid request.

    What was sent does not have the form that this address asks for. `errors` names each place by a
    JSON pointer, with a code and a sentence.
    """

    status = 422
    zh = "有 {count} 处不符合要求"
    en = "{count} places do not have the form asked for"


class InternalError(Problem):
    """系统出错 Internal error.

    A fault of this software, written to its log. Nothing was changed: the transaction was undone.
    """

    status = 500
    zh = "系统出错，已记入日志；没有改动任何数据"
    en = "A fault of ours, written to the log; nothing was changed"


class TryLater(Problem):
    """请稍后再试 Try later.

    Another write is under way, usually an import, and did not end in time. Nothing was written.
    Try again after the seconds in the header `Retry-After`.
    """

    status = 503
    zh = "正在写入其他数据，请稍后再试；没有改动任何数据"
    en = "Another write is under way; try again later. Nothing was changed"

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "5"})


class DatabaseUnavailable(Problem):
    """数据库不可用 Database unavailable.

    The database does not answer. `yizhi doctor` on the server tells why.
    """

    status = 503
    zh = "数据库暂时不可用"
    en = "The database is not available"

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "30"})


class DiskFull(Problem):
    """磁盘已满 Disk full.

    There is no room to write. The transaction was undone and nothing was changed; make room and
    try again.
    """

    status = 507
    zh = "磁盘已满，没有写入任何数据"
    en = "The disk is full; nothing was written"


_OF_DATABASE: dict[type[Exception], type[TryLater | DiskFull | DatabaseUnavailable]] = {
    CatalogueBusy: TryLater,
    StorageFull: DiskFull,
    OperationalError: DatabaseUnavailable,
}


def problem_of(error: Exception) -> Problem | None:
    """Return the problem that an error of a known kind is; ``None`` for a fault of ours."""
    if isinstance(error, Problem):
        return error
    found = (made for kind, made in _OF_DATABASE.items() if isinstance(error, kind))
    return next((made() for made in found), None)


def install(app: FastAPI) -> None:
    """Answer every failure of ``app`` with a problem document."""
    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    for error in _OF_DATABASE:
        app.add_exception_handler(error, on_database)
    app.add_exception_handler(Exception, on_fault)


async def on_problem(request: Request, error: Exception) -> Response:
    """Answer a problem that a room raised."""
    assert isinstance(error, Problem)
    return _answer(request, error)


async def on_http(request: Request, error: Exception) -> Response:
    """Answer what the framework refused: 404, 405, 413 …"""
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND:
        return _answer(request, NotFound(path=request.url.path))
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = {"Allow": ", ".join(methods_at(request))}
        return _answer(request, MethodNotAllowed(method=request.method, headers=allowed))
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _answer(request, BodyTooLarge(limit_mb=get_settings(request).max_upload_mb))
    refused = RequestRefused(reason=str(error.detail), headers=error.headers)
    return _answer(request, refused, status=error.status_code)


def methods_at(request: Request) -> Iterator[str]:
    """Yield every method that the address takes, whichever route takes it."""
    for method in _METHODS:
        asked = {**request.scope, "method": "GET" if method == "HEAD" else method}
        routes = request.app.router.routes
        if any(route.matches(asked)[0] is Match.FULL for route in routes):
            yield method


async def on_invalid(request: Request, error: Exception) -> Response:
    """Answer a request that Pydantic found faults in."""
    assert isinstance(error, RequestValidationError)
    return _answer(request, invalid(error.errors(), get_language(request)))


def invalid(faults: Sequence[Any], language: Any = "zh") -> InvalidRequest:
    """Return the problem that says what Pydantic found, fault by fault."""
    errors: list[FieldError] = [field_error(fault, language) for fault in faults]
    return InvalidRequest(errors=errors, count=len(errors))


async def on_database(request: Request, error: Exception) -> Response:
    """Answer a database that is busy, full or away."""
    problem = problem_of(error) or InternalError()
    log.warning("%s", problem.slug(), exc_info=error)
    return _answer(request, problem)


async def on_fault(request: Request, error: Exception) -> Response:
    """Answer a fault of ours."""
    log.error("fault at %s %s", request.method, request.url.path, exc_info=error)
    return _answer(request, InternalError())


def _answer(request: Request, problem: Problem, *, status: int | None = None) -> Response:
    if status is not None:
        problem.status = status  # type: ignore[misc]  # this case only: the class covers several
    return problem.response(get_language(request))
