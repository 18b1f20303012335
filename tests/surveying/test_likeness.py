"""Names of one matter are alike; names of different matters are not, however many words they share."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveying.drift.blocking import CoreIndex
from app.surveying.likeness import ALIKE, compared, likeness
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
FLOORS = {"development": (0.97, 0.93), "held-out": (0.95, 0.74)}
"""Least precision and recall on each part. ``docs/survey.md`` tells the figures and their making."""
Pair = tuple[str, str]


@cache
def labelled(part: str) -> dict[Pair, bool]:
    """Return the pairs of a part, and whether people say that they are one matter."""
    with LABELLED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == part]
    return {(row["one"], row["other"]): row["label"] == "same" for row in rows}


def measured(part: str) -> tuple[float, float]:
    """Return precision and recall of the reading on a part."""
    pairs = labelled(part)
    alike = {pair for pair in pairs if likeness(*pair) >= ALIKE}
    same = {pair for pair, one in pairs.items() if one}
    return len(alike & same) / len(alike), len(alike & same) / len(same)


@pytest.mark.parametrize("part", FLOORS)
def test_labelled_pairs_are_told_apart(part: str) -> None:
    precision, recall = measured(part)
    assert precision >= FLOORS[part][0]
    assert recall >= FLOORS[part][1]


def test_the_page_states_the_figures_that_are_measured() -> None:
    """docs/survey.md says how well names are told apart: exactly as well as they are."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "survey.md").read_text(encoding="utf-8")
    for part in FLOORS:
        pairs, (precision, recall) = labelled(part), measured(part)
        counts = f"{len(pairs)} | {sum(pairs.values())} | {len(pairs) - sum(pairs.values())}"
        assert f"`{part}` | {counts} | {precision:.3f} | {recall:.3f} |" in page


def test_the_parts_share_no_pair_and_are_large_enough() -> None:
    known, unseen = (
        {frozenset(pair) for pair in labelled(part)} for part in ("development", "held-out")
    )
    assert not known & unseen
    assert len(known | unseen) >= 700
    assert len(unseen) >= 200


def test_blocking_loses_no_pair_that_would_be_proposed() -> None:
    """Among all labelled names at once, each pair that is alike is a candidate of its other half."""
    pairs = [*labelled("development"), *labelled("held-out")]
    cores = {name: read_name(name).core for pair in pairs for name in pair}
    index = CoreIndex(cores.values())
    for one, other in pairs:
        here, there = cores[one], cores[other]
        if here != there and likeness(one, other) >= ALIKE:
            assert there in set(index.candidates(here)) or here in set(index.candidates(there))


@given(st.sampled_from([*labelled("development")]), st.booleans())
def test_differences_are_the_same_from_either_side(pair: Pair, turned: bool) -> None:
    one, other = (read_name(name) for name in (reversed(pair) if turned else pair))
    there, back = compared(one, other), compared(other, one)
    assert there.score == back.score == likeness(*pair)
    assert sorted(there.differences) == sorted(
        piece._replace(here=piece.there, there=piece.here) for piece in back.differences
    )


@pytest.mark.parametrize(
    "name, expected",
    [
        ("食品经营许可证核发（变更）", ("食品经营", "许可", "变更")),
        ("食品经营许可-注销", ("食品经营", "许可", "注销")),
        ("设立民办学校审批", ("民办学校", "许可", "设立")),
        ("残疾人证办理", ("残疾人", "", "")),
        ("烟花爆竹经营（零售）许可", ("零售烟花爆竹经营", "许可", "")),
        ("食品生产加工小作坊登记证核发", ("食品生产加工小作坊", "登记", "")),
    ],
)
def test_a_name_is_taken_apart(name: str, expected: tuple[str, str, str]) -> None:
    assert read_name(name)[:3] == expected
