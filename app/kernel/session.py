"""登录: a browser that has shown the write key once, and need not send it again for a while.

The cookie holds who signed in and until when, and a code made of both with the key (HMAC-SHA-256).
It never holds the key, no server keeps a list of sessions, and a changed key ends them all.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import orjson
from starlette.requests import HTTPConnection

COOKIE = "yizhi-session"
LASTS = 12 * 3600
"""Seconds from signing in to the end: a working day, not a night."""
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_PURPOSE = b"yizhi session"


@dataclass(frozen=True, slots=True)
class Session:
    """Who signed in, as they call themselves, and until when (seconds since 1970)."""

    name: str | None
    ends: int


def sign(session: Session, key: str) -> str:
    """Return a session as the value of the cookie."""
    told = orjson.dumps({"name": session.name, "ends": session.ends})
    return f"{_text(told)}.{_text(_code(told, key))}"


def read(value: str, key: str, now: float) -> Session | None:
    """Return the session that a cookie's value proves; None if it was made up, or has ended."""
    told, _, code = value.partition(".")
    try:
        content = _bytes(told)
        proved = hmac.compare_digest(_bytes(code), _code(content, key))
    except (NotBase64, ValueError):
        return None
    if not proved:
        return None
    fields: dict[str, Any] = orjson.loads(content)
    session = Session(**fields)
    return session if session.ends > now else None


def same_origin(request: HTTPConnection) -> bool:
    """Tell whether a browser sends this from a page of ours, by what it says of itself.

    A page elsewhere can make a browser send a form here; it cannot make it lie in these headers.
    Whoever states neither is no browser that a cookie belongs to.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host")


def _code(told: bytes, key: str) -> bytes:
    derived = hmac.digest(key.encode(), _PURPOSE, sha256)
    return hmac.digest(derived, told, sha256)


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
