"""What an import takes, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from app.elements.schemas import RECORDS, Record
from app.elements.standard import (
    acceptance_schema,
    element_schema,
    element_validator,
    record_validator,
)


@pytest.mark.parametrize("record", RECORDS)
def test_acceptance_schema_is_valid(record: Record) -> None:
    Draft202012Validator.check_schema(acceptance_schema(record))


@pytest.mark.parametrize(
    "part",
    [
        {"type": "TC"},
        {"name": "长" * 2000},
        {"effective_date": "2025年1月1日"},
        {"region": "440100"},
        {"handling": {"visits": -1, "depth": ["8"]}},
        {"handling": {"visits": None}, "materials": None, "type": None},
        {"time_limit": {"statutory": {"number": -5, "unit": "W"}}},
    ],
)
def test_what_the_audit_reports_is_accepted(part: dict[str, Any]) -> None:
    document = {"code": "X-1", "name": "某事项", **part}
    assert record_validator("implementation").is_valid(document)
    assert not record_validator("implementation", strict=True).is_valid(document)


@pytest.mark.parametrize(
    "part",
    [
        {"handling": {"visits": "1"}},
        {"handling": {"visits": 40_000}},
        {"handling": {"online": 1}},
        {"type": 1},
        {"materials": {"name": "申请表"}},
        {"materials": [None]},
        {"unheard_of": 1},
        {"handling": {"unheard_of": 1}},
        {"audience": {"objects": "1,2"}},
        {"name": None},
        {"code": None},
        {"time_limit": {"statutory": {"number": 2**31}}},
        {"raw": {"time_limit": "五个工作日"}},
    ],
)
def test_what_cannot_be_stored_is_refused(part: dict[str, Any]) -> None:
    document = {"code": "X-1", "name": "某事项", **part}
    assert not record_validator("implementation").is_valid(document)


def test_any_one_code_makes_an_item() -> None:
    validator = record_validator("implementation")
    for field in ("code", "handling_code", "local_code", "row_id"):
        assert validator.is_valid({field: "1", "name": "某事项"})
    assert not validator.is_valid({"name": "某事项"})
    assert record_validator("base").is_valid({"base_code": "000117001001", "name": "某事项"})


def test_element_schema_stands_alone() -> None:
    schema = element_schema("materials")
    assert "$ref" not in str(schema)
    assert not Draft202012Validator(schema).is_valid([{"necessity": "4"}])
    assert element_validator("materials").is_valid([{"necessity": "4"}])
