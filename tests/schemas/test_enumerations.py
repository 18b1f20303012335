"""The enumerations: complete, and unambiguous to read."""

from __future__ import annotations

import pytest

from app.elements.standard import (
    codes_by_label,
    enumeration,
    enumeration_members,
    enumeration_names,
    label,
)
from app.kernel.text import fold

SIZES = {
    "area": 7, "body-kind": 4, "channel": 4, "corporate-topic": 35, "depth": 8, "item-type": 11,
    "legal-basis-kind": 6, "level": 7, "material-format": 3, "material-necessity": 3,
    "material-source": 4, "material-type": 3, "personal-topic": 32, "power-source": 6,
    "project-type": 3, "result-delivery": 5, "result-type": 4, "review-type": 5, "service-form": 5,
    "service-object": 7, "status": 4, "time-unit": 5,
}  # fmt: skip


def test_all_are_there_with_all_their_codes() -> None:
    assert {name: len(enumeration(name)) for name in enumeration_names()} == SIZES


@pytest.mark.parametrize("name", SIZES)
def test_codes_and_labels_are_unique_and_spellings_unambiguous(name: str) -> None:
    members = enumeration_members(name)
    assert len({member.code for member in members}) == len(members)
    assert len({member.title for member in members}) == len(members)
    assert set(codes_by_label(name).values()) == {member.code for member in members}


@pytest.mark.parametrize("name", SIZES)
def test_every_code_is_named_in_both_languages(name: str) -> None:
    for member in enumeration_members(name):
        assert member.title
        assert member.title_en.isascii()


@pytest.mark.parametrize(
    "name, spelling, code",
    [
        ("level", "镇(乡、街道)级", "5"),
        ("level", "国家", "1"),
        ("item-type", "公共服务", "20"),
        ("service-object", "行政机关", "6"),
        ("material-necessity", "容缺", "3"),
        ("personal-topic", "住房保障", "075"),
        ("corporate-topic", "国土和规划建设", "085"),
        ("time-unit", "1", "1"),
    ],
)
def test_reads_what_people_write(name: str, spelling: str, code: str) -> None:
    assert codes_by_label(name)[fold(spelling)] == code


def test_label() -> None:
    assert label("item-type", "01") == "行政许可"
    assert label("item-type", "01", english=True) == "Licence or permit"
    assert label("item-type", "TC") is None
