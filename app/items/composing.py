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
Standard = tuple[str | None, ...]
"""In the order of ``STANDARD``."""
SERIAL = "serial"
"""What a handling code adds to the code; no field of any record."""
_NATIONAL = 31
"""Signs of a code to which a serial may be added."""
_PLAIN = frozenset({"row_id", "version", "effective_date", SERIAL, "links"})
"""All that is left of an own part that is plainly composed."""
_LOST = "0" * 11
"""How codes end that a spreadsheet took for numbers, less the serial of a handling code."""
_MOST_ROW_ID = 50
_SPECIMEN = orjson.dumps(
    {
        "row_id": "4f839732fa0a582694aa22aa9b7cd153",
        "version": 1,
        "effective_date": "2020-01-01",
        SERIAL: "01",
        "links": "4f839732fa0a5826",
    }
)
_MOST_CODE = 36
"""What fields hold at most, so that it takes no rule to tell."""

PlainFrames = tuple[int, int]
"""The body's frame and the base item's of an own part that is plainly composed."""


class Shortened(NamedTuple):
    """An own part without what it shares."""

    rest: dict[str, Any]
    pattern: str | None
    """Of its links, where they are of one."""
    standard: Standard | None
    """Where the code is composed of body, level and base code."""

    @property
    def is_plain(self) -> bool:
        """Tell whether the own part is plainly composed."""
        return is_plain(self.rest, self.standard)


def is_plain(rest: Mapping[str, Any], standard: Standard | None) -> bool:
    """Tell whether an own part is plainly composed: nothing but its two frames.

    Beside them (in ``rest``) there is only what no rule can object to, whatever the frames say.
    """
    return (
        standard is not None
        and bool(standard[2])
        and rest.keys() <= _PLAIN
        and not isinstance(rest.get("links"), dict)
        and not str(standard[0]).endswith(_LOST)
        and len(rest.get("row_id", "")) <= _MOST_ROW_ID
        and is_date(rest.get("effective_date"))
    )


def standard_of(base_frame: str) -> Standard:
    """Return what a base item's frame says."""
    said = orjson.loads(base_frame)
    return tuple([said.get(name) for name in STANDARD])


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
        if serial := _serial_of(own.get("handling_code", ""), code):
            del rest["handling_code"]
            rest[SERIAL] = serial
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


def specimen(frame: str, base_frame: str) -> dict[str, Any]:
    """标本: return an own part plainly composed of two frames, saying all that such a one can say."""
    whole = whole_own(_SPECIMEN, frame, base_frame)
    if len(whole["code"]) != _NATIONAL:
        del whole["handling_code"]
    if isinstance(whole["links"], str):
        del whole["links"]
    return whole


def _serial_of(handling_code: str, code: str) -> str:
    """Return what a handling code adds to a national code, '' where it is not two digits."""
    serial = handling_code[len(code) :]
    if len(code) == _NATIONAL and len(serial) == 2 and handling_code.startswith(code):
        return serial if serial.isdecimal() and serial.isascii() else ""
    return ""


@lru_cache(maxsize=65536)
def is_date(value: str | None) -> bool:
    """Tell a plain ISO date, or none at all."""
    try:
        return value is None or date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
