"""Names of one matter are alike; names of different matters are not, however many words they share."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.surveying.likeness import likeness
from app.surveying.matrix import ALIKE
from app.surveying.wording import read_name

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


LABELLED = Path(__file__).with_name("labelled_names.csv")


def test_labelled_pairs_are_told_apart() -> None:
    """Precision and recall on pairs that people labelled; the module's text states these bounds."""
    with LABELLED.open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    same = {(one["one"], one["other"]) for one in pairs if one["label"] == "same"}
    assert len(same) >= 100
    assert len(pairs) - len(same) >= 150
    alike = {
        (one["one"], one["other"]) for one in pairs if likeness(one["one"], one["other"]) >= ALIKE
    }
    missed, wrong = sorted(same - alike), sorted(alike - same)
    assert len(alike & same) / len(alike) >= 0.95, wrong
    assert len(alike & same) / len(same) >= 0.85, missed


@pytest.mark.parametrize(
    "name, expected",
    [
        ("食品经营许可证核发（变更）", ("食品经营", "许可", "变更")),
        ("食品经营许可-注销", ("食品经营", "许可", "注销")),
        ("设立民办学校审批", ("民办学校", "许可", "设立")),
        ("残疾人证办理", ("残疾人", "", "")),
        ("烟花爆竹经营（零售）许可", ("烟花爆竹经营零售", "许可", "")),
        ("食品生产加工小作坊登记证核发", ("食品生产加工小作坊", "登记", "")),
    ],
)
def test_a_name_is_taken_apart(name: str, expected: tuple[str, str, str]) -> None:
    assert read_name(name) == expected
