"""一瞥: the look that spares most own parts the rules.

Own parts never repeat as wholes, so they cannot be judged once like element values. Their pieces
do repeat: the body with everything it fills in alike, and the base code. Where the implementation
code is just what body, level and base code make it, and both pieces have been seen in own parts
that the rules found clean, there is nothing left for a rule to find.

This rests on one assumption: no own rule weighs a body against the serial of a base code (against
its issuer it may). ``tests/auditing/test_glance.py`` holds the look against the rules themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from app.kernel.hashing import copied

KEPT = 300_000
LONGEST = 200
_UNIQUE = frozenset(
    [
        "code",
        "handling_code",
        "base_code",
        "local_base_code",
        "type",
        "links",
        "row_id",
        "version",
        "effective_date",
    ]
)
_SCHEME = len("https://")
_HOST = re.compile(r"https?://[a-z0-9.-]+\.[a-z]+")
_ODD = re.compile(r"[^\w/.=?&%#+,:@~-]", re.ASCII)
"""What stands in no plain address."""


class Pieces(NamedTuple):
    """The parts of an own part that repeat."""

    setting: tuple[bytes, str, str, bool]
    base: tuple[str, str, str, str]


@dataclass(slots=True)
class Glance:
    """What has been seen in clean own parts of implementation items."""

    _settings: set[tuple[bytes, str, str, bool]] = field(default_factory=set)
    _bases: set[tuple[str, str, str, str]] = field(default_factory=set)

    def is_clean(self, pieces: Pieces) -> bool:
        """Tell whether both pieces are known from clean own parts."""
        return pieces.setting in self._settings and pieces.base in self._bases

    def remember(self, pieces: Pieces) -> None:
        """Note the pieces of an own part in which no rule found anything."""
        if len(self._settings) > KEPT:
            self._settings.clear()
        self._settings.add(pieces.setting)
        self._bases.add(pieces.base)


def pieces_of(own: dict[str, Any], frame: bytes | None = None) -> Pieces | None:
    """Return the pieces of an own part; None where only the rules can tell."""
    try:
        code, base, level, kind = own["code"], own["base_code"], own["level"], own["type"]
        body = own["agency"]["code"]
    except KeyError:
        return None
    if code != f"{body}{level}{base}" or len(own.get("row_id", "")) > 50:
        return None
    if "cancel_date" in own or not is_date(own.get("effective_date")):
        return None
    handling = own.get("handling_code")
    if handling and not (
        len(handling) == 33 and handling.startswith(code) and handling[31:].isdecimal()
    ):
        return None
    hosts = _hosts(own.get("links") or {})
    if hosts is None:
        return None
    if frame is None:
        rest = {name: said for name, said in own.items() if name not in _UNIQUE}
        frame = copied(orjson.dumps(rest))
    setting = (frame, hosts, base[:2], bool(handling))
    return Pieces(setting, (base, kind, level, own.get("local_base_code", "")))


@lru_cache(maxsize=65536)
def is_date(value: str | None) -> bool:
    """Tell a plain ISO date, or none at all."""
    try:
        return value is None or date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _hosts(links: dict[str, Any]) -> str | None:
    """Return where the links lead, None where one is not plainly a web address."""
    if _ODD.search("".join(links.values())):
        return None
    hosts = ""
    for name, address in links.items():
        end = address.find("/", _SCHEME)
        host = address[:end]
        if end < 0 or len(address) > LONGEST or not _is_host(host):
            return None
        hosts += f"{name} {host} "
    return hosts


@lru_cache(maxsize=4096)
def _is_host(address: str) -> bool:
    """Tell whether an address is a scheme and a host."""
    return _HOST.fullmatch(address) is not None
