"""拼合: an own part without what its frames say, and the whole of it again.

What items of one body share stands in the body's frame: the body, the place, the templates of
codes and links. What items of one base item share stands in the base item's frame. Their own is
little: a row id, a date, a version, a serial.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from app.items.addresses import pattern_of, templates_in

STANDARD = ("base_code", "local_base_code", "type")
"""What the items of one base item have in common."""
SERIAL = "serial"
"""What a handling code adds to the code; no field of any record."""
_SIGNS = 2
"""Of a serial: digits."""
_PLAIN = frozenset({"row_id", "version", "effective_date", SERIAL, "links"})
"""All that is left of an own part that is plainly composed."""
_LOST = "0" * 11
"""How codes end that a spreadsheet took for numbers, less the serial of a handling code."""
_MOST_ROW_ID = 50
_MOST_CODE = 36
"""What fields hold at most, so that it takes no rule to tell."""

PlainFrames = tuple[int, int]
"""The body's frame and the base item's of an own part that is plainly composed."""


class Shortened(NamedTuple):
    """An own part without what it shares."""

    rest: dict[str, Any]
    pattern: str | None
    """Of its links, where they are of one."""
    standard: tuple[str | None, ...] | None
    """In the order of ``STANDARD``: where the code is composed of body, level and base code."""

    @property
    def is_plain(self) -> bool:
        """Tell whether the own part is plainly composed: nothing but its two frames.

        Beside them there is only what no rule can object to, whatever the frames say.
        """
        rest, standard = self.rest, self.standard
        return (
            standard is not None
            and bool(standard[2])
            and rest.keys() <= _PLAIN
            and ("links" not in rest or self.pattern is not None)
            and not str(standard[0]).endswith(_LOST)
            and len(rest.get("row_id", "")) <= _MOST_ROW_ID
            and is_date(rest.get("effective_date"))
        )


def plain_frames(frame: int | None, base_frame: int | None) -> PlainFrames | None:
    """Return the frames that an item's columns name, if they name any."""
    return None if frame is None or base_frame is None else (frame, base_frame)


def beginning_of(setting: Mapping[str, Any]) -> str | None:
    """Return what the implementation codes of a body at one level begin with, if it is known."""
    code, level = (setting.get("agency") or {}).get("code"), setting.get("level")
    if not code or not level or "{" in code + level or "}" in code + level:
        return None
    return f"{code}{level}"


def shortened(own: Mapping[str, Any], beginning: str | None) -> Shortened:
    """Take from an own part, less its setting, what frames say. Nothing without a ``beginning``."""
    rest, pattern, standard = dict(own), None, None
    if beginning is None:
        return Shortened(rest, None, None)
    code, base = own.get("code"), own.get("base_code")
    if base and code == beginning + base and len(code) <= _MOST_CODE:
        del rest["code"]
        standard = tuple([rest.pop(name, None) for name in STANDARD])
        handling = own.get("handling_code")
        if handling and handling[:-_SIGNS] == code and _is_serial(handling[-_SIGNS:]):
            del rest["handling_code"]
            rest[SERIAL] = handling[-_SIGNS:]
    if own.get("links") and (found := pattern_of(own)):
        pattern, token = found
        del rest["links"]
        if token:
            rest["links"] = token
    return Shortened(rest, pattern, standard)


def framing(setting: Mapping[str, Any], beginning: str | None, short: Shortened) -> dict[str, Any]:
    """Return the body's frame of an own part: its setting, and templates of what is composed."""
    found = dict(setting)
    if short.standard is not None:
        found["code"] = f"{beginning}{{base_code}}"
    if short.pattern is not None:
        found["links"] = templates_in(short.pattern)
    return found


def whole_own(
    own: str | bytes, frame: str | bytes | None, base_frame: str | bytes | None
) -> dict[str, Any]:
    """Return an own part from what is stored of it: what is its own, and its frames."""
    whole: dict[str, Any] = orjson.loads(own)
    if frame is None:
        return whole
    setting = orjson.loads(frame)
    templates = setting.pop("links", None)
    whole = setting | whole
    if base_frame is not None:
        whole |= orjson.loads(base_frame)
        whole["code"] = whole["code"].format_map(whole)
        if SERIAL in whole:
            whole["handling_code"] = whole["code"] + whole.pop(SERIAL)
    if templates is not None:
        whole["links"] = {name: to.format_map(whole) for name, to in templates.items()}
    return whole


def _is_serial(text: str) -> bool:
    return text.isdecimal() and text.isascii()


@lru_cache(maxsize=65536)
def is_date(value: str | None) -> bool:
    """Tell a plain ISO date, or none at all."""
    try:
        return value is None or date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
