from __future__ import annotations

import pytest

from app.regions import code_of, full_code, level_of, region_id
from app.regions.code import usual_parent


@pytest.mark.parametrize(
    "code, level, parent",
    [
        ("000000000000", 1, "000000000000"),
        ("440000000000", 2, "000000000000"),
        ("440100000000", 3, "440000000000"),
        ("440113000000", 4, "440100000000"),
        ("441900003000", 5, "441900000000"),
        ("440113001000", 5, "440113000000"),
        ("440113001001", 6, "440113001000"),
    ],
)
def test_level_and_usual_parent(code: str, level: int, parent: str) -> None:
    assert level_of(code) == level
    assert usual_parent(code) == parent


def test_6_and_9_digits_are_padded() -> None:
    assert full_code("440113") == "440113000000"
    assert full_code("440113001") == "440113001000"
    assert region_id("440113") == 440113000000
    assert region_id("000000") == 0
    assert code_of(0) == "000000000000"


def test_100000_of_central_bodies_is_the_nation() -> None:
    assert region_id("100000") == 0


@pytest.mark.parametrize("code", ["", "44", "4401", "44011X", "４４０１１３", "4401130000000"])
def test_what_is_no_region_code(code: str) -> None:
    assert full_code(code) is None
    assert region_id(code) is None
