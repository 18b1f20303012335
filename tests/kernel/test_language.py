"""Accept-Language: Chinese first, English second."""

from __future__ import annotations

import pytest

from app.kernel.language import Language, negotiate


@pytest.mark.parametrize(
    "header,expected",
    [
        (None, "zh"),
        ("", "zh"),
        ("en", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.1", "en"),
        ("fr, en;q=0.5", "en"),
        ("fr", "zh"),
        ("*", "zh"),
        ("en;q=0", "zh"),
        ("en;q=broken", "zh"),
    ],
)
def test_negotiate(header: str | None, expected: Language) -> None:
    assert negotiate(header) == expected


def test_a_tie_goes_to_the_installation() -> None:
    assert negotiate("fr", "en") == "en"
    assert negotiate("zh,en", "en") == "en"
