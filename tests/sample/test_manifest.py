"""The planted faults: enough of them, just where they should be, found, and nothing besides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from app.auditing import registry
from app.auditing.rule import Severity
from app.sample.catalogue import clean_items, implementation_items, manifest
from app.sample.faults import FAULTS, LOOKALIKES
from app.sample.planting import clean, planted
from tests.sample.conftest import Judge

SEVERAL_ITEMS = {"item", "group"}
"""Forms of rules that need the other items: the whole catalogue is audited elsewhere."""

CHANGED = [each for each in FAULTS if each.manner != "remove"]


def _name(each: Any) -> str:
    return f"{each.findings[0][0]} {each.spot.kind}"


def _differences(before: Any, after: Any, pointer: str = "") -> Iterator[str]:
    """Yield the pointers at which two documents differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() | after.keys():
            if name in before and name in after:
                yield from _differences(before[name], after[name], f"{pointer}/{name}")
            else:
                yield f"{pointer}/{name}"
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, both in enumerate(zip(before, after, strict=True)):
            yield from _differences(*both, f"{pointer}/{place}")
    elif before != after:
        yield pointer


def _explained(pointer: str, touched: str) -> bool:
    """A difference inside what was touched, or a list that lost the member touched."""
    lost, _, member = touched.rpartition("/")
    return f"{pointer}/".startswith(f"{touched}/") or (pointer == lost and member.isdigit())


def _alone(findings: tuple[tuple[str, str], ...]) -> set[tuple[str, str]]:
    """Keep the findings that show in one document."""
    rules = {code: registry.find(code) for code, _ in findings}
    return {
        (code, pointer)
        for code, pointer in findings
        if (rule := rules[code]) is not None and rule.form not in SEVERAL_ITEMS
    }


def test_many_faults_of_many_kinds() -> None:
    entries = manifest()
    assert sum(not entry.follows for entry in entries) >= 60
    assert len({entry.rule for entry in entries}) >= 40


def test_every_rule_named_exists_under_that_name() -> None:
    assert {entry.rule for entry in manifest()} <= set(registry.all_rules())


def test_no_document_has_two_faults() -> None:
    edited = [each.spot for each in (*FAULTS, *LOOKALIKES) if each.manner == "edit"]
    assert [spot for spot, count in Counter(edited).items() if count > 1] == []


def test_every_entry_names_an_item_of_the_catalogue() -> None:
    keys = {(item["code"], item.get("handling_code")) for item in implementation_items()}
    named = {(e.code, e.handling_code) for e in manifest() if e.record == "implementation"}
    assert named <= keys


@pytest.mark.parametrize("each", CHANGED, ids=_name)
def test_a_faulty_document_differs_from_its_clean_twin_just_there(each: Any) -> None:
    differing = list(_differences(clean()[each.spot], planted(each)))
    assert differing
    for pointer in differing:
        assert any(_explained(pointer, touched) for touched in each.edit.touches)


@pytest.mark.parametrize("each", CHANGED, ids=_name)
def test_what_is_planted_is_found_and_nothing_else(each: Any, judge: Judge) -> None:
    found = judge(planted(each))
    pointed = {(code, pointer) for _, code, pointer in found}
    assert _alone(each.findings) <= pointed
    grave = {(code, pointer) for level, code, pointer in found if level > Severity.INFO}
    assert grave <= set(each.findings)


def test_whatever_is_not_in_the_manifest_is_clean(judge: Judge) -> None:
    expected = defaultdict(set)
    for entry in manifest():
        expected[str(entry.handling_code or entry.code)].add(entry.rule)
    for item in implementation_items():
        key = str(item.get("handling_code", item["code"]))
        errors = {code for level, code, _ in judge(item) if level is Severity.ERROR}
        assert errors <= expected[key], item["name"]


def test_removals_leave_out_just_the_documents_named() -> None:
    shown = {item.get("handling_code", item["code"]) for item in implementation_items()}
    lacking = [
        item for item in clean_items() if item.get("handling_code", item["code"]) not in shown
    ]
    removed = [each.spot.kind for each in FAULTS if each.manner == "remove"]
    assert set(removed) <= {item["name"] for item in lacking}
