"""快速通道: guides, and pages of their list, answered before the router is asked, as plain ASGI.

``GET /guides/{code}`` is the address that everybody reads. It stands before every layer of the
framework, as those cost more than a kept page: one look at a number, one at a dictionary. A guide or
a page of the list that is not kept is made here too: on SQLite on the event loop, where a few
look-ups by key take less time than a change of threads, on PostgreSQL in a thread. Whatever is not
that (HTML not kept yet, a problem, a choice) goes on to the router, which answers the same bytes,
only later; what may be asked for is decided by the router's own model.
"""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from time import monotonic
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.types import ASGIApp, Receive, Scope, Send

from app.items.queries import Asks
from app.kernel.db import Database
from app.kernel.http import link_to
from app.kernel.language import Language, negotiate
from app.kernel.problem import Problem
from app.publishing import media
from app.publishing.answers import Answer, Rendered, is_held
from app.publishing.catalogue import GuideQuery, page
from app.publishing.guides import Maker
from app.publishing.readers import PostgresReader, PostgresReaders, SqliteReader
from app.publishing.shelf import Key, Shelf
from app.publishing.watching import PostgresWatcher

LISTED = "/guides"
PREFIX = "/guides/"
GENERATION = "yizhi.generation"
"""Where a request carries the generation it was received in, for whoever renders its page."""


READING_THREADS = 4
LOOKING_SECONDS = 0.01
"""How long what another process wrote to SQLite may go unseen."""


class Press:
    """印刷: all that publishing keeps between requests; one per application."""

    def __init__(self, database: Database, language: Language = "zh") -> None:
        self.language: Language = language
        self.maker = Maker.fresh()
        self.shelf = Shelf()
        self.reader = _reader(database)
        self.readers = None if database.is_sqlite else PostgresReaders(database)
        self.watcher = None if database.is_sqlite else PostgresWatcher(database, self.shelf)
        self._threads = ThreadPoolExecutor(READING_THREADS, thread_name_prefix="yizhi-press")
        self._writes = Database.writes
        self._look_at = 0.0

    def open(self) -> None:
        """Start watching the catalogue."""
        if self.watcher is not None:
            self.watcher.start()

    def close(self) -> None:
        """Stop watching, and let go of the connections."""
        if self.watcher is not None:
            self.watcher.stop()
        self._threads.shutdown()
        if self.readers is not None:
            self.readers.close()
        if self.reader is not None:
            self.reader.close()

    async def page(self, key: Key) -> Rendered | None:
        """Return a page that is at hand, or can be made at once; None for anything else."""
        try:
            self._look()
            found = self.shelf.get(key)
            if found is None and key.media == media.JSON:
                found = await self._made(key)
        except Exception:  # noqa: BLE001  # no file, no tables, a fault: the router says it properly
            self._forget()
            return None
        return found

    def _look(self) -> None:
        """Renew the shelf if anybody wrote: at once if it was this process."""
        written = self._writes != Database.writes
        if written:
            self._writes = Database.writes
            self.shelf.renew()
        if self.reader is None:
            return
        now = monotonic()
        if written or now >= self._look_at:
            self._look_at = now + LOOKING_SECONDS
            if self.reader.changed():
                self.shelf.renew()
                self.shelf.watched = True

    def _forget(self) -> None:
        if self.reader is not None:
            self.reader.close()
            self.shelf.unwatch()
            self._look_at = 0.0

    async def _made(self, key: Key) -> Rendered | None:
        """Make a page: SQLite answers on the loop, PostgreSQL is waited for in a thread."""
        generation = self.shelf.generation
        try:
            if self.reader is not None:
                with self.reader.snapshot():
                    page = self._make(self.reader, key)
            else:
                loop = get_running_loop()
                page = await loop.run_in_executor(self._threads, self._make_apart, key)
        except (Problem, ValidationError):
            return None
        if page is not None:
            self.shelf.put(key, page, generation)
        return page

    def _make_apart(self, key: Key) -> Rendered | None:
        if self.readers is None or b"topic=" in key.query:
            return None  # a topic is looked up in a statement of its own
        with self.readers.one() as reader:
            return self._make(reader, key)

    def _make(self, reader: SqliteReader | PostgresReader, key: Key) -> Rendered | None:
        asked = parse_qsl(key.query.decode("latin-1"), keep_blank_values=True)
        if key.path == LISTED:
            return listed(reader, asked, key)
        if not all(name == "qualifier" for name, _ in asked):
            return None
        code = key.path.removeprefix(PREFIX)
        body = self.maker.guide(reader.rows, code, key.language, dict(asked).get("qualifier"))
        return Rendered(body, media.JSON, key.language)


def listed(reader: Asks, asked: Sequence[tuple[str, str]], key: Key) -> Rendered:
    """Return a page of the list of guides.

    Raises:
        ValidationError, Problem: what the router will say of the question.
    """
    body, following = page(reader, GuideQuery.model_validate(dict(asked)), key.language)
    more = () if following is None else ((b"link", link_to(key.path, asked, following).encode()),)
    return Rendered(body, media.JSON, key.language, more)


def _reader(database: Database) -> SqliteReader | None:
    file = database.url.database
    if not database.is_sqlite or not file or file == ":memory:" or database.url.query:
        return None
    return SqliteReader(Path(file))


class GuideFastPath:
    """Answers guides; passes everything else on, and everything until it has a press."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.press: Press | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a guide that is at hand, or pass the request on."""
        press = self.press
        if (
            press is None
            or scope["type"] != "http"
            or not (scope["path"].startswith(PREFIX) or scope["path"] == LISTED)
            or scope["method"] not in ("GET", "HEAD")
        ):
            return await self.app(scope, receive, send)
        accept, language, encoding, held = _asked(scope["headers"])
        wanted, spoken = _variant(accept, language, press.language)
        page = None
        if wanted is not None:
            page = await press.page(Key(scope["path"], scope["query_string"], wanted, spoken))
        if page is None:
            scope[GENERATION] = press.shelf.generation
            return await self.app(scope, receive, send)
        answer = page.gzipped() if _takes_gzip(encoding) else page.plain()
        return await _send(scope["method"], answer, held, send)


def _asked(headers: Iterable[tuple[bytes, bytes]]) -> tuple[bytes, bytes, bytes, bytes]:
    """Return Accept, Accept-Language, Accept-Encoding and If-None-Match."""
    accept = language = encoding = held = b""
    for name, value in headers:
        if name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"accept-language":
            language = language + b"," + value if language else value
        elif name == b"accept-encoding":
            encoding = encoding + b"," + value if encoding else value
        elif name == b"if-none-match":
            held = held + b"," + value if held else value
    return accept, language, encoding, held


@lru_cache(maxsize=1024)
def _variant(accept: bytes, language: bytes, default: Language) -> tuple[str | None, Language]:
    """Return the medium and the language that a reader wants of a guide."""
    medium = media.best(accept.decode("latin-1"), media.JSON, media.HTML)
    return medium, negotiate(language.decode("latin-1"), default)


@lru_cache(maxsize=256)
def _takes_gzip(encoding: bytes) -> bool:
    return media.takes_gzip(encoding.decode("latin-1"))


async def _send(method: str, answer: Answer, held: bytes, send: Send) -> None:
    fresh = bool(held) and is_held(held, answer.tag)
    await send(
        {
            "type": "http.response.start",
            "status": 304 if fresh else 200,
            "headers": answer.bare if fresh else answer.headers,
        }
    )
    body = b"" if fresh or method == "HEAD" else answer.body
    await send({"type": "http.response.body", "body": body})
