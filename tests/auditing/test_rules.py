"""Every rule has a case: silent on the clean document, finding what stands in findings.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.auditing import registry
from app.kernel.db import Database
from tests.auditing.judging import judge, judge_all
from tests.auditing.standing import standing_findings

CASES = Path(__file__).resolve().parents[1] / "cases"
EXAMPLES = Path(__file__).resolve().parents[2] / "schemas" / "examples"
FILES = ("clean.json", "offending.json", "findings.json")
WRITTEN = [rule.code for rule in registry.declared()] + ["undefined-code", "overlong-text"]
ALONE = [code for code in WRITTEN if registry.all_rules()[code].form in {"value", "own"}]
OVER_ITEMS = {"item", "group", "cited", "mentioned"}
TOGETHER = [code for code in WRITTEN if registry.all_rules()[code].form in OVER_ITEMS]
ALLOWED_IN_EXAMPLES = {
    # the invented region of the examples has no credit codes of its own
    "agency-without-credit-code",
}


def _read(code: str, name: str) -> Any:
    return json.loads((CASES / code / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", WRITTEN)
def test_every_rule_has_its_three_files(code: str) -> None:
    lacking = [name for name in FILES if not (CASES / code / name).is_file()]
    assert not lacking
    assert _read(code, "findings.json"), "the case finds nothing"


def test_no_case_is_left_of_a_rule_that_went() -> None:
    assert {path.name for path in CASES.iterdir() if path.is_dir()} <= set(WRITTEN)


@pytest.mark.parametrize("code", ALONE)
def test_silent_on_the_clean_document(code: str) -> None:
    assert list(judge(code, _read(code, "clean.json"))) == []


@pytest.mark.parametrize("code", ALONE)
def test_finds_the_defects_of_the_offending_document(code: str) -> None:
    found = judge(code, _read(code, "offending.json"))
    assert [place._asdict() for place in found] == _read(code, "findings.json")


def test_rules_over_items_are_silent_on_their_clean_catalogues(database: Database) -> None:
    found = {code: _standing(database, code, "clean.json") for code in TOGETHER}
    assert found == {code: [] for code in TOGETHER}


def test_rules_over_items_find_what_their_cases_say(database: Database) -> None:
    found = {code: _standing(database, code, "offending.json") for code in TOGETHER}
    assert found == {code: _read(code, "findings.json") for code in TOGETHER}


def _standing(database: Database, code: str, name: str) -> list[dict[str, Any]]:
    return standing_findings(database, code, _read(code, name))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_the_examples_of_the_standard_are_clean(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    found = [(rule.code, place.pointer) for rule, place in judge_all(document)]
    assert [one for one in found if one[0] not in ALLOWED_IN_EXAMPLES] == []
