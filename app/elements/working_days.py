"""工作日: the State Council's calendar, with its holidays and make-up days (调休).

Source: 国务院办公厅关于部分节假日安排的通知, year by year, as kept by the library chinesecalendar.
The arrangement of a year is published in the autumn before it. For years that are not yet
arranged, Monday to Friday count, and whoever asks is told that this is an estimate (推算).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import chinese_calendar
from chinese_calendar.constants import workdays

_DAY = timedelta(days=1)
_WEEKEND = 5
FIRST_YEAR = 2004
LAST_YEAR: int = max(day.year for day in workdays)
"""The last year whose arrangement is known; workdays lists its make-up days."""


class Deadline(NamedTuple):
    """A day some working days away; ``announced`` is False where a year not arranged was crossed."""

    day: date
    announced: bool


def is_announced(day: date) -> bool:
    """Tell whether the holidays of this day's year are known."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool:
    """Tell whether offices work on this day.

    >>> is_working_day(date(2026, 10, 1)), is_working_day(date(2026, 10, 9))
    (False, True)
    """
    if is_announced(day):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < _WEEKEND


def working_days_between(start: date, end: date) -> int:
    """Return how many working days have passed from ``start`` (not counted) to ``end`` (counted).

    0 where ``end`` is not after ``start``.
    """
    days = (end - start).days
    return sum(is_working_day(start + _DAY * passed) for passed in range(1, days + 1))


def after_working_days(start: date, number: int) -> Deadline:
    """Return the day on which ``number`` working days after ``start`` have passed.

    >>> after_working_days(date(2026, 9, 30), 1)
    Deadline(day=datetime.date(2026, 10, 8), announced=True)
    """
    day = start
    left = number
    announced = is_announced(start)
    while left > 0:
        day += _DAY
        announced = announced and is_announced(day)
        left -= is_working_day(day)
    return Deadline(day, announced)
