"""拼合: an own part without what its frames say, and the whole of it again.

What items of one body share stands in the body's frame: the body, the place, the templates of
codes and links. What items of one base item share stands in the base item's frame. Their own is
little: a row id, a date, a version, a serial.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from app.items.addresses import pattern_of, templates_in

STANDARD = ("base_code", "local_base_code", "type")
"""What the items of one base item have in common."""
Standard = tuple[str | None, ...]
"""In the order of ``STANDARD``."""
SERIAL = "serial"
"""What a handling code adds to the code; no field of any record."""
NATIONAL = 31
"""Signs of a code to which a serial may be added."""
_MOST_CODE = 36
"""Signs that the field holds: whether body and base code are too long together is for rules."""


class Shortened(NamedTuple):
    """An own part without what it shares."""

    rest: dict[str, Any]
    pattern: str | None
    """Of its links, where they are of one."""
    standard: Standard | None
    """Where the code is composed of body, level and base code."""


def standard_of(base_frame: str) -> Standard:
    """Return what a base item's frame says."""
    said = orjson.loads(base_frame)
    return tuple([said.get(name) for name in STANDARD])


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


def _serial_of(handling_code: str, code: str) -> str:
    """Return what a handling code adds to a national code, '' where it is not two digits."""
    serial = handling_code[len(code) :]
    if len(code) == NATIONAL and len(serial) == 2 and handling_code.startswith(code):
        return serial if serial.isdecimal() and serial.isascii() else ""
    return ""
