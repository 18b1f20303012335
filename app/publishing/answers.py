"""A rendered page with everything that is sent beside it, made once and sent as it stands."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field

from app.kernel.hashing import digest
from app.kernel.language import Language
from app.kernel.middleware import HEADERS

Header = tuple[bytes, bytes]

CACHE_CONTROL = b"public, max-age=60"
VARY = b"Accept, Accept-Language, Accept-Encoding"
GZIP_FROM = 500
"""Bodies below this are sent as they are: gzip would save less than its headers cost."""

_LEVEL = 6
_TAG = re.compile(rb'(?:W/)?("[^"]*")')


@dataclass(slots=True)
class Answer:
    """One representation as it goes out: identity or gzip."""

    body: bytes
    tag: bytes
    headers: list[Header]
    bare: list[Header]
    """What goes with 304: the same but for what tells of the body."""


@dataclass(slots=True)
class Rendered:
    """A page in one language and medium; its gzip variant is made when first asked for.

    The entity tag is the hash of the bytes, so it changes whenever anything in them does: the item,
    a standard it draws on, the name of its body or region, a label, the format.
    """

    content: bytes
    media: str
    language: Language
    more: tuple[Header, ...] = ()
    """What else goes with it, such as ``Link``."""
    _plain: Answer | None = field(default=None)
    _gzip: Answer | None = field(default=None)

    def plain(self) -> Answer:
        """Return the page as it is."""
        if self._plain is None:
            self._plain = self._answer(self.content, digest(self.content).hex(), ())
        return self._plain

    def gzipped(self) -> Answer:
        """Return the page compressed, or as it is where that saves nothing."""
        if self._gzip is None:
            if len(self.content) < GZIP_FROM:
                return self.plain()
            small = gzip.compress(self.content, _LEVEL, mtime=0)
            tag = digest(self.content).hex() + "-gzip"
            self._gzip = self._answer(small, tag, ((b"content-encoding", b"gzip"),))
        return self._gzip

    def size(self) -> int:
        """Return the bytes that keeping the page takes, its gzip variant counted in advance."""
        return len(self.content) * 4 // 3 + 2000

    def _answer(self, body: bytes, tag: str, encoding: tuple[Header, ...]) -> Answer:
        quoted = f'"{tag}"'.encode()
        bare: list[Header] = [
            (b"etag", quoted),
            (b"cache-control", CACHE_CONTROL),
            (b"vary", VARY),
            (b"content-language", self.language.encode()),
            *self.more,
            *HEADERS,
        ]
        about = [
            (b"content-type", f"{self.media}; charset=utf-8".encode()),
            (b"content-length", str(len(body)).encode()),
        ]
        return Answer(body, quoted, [*about, *encoding, *bare], bare)


def is_held(if_none_match: bytes, tag: bytes) -> bool:
    """Tell whether a reader already holds the representation with this tag."""
    return (
        if_none_match == tag or if_none_match.strip() == b"*" or tag in _TAG.findall(if_none_match)
    )
