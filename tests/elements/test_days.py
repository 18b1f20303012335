"""Limits in different units: bounds that hold for every calendar, answers only where they decide."""

from __future__ import annotations

import csv
from bisect import bisect_right
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.elements.days import Bounds, bounds, longer, months_bounds, order, working_days_bounds
from app.elements.readers import read_limit
from app.elements.time_limit import Limit


def limit(text: str) -> Limit:
    found = read_limit(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "promised,statutory,answer",
    [
        ("5个工作日", "20个工作日", False),
        ("20个工作日", "20个工作日", False),
        ("21个工作日", "20个工作日", True),
        ("91(自然日)", "1(工作日)", True),
        ("1(工作日)", "91(自然日)", False),
        ("20个工作日", "20个自然日", True),
        ("20个工作日", "30个自然日", None),
        ("30个自然日", "1个月", None),
        ("1个月", "31个自然日", False),
        ("1个月", "20个自然日", True),
        ("2个月", "1年", False),
        ("13个月", "1年", True),
        ("12个月", "1年", False),
        ("365个工作日", "1年", True),
        ("即办", "1个工作日", False),
        ("1个工作日", "即办", True),
        ("即办", "0个自然日", False),
        ("48小时", "24小时", True),
        ("24小时", "20个工作日", False),
        ("8小时", "1个工作日", None),
        ("20日", "20日", False),
        ("20日", "20个工作日", None),
        ("20日", "60个工作日", False),
        ("60日", "20个工作日", True),
        ("无", "20个工作日", None),
        ("20个工作日", "无", None),
        ("3-5个工作日", "4个工作日", None),
    ],
)
def test_longer(promised: str, statutory: str, answer: bool | None) -> None:
    assert longer(limit(promised), limit(statutory)) is answer


def test_nothing_is_said_of_what_is_absent() -> None:
    assert longer(None, limit("20个工作日")) is None
    assert longer(Limit(number=-1, unit="1"), limit("20个工作日")) is None
    assert bounds(Limit(number=5, unit="9")) is None


def test_months() -> None:
    assert months_bounds(1) == Bounds(28, 31)
    assert months_bounds(2) == Bounds(59, 62)
    assert months_bounds(12) == Bounds(365, 366)
    assert months_bounds(48) == Bounds(1461, 1461)


LIMITS = st.builds(
    Limit,
    number=st.integers(0, 400),
    unit=st.sampled_from(["1", "2", "3", "4", "5", None]),
)


@given(LIMITS, LIMITS)
def test_order_has_two_sides(one: Limit, other: Limit) -> None:
    forth, back = order(one, other), order(other, one)
    assert (forth is None and back is None) or (
        forth is not None and back is not None and forth == -back
    )


@given(LIMITS)
def test_no_limit_is_longer_than_itself(one: Limit) -> None:
    assert order(one, one) == 0
    assert longer(one, one) is False


@given(st.integers(0, 2000))
def test_bounds_grow(number: int) -> None:
    less, more = working_days_bounds(number), working_days_bounds(number + 1)
    assert less.fewest <= less.most
    assert less.fewest <= more.fewest
    assert less.most <= more.most


def test_bounds_hold_for_every_calendar_so_far(shared_data: Path) -> None:
    """Every run of working days from 2007 to 2026, by the notices of the State Council."""
    days = _working_days(shared_data / "holidays_2007_2027.csv")
    first = date(2007, 1, 1)
    for number in (*range(1, 61), 90, 120, 180, 250, 365, 500):
        allowed = working_days_bounds(number)
        for start in range((days[-number] - first).days):
            begun = first + timedelta(start)
            lasted = (days[bisect_right(days, begun) + number - 1] - begun).days
            assert allowed.fewest <= lasted <= allowed.most, (number, begun, lasted)


def _working_days(path: Path) -> list[date]:
    with path.open(encoding="utf-8") as file:
        marked = {
            date.fromisoformat(row["date"]): row["off_or_work"] for row in csv.DictReader(file)
        }
    every = (date(2007, 1, 1) + timedelta(offset) for offset in range(20 * 365))
    usual = {True: "班", False: "休"}
    return [day for day in every if marked.get(day, usual[day.weekday() < 5]) == "班"]
