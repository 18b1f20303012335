"""Around every request, as plain ASGI: a wrapper class would cost more than most answers."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kernel.problem import Problem

_POLICY = (
    b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    b"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"content-security-policy", _POLICY),
)
"""What keeps a browser from guessing types, leaking addresses and loading foreign scripts."""


class SafeHeaders:
    """Put the headers of safety on every answer that does not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add to what comes back."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(header for header in HEADERS if header[0] not in sent),
                ]
            await send(message)

        return await self.app(scope, receive, adding)


class Heads:
    """Answer HEAD wherever GET is answered: the same headers, no body (RFC 9110)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass HEAD on as GET, and drop the body of what comes back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return await self.app(scope, receive, send)

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        return await self.app({**scope, "method": "GET"}, receive, without_body)


class BodyTooLarge(Problem):
    """内容过大 Body too large.

    What was sent is larger than this installation takes (`YIZHI_MAX_UPLOAD_MB`). Split the file, or
    load it on the server with `yizhi import`.
    """

    status = 413
    zh = "内容超过 {limit_mb} MiB 的上限"
    en = "What was sent is larger than {limit_mb} MiB"


class BodyLimit:
    """Refuse bodies above a size: at once where the size is stated, else when it is reached.

    It refuses when the body is asked for, so that whoever asks can say it in their own way: the
    interface with a problem, a page with a page.
    """

    def __init__(self, app: ASGIApp, limit_mb: int) -> None:
        self.app = app
        self.limit_mb = limit_mb

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what is received."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        stated = Headers(scope=scope).get("content-length", "0")
        size = int(stated) if stated.isdigit() else 0
        return await self.app(scope, self._counting(receive, size), send)

    def _counting(self, receive: Receive, stated: int) -> Receive:
        received = 0

        async def counting() -> Message:
            nonlocal received
            message = await receive() if stated <= self.limit_mb << 20 else {}
            received += len(message.get("body", b""))
            if max(stated, received) > self.limit_mb << 20:
                # not the problem itself: FastAPI would take it for a fault of parsing
                raise HTTPException(413)
            return message

        return counting
