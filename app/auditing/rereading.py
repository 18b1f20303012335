"""重读自有部分: the glance (see ``glance``) over own parts as they are stored, without parsing them.

Judging a million own parts anew is mostly making dictionaries of them. What is stored of one is
short and always written alike: keys in order, what the items of a body share in a frame apart. So
one expression tells its pieces. Where frame, hosts and base code were all seen in own parts that
the rules found clean, and the code is what these make it, the rules need not be asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from app.auditing.glance import KEPT, is_date
from app.auditing.judging import Bench
from app.items.frames import whole_own
from app.items.presence import own_presence
from app.items.record import BASE
from app.items.values import Defect

_STORED = re.compile(
    r'\{"base_code":"([^"\\]+)","code":"([^"\\]+)"(?:,"effective_date":"([^"\\]+)")?'
    r'(?:,"handling_code":"([^"\\]+)")?(?:,"links":\{([^{}\\]+)\})?'
    r'(?:,"local_base_code":"([^"\\]+)")?(,"row_id":"[^"\\]{1,50}")?'
    r',"type":"([^"\\]+)"(,"version":[1-9][0-9]*)?\}'
)
_LINKS = re.compile(
    r'(?:"[a-z]+":"https?://[a-z0-9.-]+\.[a-z]+/[\w/.=?&%#+,:@~-]{0,120}"(?:,(?=")|$))+', re.ASCII
)
_HOST = re.compile(r'"([a-z]+)":"(https?://[a-z0-9.-]+)/')
Pieces = tuple[tuple[Any, ...], tuple[Any, ...]]  # setting; base code with its type and level


@dataclass(slots=True)
class Reader:
    """Judges own parts as they are stored; keeps what it has seen in clean ones."""

    bench: Bench
    _beginnings: dict[int, tuple[str, str]] = field(default_factory=dict)
    _settings: dict[tuple[Any, ...], int] = field(default_factory=dict)
    """Which fields of the obligations are filled in an own part with this setting."""
    _bases: set[tuple[Any, ...]] = field(default_factory=set)

    def judge(
        self, kind: int, own: str, frame_id: int | None, frame: str | None
    ) -> tuple[Sequence[Defect], int]:
        """Return the defects of an own part, and the bits of the fields it fills."""
        pieces = None if kind == BASE or frame is None else self._pieces(own, frame_id or 0, frame)
        if pieces and pieces[1] in self._bases and pieces[0] in self._settings:
            return (), self._settings[pieces[0]]
        whole = whole_own(own, frame)
        defects, present = self.bench.own_part(kind, whole), own_presence(whole)
        if pieces and not defects:
            if len(self._settings) >= KEPT:
                self._settings.clear()
            self._settings[pieces[0]] = present
            self._bases.add(pieces[1])
        return defects, present

    def _pieces(self, own: str, frame_id: int, frame: str) -> Pieces | None:
        """Return the pieces of an own part; None where only the rules can tell."""
        told = _STORED.fullmatch(own)
        if told is None:
            return None
        base, code, day, handling, links, local, row_id, kind, version = told.groups()
        body, level = self._beginnings.get(frame_id) or self._begin(frame_id, frame)
        if code != f"{body}{level}{base}" or not is_date(day):
            return None
        if handling and not (
            len(handling) == 33 and handling.startswith(code) and handling[31:].isdecimal()
        ):
            return None
        if links and not _LINKS.fullmatch(links):
            return None
        filled = (bool(day), bool(handling), bool(local), bool(row_id), bool(version))
        hosts = tuple(_HOST.findall(links)) if links else ()
        return (frame_id, hosts, base[:2], filled), (base, kind, level, local)

    def _begin(self, frame_id: int, frame: str) -> tuple[str, str]:
        framing = orjson.loads(frame)
        body = (framing.get("agency") or {}).get("code") or ""
        self._beginnings[frame_id] = body, framing.get("level") or ""
        return self._beginnings[frame_id]
