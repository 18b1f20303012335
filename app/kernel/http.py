"""What routes are made of: connections, the write key, JSON, conditional answers, links.

One request is one transaction. ``scope="function"`` ends it *before* the answer leaves, so that a
commit that fails is answered with its problem and not with 200.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from hmac import compare_digest
from time import time
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

import orjson
from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr
from sqlalchemy import Connection
from starlette.responses import Response

from app.kernel.db import Database
from app.kernel.language import Language, negotiate
from app.kernel.paging import Page
from app.kernel.problem import Problem
from app.kernel.session import COOKIE, SAFE_METHODS, Session, read, same_origin
from app.settings import Settings

T = TypeVar("T")
_ETAG = re.compile(r'(?:W/)?"([^"]*)"')
_key_header = APIKeyHeader(
    name="X-API-Key",
    scheme_name="写入密钥",
    description="写入密钥（YIZHI_WRITE_KEY）",
    auto_error=False,
)
_bearer = HTTPBearer(scheme_name="Bearer", description="写入密钥，用 Bearer 形式", auto_error=False)


class WriteKeyMissing(Problem):
    """没有写入密钥 Write key missing.

    Reading is open to everybody; writing asks for the key of this installation, in the header
    `X-API-Key` or as `Authorization: Bearer …`. In a browser, sign in with it at `/sign-in`; after
    twelve hours it is asked for again.
    """

    status = 401
    zh = "写入需要密钥：程序放在 X-API-Key 请求头中；网页上请先登录（/sign-in），登录 12 小时后失效"
    en = "Writing needs the write key: in the header X-API-Key, or by signing in at /sign-in"

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": 'Bearer realm="yizhi"'})


class WriteKeyWrong(Problem):
    """写入密钥不对 Write key wrong.

    The key that was sent is not the one of this installation (`YIZHI_WRITE_KEY`).
    """

    status = 403
    zh = "写入密钥不对"
    en = "The write key is not the right one"


class WritingClosed(Problem):
    """未开放写入 Writing closed.

    No write key is set for this installation, so nobody may write over HTTP. Set
    `YIZHI_WRITE_KEY`, in the environment or in `.env`, and start again.
    """

    status = 403
    zh = "本系统没有设置写入密钥（YIZHI_WRITE_KEY），不接受写入"
    en = "This installation has no write key (YIZHI_WRITE_KEY) and takes no writes"


class ForeignOrigin(Problem):
    """不是从本站发出的 Sent from elsewhere.

    A browser that is signed in sent this, but not from a page of this installation, or it does not
    say from where. Open the page here and send it again. A proxy must hand on the header `Host` as
    the browser sent it. Programs send the key in a header and are not asked.
    """

    status = 403
    zh = "这个请求不是从本站的网页发出的，没有执行；请在本站打开网页重做"
    en = "This was not sent from a page of this installation; nothing was done"


def get_database(request: Request) -> Database:
    """Return the catalogue that this application serves."""
    database: Database = request.app.state.database
    return database


def get_settings(request: Request) -> Settings:
    """Return the settings of this application."""
    settings: Settings = request.app.state.settings
    return settings


def get_language(request: Request) -> Language:
    """Return the language the request asks for, else that of the installation."""
    return negotiate(request.headers.get("accept-language"), get_settings(request).language)


def at_once(look: Callable[[Request], T]) -> Callable[[Request], Awaitable[T]]:
    """Make a dependency of a look at the request, on the event loop: threads would cost more."""

    async def looked(request: Request) -> T:
        return look(request)

    return looked


_database = at_once(get_database)


async def write_key(
    request: Request,
    key: Annotated[str | None, Security(_key_header)],
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> None:
    """Let only holders of the write key pass, and browsers that signed in with it."""
    expected = get_settings(request).write_key
    if expected is None:
        raise WritingClosed
    sent = key or (bearer.credentials if bearer else None)
    if sent:
        check_key(sent, expected)
    else:
        demand_session(request)


def session_of(request: Request) -> Session | None:
    """Return who is signed in with this browser, or None."""
    key, cookie = get_settings(request).write_key, request.cookies.get(COOKIE)
    return read(cookie, key.get_secret_value(), time()) if key and cookie else None


def signed_in_as(request: Request) -> str | None:
    """Return what who signed in with this browser calls themselves; None where nobody says."""
    session = session_of(request)
    return session.name if session else None


def demand_session(request: Request) -> Session:
    """Return who is signed in; what would change something must come from a page of ours.

    Raises:
        WritingClosed, WriteKeyMissing: nobody may be; nobody is.
        ForeignOrigin: the page it was sent from is not ours.
    """
    if get_settings(request).write_key is None:
        raise WritingClosed
    session = session_of(request)
    if session is None:
        raise WriteKeyMissing
    if request.method not in SAFE_METHODS and not same_origin(request):
        raise ForeignOrigin
    return session


def holds_key(request: Request) -> bool:
    """Tell whether a reader sent the write key: what may not be public is for holders only.

    It is not declared as security: everybody may ask, and most readers send nothing. Being signed
    in is not enough: what a browser saves is handed on too easily to hold secrets unasked.

    Raises:
        WriteKeyWrong: rather than an answer that is silently thinner than the reader expects.
    """
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    bearer = credentials.strip() if scheme.lower() == "bearer" else None
    sent, expected = request.headers.get("x-api-key") or bearer, get_settings(request).write_key
    if not sent or expected is None:
        return False
    check_key(sent, expected)
    return True


def may_write(request: Request) -> bool:
    """Tell whether a reader holds the write key, or signed in with it.

    Raises:
        WriteKeyWrong: see ``holds_key``.
    """
    return holds_key(request) or session_of(request) is not None


def check_key(sent: str, expected: SecretStr) -> None:
    """Raise ``WriteKeyWrong`` unless the key is the right one, in a time that tells nothing."""
    if not compare_digest(sent.encode(), expected.get_secret_value().encode()):
        raise WriteKeyWrong


def reader(database: Annotated[Database, Depends(_database)]) -> Iterator[Connection]:
    """Give one consistent snapshot for the length of the request."""
    with database.read() as connection:
        yield connection


def writer(
    _key: Annotated[None, Depends(write_key)], database: Annotated[Database, Depends(_database)]
) -> Iterator[Connection]:
    """Give the write transaction, committed before the answer leaves."""
    with database.write() as connection:
        yield connection


DatabaseOf = Annotated[Database, Depends(_database)]
SettingsOf = Annotated[Settings, Depends(at_once(get_settings))]
LanguageOf = Annotated[Language, Depends(at_once(get_language))]
WriteKey = Annotated[None, Depends(write_key)]
HoldsKey = Annotated[bool, Depends(at_once(holds_key))]
MayWrite = Annotated[bool, Depends(at_once(may_write))]
Reader = Annotated[Connection, Depends(reader, scope="function")]
Writer = Annotated[Connection, Depends(writer, scope="function")]

WRITE_PROBLEMS = (WriteKeyMissing, WriteKeyWrong, WritingClosed, ForeignOrigin)
"""What every writing route may answer besides its own problems; for ``documented(…)``."""


class Json(Response):
    """A JSON answer, written by orjson straight from dictionaries and rows."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Return ``content`` as UTF-8 JSON."""
        return orjson.dumps(content, default=_plain, option=orjson.OPT_NON_STR_KEYS)


def etag(digest: bytes) -> str:
    """Return the strong entity tag of a content hash."""
    return f'"{digest.hex()}"'


def is_fresh(request: Request, tag: str) -> bool:
    """Tell whether the reader already holds ``tag`` (``If-None-Match``, compared weakly)."""
    held = request.headers.get("if-none-match")
    if held is None:
        return False
    return held.strip() == "*" or tag.removeprefix("W/").strip('"') in _ETAG.findall(held)


def conditional(request: Request, content: Any, tag: str, *, max_age: int = 0) -> Response:
    """Answer ``content`` with its entity tag, or 304 where the reader holds it."""
    cache = f"public, max-age={max_age}" if max_age else "no-cache"
    headers = {"ETag": tag, "Cache-Control": cache}
    if is_fresh(request, tag):
        return Response(status_code=304, headers=headers)
    return Json(content, headers=headers)


def page_response(
    request: Request,
    page: Page,
    *,
    more: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer a page: ``{"items": […], "next": cursor or null}`` and a ``Link`` to the next one."""
    sent = dict(headers or {})
    if page.next is not None:
        sent["Link"] = next_link(request, page.next)
    return Json({"items": page.items, "next": page.next, **(more or {})}, headers=sent)


def next_link(request: Request, cursor: str) -> str:
    """Return the ``Link`` header to the page after this one, with the same filters."""
    return link_to(request.url.path, request.query_params.multi_items(), cursor)


def link_to(path: str, asked: Iterable[tuple[str, str]], cursor: str) -> str:
    """Return the ``Link`` header to a page of what was ``asked``, in place of its own cursor."""
    kept = [(name, value) for name, value in asked if name != "cursor"]
    return f'<{path}?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
