"""时限换算: how long limits in different units last, as bounds in calendar days.

Two limits in one unit are compared by their numbers. In two units they are compared by bounds, and
only where the bounds do not overlap: “20 工作日” is longer than “20 自然日” whatever the season, but
against “30 自然日” it depends on the calendar, and nothing is said.

Sources. Working days: 节假日安排 of the State Council, 2007–2026. Without holidays n working days
take n + 2⌊(n-1)/5⌋ to n + 2⌈n/5⌉ calendar days. Make-up days (调休上班) have shortened that by up
to 3 days; holidays have lengthened it by up to 10 days (20 working days) and then by one for about
each 15 more. The bounds below hold for every run of those years with room to spare. Months and
years: the calendar (1901–2099). Hours: from all hours of a day to eight working hours in one.
No fixed factor (1月 = 22 工作日) is used: no law states one.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

from app.elements.time_limit import CALENDAR_DAY, HOUR, MONTH, WORKING_DAY, YEAR, Limit

MAKE_UP_DAYS = 3
HOLIDAY_DAYS = 10
HOURS_A_DAY, WORKING_HOURS_A_DAY = 24, 8


class Bounds(NamedTuple):
    """The fewest and the most calendar days that a limit can last."""

    fewest: int
    most: int


def working_days_bounds(number: int) -> Bounds:
    """Return in how many calendar days ``number`` working days can pass.

    >>> working_days_bounds(20)
    Bounds(fewest=23, most=40)
    """
    if number <= 0:
        return Bounds(0, 0)
    fewest = number + 2 * ((number - 1) // 5) - MAKE_UP_DAYS
    most = number + 2 * ceil(number / 5) + HOLIDAY_DAYS + ceil(number / 14)
    return Bounds(max(number, fewest), most)


@lru_cache(maxsize=256)
def months_bounds(number: int) -> Bounds:
    """Return how many days ``number`` months last, over every month they can begin in."""
    cycles, rest = divmod(number, 48)
    lengths = [monthrange(2021 + month // 12, month % 12 + 1)[1] for month in range(96)]
    sums = [sum(lengths[start : start + rest]) for start in range(48)]
    return Bounds(cycles * 1461 + min(sums), cycles * 1461 + max(sums))


def hours_bounds(number: int) -> Bounds:
    """Return how many days ``number`` hours can take: by the clock, or by office hours."""
    most = working_days_bounds(ceil(number / WORKING_HOURS_A_DAY)).most
    return Bounds(floor(number / HOURS_A_DAY), most)


def bounds(limit: Limit | None) -> Bounds | None:
    """Return how many calendar days a limit can last; None where it has no number.

    A number without unit (“20日” may mean working days) lasts as long as either reading allows.
    """
    if limit is None or limit.number is None or limit.number < 0:
        return None
    if limit.number == 0:
        return Bounds(0, 0)
    of_unit = _BOUNDS.get(limit.unit)
    return of_unit(limit.number) if of_unit else None


_BOUNDS: dict[str | None, Callable[[int], Bounds]] = {
    WORKING_DAY: working_days_bounds,
    CALENDAR_DAY: lambda number: Bounds(number, number),
    MONTH: months_bounds,
    YEAR: lambda number: months_bounds(number * 12),
    HOUR: hours_bounds,
    None: lambda number: Bounds(number, working_days_bounds(number).most),
}
_MONTHS = {MONTH: 1, YEAR: 12}


def _comparable(limit: Limit) -> tuple[str, int] | None:
    """Return a unit and a number that can be compared directly; years count as months."""
    if limit.number is None or limit.number < 0:
        return None
    if limit.number == 0:
        return CALENDAR_DAY, 0
    if limit.unit in _MONTHS:
        return MONTH, limit.number * _MONTHS[limit.unit]
    return (limit.unit, limit.number) if limit.unit in {WORKING_DAY, CALENDAR_DAY, HOUR} else None


def order(left: Limit | None, right: Limit | None) -> int | None:
    """Return -1, 0 or 1 as ``left`` is shorter than, as long as, or longer than ``right``.

    None where that cannot be decided.
    """
    if left is None or right is None:
        return None
    ours, theirs = _comparable(left), _comparable(right)
    if ours and theirs and ours[0] == theirs[0]:
        return (ours[1] > theirs[1]) - (ours[1] < theirs[1])
    if left.number == right.number and left.unit is None and right.unit is None:
        return 0 if left.number is not None else None
    mine, other = bounds(left), bounds(right)
    if mine is None or other is None:
        return None
    if mine.most < other.fewest:
        return -1
    return 1 if mine.fewest > other.most else None


def longer(promised: Limit | None, statutory: Limit | None) -> bool | None:
    """Say whether a promise is longer than the statutory limit; None where nobody can tell.

    >>> longer(Limit(number=91, unit="2"), Limit(number=1, unit="1"))
    True
    """
    ordered = order(promised, statutory)
    if ordered is not None:
        return ordered > 0
    ours, theirs = bounds(promised), bounds(statutory)
    return False if ours and theirs and ours.most <= theirs.fewest else None
