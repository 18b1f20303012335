"""Working days by the State Council's calendar."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.elements.working_days import (
    LAST_YEAR,
    after_working_days,
    is_working_day,
    working_days_between,
)

DAYS = st.dates(date(2010, 1, 1), date(LAST_YEAR + 3, 12, 31))


def test_a_make_up_sunday_is_worked_and_a_holiday_monday_is_not() -> None:
    assert is_working_day(date(2024, 2, 4))  # a Sunday, made up for the Spring Festival
    assert not is_working_day(date(2024, 2, 12))  # a Monday of the Spring Festival


def test_a_year_not_yet_arranged_counts_weekdays_and_says_so() -> None:
    monday = date(LAST_YEAR + 2, 1, 1)
    monday += timedelta(days=-monday.weekday() % 7)
    assert is_working_day(monday)
    assert not is_working_day(monday + timedelta(days=5))
    assert after_working_days(monday, 3) == (monday + timedelta(days=3), False)


@given(DAYS, st.integers(1, 60))
def test_a_deadline_is_a_working_day_and_counts_back_to_its_number(start: date, n: int) -> None:
    deadline = after_working_days(start, n)
    assert is_working_day(deadline.day)
    assert working_days_between(start, deadline.day) == n


@given(DAYS, st.integers(-30, 0))
def test_nothing_has_passed_before_the_start(start: date, days: int) -> None:
    assert working_days_between(start, start + timedelta(days=days)) == 0
