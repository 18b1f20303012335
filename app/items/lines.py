"""拆行: a line of JSONL taken apart without parsing what was met before.

Most of a line are elements that stood further up. They are told apart as bytes, and only bytes not
met before are parsed. This is for the lines that a plain import is made of: an implementation item
with its codes, whose own texts need no cleaning. Everything else (other fields, other types, texts
in need of tidying, whatever is no JSON) is told by None, and is read the ordinary way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
import orjson

from app.elements.kinds import KINDS
from app.items.addresses import LINKS
from app.items.parts import PLACED, Memo, Part
from app.items.record import MOST_KEY

TEXTS = (
    "code", "base_code", "handling_code", "row_id", "local_base_code", "type", "effective_date",
)  # fmt: skip
"""What is the item's own and a plain text: never two alike, or too few to tell apart."""
SETTING = (
    "agency", "region", "level", "status", "secret", "town_code", "town_name", "village_code",
    "village_name",
)  # fmt: skip
"""What the items of one body have in common: their setting (see ``composer``)."""
_MOST_VERSION = 10**6
_FIRST_RAW = len(TEXTS) + 2
_FIRST_KIND = _FIRST_RAW + len(SETTING)


class Line(NamedTuple):
    """An implementation item as its line has it; absent texts are ''."""

    texts: tuple[str, ...]
    """In the order of ``TEXTS``; all plain, code and base code there."""
    version: int | None
    links: tuple[str, ...] | None
    """In the order of ``LINKS``."""
    setting: Part
    elements: tuple[Part, ...]
    """One for each kind."""
    written: bytes

    def document(self) -> dict[str, Any]:
        """Return the whole document, parsed."""
        document: dict[str, Any] = orjson.loads(self.written)
        return document


class Splitter:
    """Takes the lines of one import apart; it remembers what it has met."""

    def __init__(self) -> None:
        self._decode = msgspec.json.Decoder(_SHAPE).decode
        self._settings = Memo(PLACED)
        self._elements = [Memo(kind.number) for kind in KINDS]
        self._find = [memo.find for memo in self._elements]

    def split(self, written: bytes) -> Line | None:
        """Return what a line says, None where only reading it can tell."""
        try:
            fields = _as_tuple(self._decode(written))
            texts, version, links = fields[: len(TEXTS)], fields[len(TEXTS)], fields[_FIRST_RAW - 1]
            links = links and _as_tuple(links)
            if not _is_plain(texts, links) or not -_MOST_VERSION < (version or 0) < _MOST_VERSION:
                return None
            setting = self._setting(fields[_FIRST_RAW:_FIRST_KIND])
            elements = tuple(
                [
                    find(spelled) or memo.read(spelled)
                    for find, memo, spelled in zip(
                        self._find, self._elements, map(bytes, fields[_FIRST_KIND:]), strict=True
                    )
                ]
            )
        except (ValueError, RecursionError):  # of either library
            return None
        return Line(texts, version, links, setting, elements, written)

    def let_go(self) -> None:
        """Forget what was met: no more lines come."""
        for memo in (self._settings, *self._elements):
            memo.let_go()

    def _setting(self, spelled: tuple[msgspec.Raw, ...]) -> Part:
        key = b"\n".join(spelled)  # which no line contains
        setting = self._settings.find(key)
        if setting is None:
            for piece in filter(None, map(bytes, spelled)):
                orjson.loads(piece)
            setting = self._settings.add(key)
        return setting


def _is_plain(texts: tuple[str, ...], links: tuple[str, ...] | None) -> bool:
    """Tell whether code and base code are there, and ``tidy`` would change no text."""
    if not texts[0] or not texts[1] or max(map(len, texts)) > MOST_KEY:
        return False
    text = "".join(texts) if links is None else "".join(texts + links)
    return text.isascii() and text.isprintable() and " " not in text


_as_tuple: Callable[[Any], tuple[Any, ...]] = msgspec.structs.astuple
_LINKS = msgspec.defstruct("Links", [(name, str, "") for name in LINKS], forbid_unknown_fields=True)
_SHAPE = msgspec.defstruct(
    "Shape",
    [
        *((name, str, "") for name in TEXTS),
        ("version", int | None, None),
        ("links", _LINKS | None, None),
        *((name, msgspec.Raw, msgspec.Raw()) for name in SETTING),
        *((kind.name, msgspec.Raw, msgspec.Raw()) for kind in KINDS),
    ],
    forbid_unknown_fields=True,
)
"""The fields of such a line; a field with another type is a fault to it, and reads as None."""
