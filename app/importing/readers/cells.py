"""Excel cells as text: what Excel typed for people is brought back to what they meant."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from app.importing.readers.rows import BadCell
from app.kernel.text import tidy

EXACT = 1e15
"""Excel keeps 15 significant digits: larger numbers have lost some."""


class Typed(str):
    """A number typed by Excel, as text: leading zeros, if there were any, are gone."""

    __slots__ = ()


def cell_text(value: Any) -> str | BadCell:
    """One cell as text; "" where it is empty.

    Whole numbers lose their “.0”, dates become ISO, times HH:MM, booleans 是 and 否. A number of
    16 digits or more comes back as a ``BadCell``: its last digits are made up.
    """
    kind = type(value)
    if kind is str:
        return tidy(value)
    if kind is float:
        return _number(value)
    if kind is bool:
        return "是" if value else "否"
    if kind is int:
        return _number(float(value)) if abs(value) >= EXACT else Typed(value)
    return _moment(value)


def _number(value: float) -> str | BadCell:
    if abs(value) >= EXACT:
        return BadCell("digits-lost", f"{value:.6G}")
    return Typed(int(value)) if value.is_integer() else Typed(value)


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second else "seconds")
    if isinstance(value, timedelta):
        return str(value)
    return tidy(str(value))
