"""Profiles name elements and comparators that exist."""

from __future__ import annotations

import pytest

from app.elements.comparison import COMPARATORS
from app.elements.errors import ProfileUnknown
from app.elements.kinds import KIND_BY_NAME
from app.elements.profiles import load_profile, profile_names


def test_shipped_profiles() -> None:
    assert {"policy-2020", "guofa-2022-5", "sitong"} <= set(profile_names())
    assert len(load_profile("policy-2020").elements) == 10


@pytest.mark.parametrize("name", profile_names())
def test_a_profile_can_be_carried_out(name: str) -> None:
    profile = load_profile(name)
    assert profile.name == name
    assert len({element.element for element in profile.elements}) == len(profile.elements)
    for element in profile.elements:
        if element.kind in {"type", "code"}:
            assert element.comparator == element.kind
        else:
            assert element.kind in KIND_BY_NAME
            assert COMPARATORS[element.comparator].kind == element.kind


def test_an_unknown_profile() -> None:
    with pytest.raises(ProfileUnknown, match="policy-2020"):
        load_profile("../secrets")
