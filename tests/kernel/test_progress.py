"""Progress is told in steps, and shown only on a terminal."""

from __future__ import annotations

import pytest

from app.kernel.progress import bar, counted, silent


@pytest.mark.parametrize("many,steps", [(0, []), (3, [3]), (10, [10]), (25, [10, 10, 5])])
def test_counted_tells_every_step_and_the_rest(many: int, steps: list[int]) -> None:
    told: list[int] = []
    assert list(counted(range(many), told.append, every=10)) == list(range(many))
    assert told == steps


def test_without_a_terminal_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with bar("载入", 3) as step:
        assert step is silent
        step(3)
    assert capsys.readouterr() == ("", "")
