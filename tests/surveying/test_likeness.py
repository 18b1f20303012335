"""Names of one matter are alike; names of different matters are not, however many words they share."""

from __future__ import annotations

import pytest

from app.surveying.likeness import likeness
from app.surveying.matrix import ALIKE

SAME = [
    ("城镇污水排入排水管网许可", "城镇污水排入排水管网的许可（区级）"),
    ("食品经营许可", "食品经营许可-变更"),
    ("护士执业注册", "护士执业的注册"),
    ("建筑工程施工许可证核发", "建筑工程施工许可证的核发"),
    ("医疗机构执业登记", "医疗机构执业登记（变更）"),
    ("民办学校设立审批", "民办学校的设立审批"),
]
DIFFERENT = [
    ("食品经营许可", "药品经营许可"),
    ("城乡居民养老保险参保登记", "城乡居民医疗保险参保登记"),
    ("民办学校设立审批", "民办医院设立审批"),
    ("出生医学证明", "死亡医学证明"),
    ("内资企业设立登记", "外商投资企业注销登记"),
]


@pytest.mark.parametrize("one, other", SAME)
def test_one_matter(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one) >= ALIKE


@pytest.mark.parametrize("one, other", DIFFERENT)
def test_two_matters(one: str, other: str) -> None:
    assert likeness(one, other) < ALIKE
