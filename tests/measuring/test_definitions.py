"""The data files: valid, closed, sourced, and refused where they say what nobody understands."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from app.elements.schemas import schemas_root
from app.measuring.counting import baseline_plan, item_plan
from app.measuring.definitions import indicators
from app.measuring.expressions import ExpressionUnknown, predicate_sql, terms_of
from app.measuring.scoring import scoring_profiles
from app.publishing.lists.definitions import AT_MOST_ONE_VISIT
from tests.schemas.test_files import read, short

FOLDERS = {"indicators": "indicator", "scoring": "profile"}
FILES = [
    path
    for folder in FOLDERS
    for path in sorted((schemas_root() / folder).glob("*.json"))
    if not path.name.endswith(".schema.json")
]


@pytest.mark.parametrize("path", FILES, ids=short)
def test_a_file_is_valid_and_named_after_what_it_holds(path: Path) -> None:
    schema = read(path.parent / f"{FOLDERS[path.parent.name]}.schema.json")
    content = read(path)
    errors = Draft202012Validator(schema).iter_errors(content)
    assert [(error.json_path, error.message) for error in errors] == []
    assert content.get("slug", content.get("name")) == path.stem


def test_variants_are_of_indicators_that_exist() -> None:
    known = indicators()
    for one in known.values():
        assert one.variant_of is None or one.variant_of in known
        reasons = [exclusion.reason for exclusion in one.exclusions]
        assert len(reasons) == len(set(reasons))


def test_scores_rest_on_indicators_that_exist() -> None:
    for profile in scoring_profiles().values():
        for part in profile.parts:
            named = {part.indicator, *(aim.indicator for aim in part.targets)} - {None}
            assert named <= indicators().keys()


def test_the_targets_of_the_policy() -> None:
    targets = {slug: one.target.value for slug, one in indicators().items() if one.target}
    assert targets["at-most-one-visit-rate"] == 0.85
    assert AT_MOST_ONE_VISIT.target is not None
    assert AT_MOST_ONE_VISIT.target.share == 0.85
    assert targets["one-window-rate"] == 0.7
    assert targets["material-reduction"] == 0.6
    assert targets["hall-rate"] == 1


def test_each_indicator_is_counted_somewhere() -> None:
    counted = {*item_plan().readings, *baseline_plan().readings}
    audited = {slug for slug, one in indicators().items() if one.audited}
    assert counted | audited == indicators().keys()
    assert not counted & audited


@pytest.mark.parametrize(
    "node",
    [
        {},
        {"nonsense": 1},
        {"column": "hash", "is": 1},
        {"column": "visits"},
        {"finding": "gossip"},
        {"not": {"column": "id; drop table item", "stated": True}},
    ],
)
def test_what_the_language_does_not_know_is_refused(node: dict[str, object]) -> None:
    with pytest.raises(ExpressionUnknown):
        predicate_sql(node, {})


def test_numbers_of_different_units_are_not_subtracted() -> None:
    with pytest.raises(ExpressionUnknown):
        terms_of({"minus": [{"days": "statutory"}, {"column": "visits"}]}, {"1": 1})
    with pytest.raises(ExpressionUnknown):
        terms_of({"text": "visits"}, {})
