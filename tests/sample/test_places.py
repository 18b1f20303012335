"""云川省: regions and bodies."""

from __future__ import annotations

import re
from collections import Counter

from app.codes.check_digits import credit_code_ok, org_code_ok
from app.regions.code import level_of
from app.regions.edition import shipped_regions
from app.sample.catalogue import agencies, clean_items, regions


def test_a_province_two_cities_six_counties_six_towns() -> None:
    assert Counter(region.level for region in regions()) == {"2": 1, "3": 2, "4": 6, "5": 6}


def test_region_codes_have_their_level_and_their_parent_stands_before() -> None:
    seen = {"000000000000"}
    for region in regions():
        assert str(level_of(region.code)) == region.level
        assert region.parent in seen
        seen.add(region.code)


def test_no_real_place_has_the_codes_or_the_name_of_the_invented_province() -> None:
    real = list(shipped_regions())
    assert not [place for place in real if place.code.startswith("99")]
    assert "云川省" not in {place.name for place in real}


def test_bodies_pass_both_check_digits_and_have_names_of_their_own() -> None:
    bodies = agencies()
    assert all(credit_code_ok(body.code) and org_code_ok(body.code[8:17]) for body in bodies)
    assert len({body.code for body in bodies}) == len({body.name for body in bodies}) == len(bodies)
    assert {body.code[:2] for body in bodies} == {"11", "12", "13", "91"}


def test_telephones_have_an_area_code_that_no_place_has() -> None:
    for item in clean_items():
        for field in ("consult", "complaint"):
            numbers = re.findall(r"0\d{3}(?=-)", item["contact"][field])
            assert set(numbers) <= {"0960", "0961"}
