"""一瞥: the look that spares most own parts the rules.

Own parts never repeat as wholes, so they cannot be judged once like element values. Their pieces
do repeat: the body with everything it fills in alike, the base code, the hosts that links lead to.
Where the implementation code is just what body, level and base code make it, and all pieces have
been seen in own parts that the rules found clean, there is nothing left for a rule to find.

This rests on two assumptions: no own rule weighs a body against a base code, and none weighs a
link against anything but itself.
``tests/auditing/test_glance.py`` holds the look against the rules themselves.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import orjson

from app.kernel.hashing import copied

KEPT = 300_000
LONGEST = 200
UNIQUE = frozenset(
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
"""What is an item's own; the rest is its setting."""
_LOST = "0" * 11
"""How codes end that a spreadsheet took for numbers, less the serial of a handling code."""
_SCHEME = len("https://")
_HOST = re.compile(r"https?://[a-z0-9.-]+\.[a-z]+/")

Setting = Hashable
"""All that is not an item's own."""
Standard = tuple[str, str, str, str | None]
"""Base code, type, level, local base code."""
Pieces = tuple[Setting, Standard, list[str]]
"""The parts of an own part that repeat, the hosts of its links last."""


@dataclass(slots=True)
class Glance:
    """What has been seen in clean own parts of implementation items."""

    _settings: set[Setting] = field(default_factory=set)
    _standards: set[Standard] = field(default_factory=set)
    _hosts: set[str] = field(default_factory=set)

    def is_clean(self, pieces: Pieces) -> bool:
        """Tell whether all pieces are known from clean own parts."""
        setting, standard, hosts = pieces
        return (
            setting in self._settings
            and standard in self._standards
            and self._hosts.issuperset(hosts)
        )

    def remember(self, pieces: Pieces) -> None:
        """Note the pieces of an own part in which no rule found anything."""
        setting, standard, hosts = pieces
        for seen in (self._settings, self._hosts):
            if len(seen) > KEPT:
                seen.clear()
        self._settings.add(setting)
        self._standards.add(standard)
        self._hosts.update(filter(_HOST.fullmatch, hosts))


def pieces_of(own: dict[str, Any], frame: bytes | None = None) -> Pieces | None:
    """Return the pieces of an own part; None where only the rules can tell.

    ``frame`` is the JSON of all that is not ``UNIQUE``, where that is known already.
    """
    beginning = beginning_of(own)
    if frame is None:
        rest = {name: said for name, said in own.items() if name not in UNIQUE}
        frame = copied(orjson.dumps(rest))
    return pieces_in(own, frame, beginning)


def beginning_of(own: Mapping[str, Any]) -> str:
    """Return what the implementation codes of a body at one level begin with."""
    return f"{(own.get('agency') or {}).get('code')}{own.get('level')}"


def pieces_in(own: dict[str, Any], setting: Hashable, beginning: str) -> Pieces | None:
    """Return the pieces of an own part whose setting stands for all that is not ``UNIQUE``."""
    get = own.get
    code, base, kind = get("code"), get("base_code"), get("type")
    if not base or not kind or code != beginning + base or code.endswith(_LOST):
        return None
    if "cancel_date" in own or len(get("row_id", "")) > 50 or not is_date(get("effective_date")):
        return None
    handling = get("handling_code")
    if handling and not (handling[:-2] == code and handling[-2:].isdecimal()):
        return None
    hosts = _hosts(own["links"]) if "links" in own else []
    if hosts is None:
        return None
    standard = base, kind, beginning[-1:], get("local_base_code")
    return setting, standard, hosts


@lru_cache(maxsize=65536)
def is_date(value: str | None) -> bool:
    """Tell a plain ISO date, or none at all."""
    try:
        return value is None or date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _hosts(links: dict[str, str]) -> list[str] | None:
    """Return scheme and host of each link; None where one is odd: blank, too long, without path.

    All that a rule may object to beyond the host is a blank.
    """
    addresses = links.values()
    if len(" ".join(addresses).split()) != len(links):
        return None
    hosts = []
    for address in addresses:
        end = address.find("/", _SCHEME) + 1
        if not end or len(address) > LONGEST:
            return None
        hosts.append(address[:end])
    return hosts
