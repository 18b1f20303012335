"""平铺: own parts that are plainly composed, so that what rules say of their frames they say of them.

Which these are is a property of what is stored, worked out when an item is written. It says nothing
of whether rules find anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import orjson

from app.items.composing import NATIONAL, SERIAL, Standard, whole_own

PlainFrames = tuple[int, int]
"""The body's frame and the base item's of an own part that is plainly composed."""
_PLAIN = frozenset({"row_id", "version", "effective_date", SERIAL, "links"})
"""All that is left of an own part that is plainly composed."""
_LOST = "0" * 11
"""How codes end that a spreadsheet took for numbers, less the serial of a handling code."""
_MOST_ROW_ID = 50
"""Signs that the field holds."""
_SPECIMEN = orjson.dumps(
    {
        "row_id": "4f839732fa0a582694aa22aa9b7cd153",
        "version": 1,
        "effective_date": "2020-01-01",
        SERIAL: "01",
        "links": "4f839732fa0a5826",
    }
)


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


def plain_frames(frame: int | None, base_frame: int | None) -> PlainFrames | None:
    """Return the frames that an item's columns name, if they name any."""
    return None if frame is None or base_frame is None else (frame, base_frame)


def specimen(frame: str, base_frame: str) -> dict[str, Any]:
    """标本: return an own part plainly composed of two frames, saying all that such a one can say."""
    whole = whole_own(_SPECIMEN, frame, base_frame)
    if len(whole["code"]) != NATIONAL:
        del whole["handling_code"]
    if isinstance(whole["links"], str):
        del whole["links"]
    return whole


@lru_cache(maxsize=65536)
def is_date(value: str | None) -> bool:
    """Tell a plain ISO date, or none at all."""
    try:
        return value is None or date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
