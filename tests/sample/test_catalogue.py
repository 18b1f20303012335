"""The documents: how many, of the right shape, the same every time, and clean."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from hashlib import sha256
from typing import Any

import pytest

from app.auditing.rule import Severity
from app.elements.schemas import record_validator
from app.sample.base import kinds
from app.sample.catalogue import base_items, clean_items, implementation_items
from app.sample.faults.lookalikes import LOOKALIKES
from app.sample.planting import planted
from tests.sample.conftest import Judge

APPLIED_FOR = {"01", "05", "07", "08", "09", "10", "20"}
TARGET = 0.85


def test_kinds_of_item_cover_types_lines_and_issuers() -> None:
    assert len(kinds()) >= 64
    assert {kind["type"] for kind in kinds().values()} == APPLIED_FOR
    assert len({kind["line"] for kind in kinds().values()}) >= 25
    issuers = {item["issuer"] for item in base_items()}
    assert issuers == {"000000000000", "990000000000", "990100000000", "990200000000"}


def test_base_codes_are_unique_within_an_issuer_and_carry_the_type() -> None:
    items = base_items()
    assert len({(item["base_code"], item["issuer"]) for item in items}) == len(items)
    assert all(item["base_code"][2:4] == item["type"] for item in items)


def test_about_eight_hundred_items_each_with_a_key_of_its_own() -> None:
    items = clean_items()
    assert 700 <= len(items) <= 1000
    assert len({item.get("handling_code", item["code"]) for item in items}) == len(items)


def test_clean_documents_fulfil_the_whole_standard() -> None:
    for record, items in (("base", base_items()), ("implementation", clean_items())):
        strict = record_validator(record, strict=True)
        assert [item["name"] for item in items if not strict.is_valid(item)] == []


def test_faulty_documents_can_still_be_imported() -> None:
    accepting = record_validator("implementation")
    faulty = [item for item in implementation_items() if not accepting.is_valid(item)]
    assert [item["name"] for item in faulty] == []


def test_steps_add_up_to_the_promise() -> None:
    for item in (*base_items(), *clean_items()):
        total = sum(step["number"] for step in item["process"]["steps"])
        assert total == item["time_limit"]["promised"]["number"], item["name"]


def test_nothing_is_found_in_clean_documents_but_hints(judge: Judge) -> None:
    for item in (*base_items(), *clean_items()):
        assert [found for found in judge(item) if found[0] > Severity.INFO] == [], item["name"]


@pytest.mark.parametrize("each", LOOKALIKES, ids=lambda each: each.note)
def test_look_alikes_are_left_alone(each: Any, judge: Judge) -> None:
    assert [found for found in judge(planted(each)) if found[0] > Severity.INFO] == []


def test_looks_vary_and_some_authorities_do_better(judge: Judge) -> None:
    items = clean_items()
    assert sum("raw" in item for item in items) > 40
    hints = [code for item in items for _, code, _ in judge(item)]
    assert hints.count("better-time-limit") > 40
    assert hints.count("better-materials") > 20


def test_most_items_take_one_visit_at_most_and_some_districts_lag() -> None:
    by_region = defaultdict(list)
    for item in clean_items():
        by_region[item["region"]].append(item["handling"]["visits"] <= 1)
    every = [once for region in by_region.values() for once in region]
    shares = {region: sum(once) / len(once) for region, once in by_region.items()}
    assert 0.8 < sum(every) / len(every) < 0.9
    assert 1 <= sum(share < TARGET for share in shares.values()) <= 4


def test_the_sample_is_the_same_in_every_process() -> None:
    code = (
        "import json, hashlib; from app.sample.catalogue import *;"
        "print(hashlib.sha256(json.dumps([base_items(), implementation_items()]).encode()).hexdigest())"
    )
    here = sha256(json.dumps([base_items(), implementation_items()]).encode()).hexdigest()
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == here
