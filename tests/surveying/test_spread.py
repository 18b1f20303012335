"""Who stands apart from peers: the median is moved by nobody, and few say nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveying.spread import apart, five


@pytest.mark.parametrize(
    "values, odd",
    [
        ([100, 101, 99, 102, 98, 240], {5}),
        ([100, 101, 99, 102, 98, 3], {5}),
        ([7, 7, 7, 7, 8], set()),  # one item more is no fault among those who agree
        ([7, 7, 7, 7, 20], {4}),
        ([1, 50, 200, 400], set()),  # four are too few to say
        ([0, 0, 0, 0, 0, 0], set()),
    ],
)
def test_who_stands_apart(values: list[int], odd: set[int]) -> None:
    assert apart(dict(enumerate(values))) == odd


@given(st.lists(st.integers(0, 5000), min_size=5, max_size=40), st.integers(1, 50))
def test_standing_apart_does_not_depend_on_the_unit(values: list[int], unit: int) -> None:
    here = apart(dict(enumerate(values)))
    assert apart({place: value * unit for place, value in enumerate(values)}) == here
    assert len(here) < len(values) / 2


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=40))
def test_five_numbers_stand_in_order(values: list[int]) -> None:
    numbers = five(dict(enumerate(values)))
    assert list(numbers) == ["low", "q1", "median", "q3", "high"]
    assert list(numbers.values()) == sorted(numbers.values())
    assert (numbers["low"], numbers["high"]) == (min(values), max(values))
