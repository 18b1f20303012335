"""登录与退出: the write key is typed in once, and a cookie stands for it until the day is over."""

from __future__ import annotations

from time import time
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.kernel.http import WriteKeyWrong, WritingClosed, check_key, get_settings, session_of
from app.kernel.session import COOKIE, LASTS, Session, sign
from app.web.rendering import SEE_OTHER, respond

LONGEST_NAME = 80


def sign_in(request: Request) -> Response:
    """管理员登录: the form; whoever is signed in goes on to where they wanted."""
    wanted = local_path(request.query_params.get("next"))
    if session_of(request):
        return RedirectResponse(wanted, SEE_OTHER)
    closed = get_settings(request).write_key is None
    return respond(request, "sign_in.html", next=wanted, wrong=None, closed=closed)


def post_sign_in(request: Request, form: FormData) -> Response:
    """Give the cookie to whoever knows the key; ask again whoever does not."""
    wanted = local_path(form.get("next"))
    expected = get_settings(request).write_key
    if expected is None:
        raise WritingClosed
    try:
        check_key(str(form.get("key", "")).strip(), expected)
    except WriteKeyWrong as wrong:
        return respond(
            request, "sign_in.html", status=wrong.status, next=wanted, wrong=wrong, closed=False
        )
    name = str(form.get("name", "")).strip()[:LONGEST_NAME] or None
    cookie = sign(Session(name, int(time()) + LASTS), expected.get_secret_value())
    answer = RedirectResponse(wanted, SEE_OTHER)
    _set(request, answer, cookie, LASTS)
    return answer


def post_sign_out(request: Request, _form: FormData) -> Response:
    """退出: the browser forgets the cookie."""
    answer = RedirectResponse("/", SEE_OTHER)
    _set(request, answer, "", 0)
    return answer


def local_path(address: object) -> str:
    """Return an address if it is one of this installation's own pages, else that of the start."""
    if not isinstance(address, str) or not address.startswith("/") or "\\" in address:
        return "/"
    parts = urlsplit(address)
    return address if not parts.scheme and not parts.netloc and address.isprintable() else "/"


def _set(request: Request, answer: Response, cookie: str, seconds: int) -> None:
    answer.set_cookie(
        COOKIE,
        cookie,
        max_age=seconds,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
