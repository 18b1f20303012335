"""Pairs met in practice: what differs only in looks is the same, what differs is found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.elements.comparison import COMPARATORS, Answer
from tests.elements.spelling import value

CORPORA = Path(__file__).parent / "corpora"


def _pairs(name: str) -> list[Any]:
    corpus = json.loads((CORPORA / f"{name}.json").read_text("utf-8"))
    return [(comparator, *pair) for comparator, pairs in corpus.items() for pair in pairs]


LOOKS = _pairs("looks")
DIFFERENCES = _pairs("differences")


def test_corpora_are_large_enough() -> None:
    assert len(LOOKS) >= 150
    assert len(DIFFERENCES) >= 150
    assert {pair[0] for pair in LOOKS} == {pair[0] for pair in DIFFERENCES} == set(COMPARATORS)


@pytest.mark.parametrize("comparator,standard,local", LOOKS)
def test_looks_make_no_difference(comparator: str, standard: Any, local: Any) -> None:
    comparison = COMPARATORS[comparator].compare(
        value(comparator, standard), value(comparator, local)
    )
    assert comparison.answer is Answer.SAME, comparison.difference


@pytest.mark.parametrize("comparator,standard,local,answer", DIFFERENCES)
def test_differences_are_found(comparator: str, standard: Any, local: Any, answer: str) -> None:
    comparison = COMPARATORS[comparator].compare(
        value(comparator, standard), value(comparator, local)
    )
    assert comparison.answer == answer, comparison.difference


@pytest.mark.parametrize("comparator,standard,local,answer", DIFFERENCES)
def test_every_difference_can_be_shown(
    comparator: str, standard: Any, local: Any, answer: str
) -> None:
    comparison = COMPARATORS[comparator].compare(
        value(comparator, standard), value(comparator, local)
    )
    shown = json.loads(json.dumps(comparison.difference))
    assert set(shown) <= {"missing", "extra", "changed", "reason"}
    assert ("reason" in shown) == (answer == "unproven")
    for entry in shown.get("changed", ()):
        assert set(entry) == {"of", "field", "standard", "local"}


@pytest.mark.parametrize("comparator,standard", [pair[:2] for pair in LOOKS + DIFFERENCES])
def test_a_value_is_the_same_as_itself(comparator: str, standard: Any) -> None:
    compare = COMPARATORS[comparator].compare
    assert compare(value(comparator, standard), value(comparator, standard)).answer is Answer.SAME
