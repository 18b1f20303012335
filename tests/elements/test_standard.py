"""The fields and obligations of the standard, as the rest of the program reads them."""

from __future__ import annotations

from typing import Any

import pytest

from app.elements.obligations import Condition
from app.elements.standard import (
    generic,
    load_standard,
)

IMPLEMENTATION = load_standard("implementation")
BASE = load_standard("base")
STANDARDS = [IMPLEMENTATION, BASE]


def test_a_scalar_field() -> None:
    visits = IMPLEMENTATION.field("/handling/visits")
    assert (visits.title, visits.kind, visits.json_type) == (
        "到办事现场次数",
        "handling",
        "integer",
    )
    assert (visits.obligation, visits.severity, visits.leaf) == ("required", "error", True)
    assert visits.types == ("01", "05", "07", "08", "09", "10", "20")
    assert "up_task_general_basic.limit_scene_num" in visits.exchange


def test_a_conditional_field() -> None:
    reason = IMPLEMENTATION.field("/handling/visits_reason")
    assert reason.when == (Condition("/handling/visits", "min", 1),)
    assert (reason.obligation, reason.severity) == ("conditional", "warning")


def test_a_field_of_list_members() -> None:
    name = IMPLEMENTATION.field("/materials/3/name")
    assert (name.pointer, name.sheet, name.max_length) == ("/materials/*/name", "材料", 200)
    assert name in IMPLEMENTATION.members("materials")


def test_a_field_of_several_codes() -> None:
    objects = IMPLEMENTATION.field("/audience/objects")
    assert objects.multiple
    assert objects.enumeration is not None
    assert objects.enumeration["9"] == "其他组织"
    assert objects.width == 32


def test_generic() -> None:
    assert generic("/materials/12/form/id") == "/materials/*/form/id"


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda one: one.record)
def test_pointers_are_unique(standard: Any) -> None:
    pointers = [one.pointer for one in standard.fields]
    assert len(pointers) == len(set(pointers))


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda one: one.record)
def test_conditions_name_fields_that_exist_and_codes_that_exist(standard: Any) -> None:
    for one in standard.fields:
        for condition in one.when:
            owner = one.pointer.rpartition("/")[0]
            pointer = condition.field.replace("./", f"{owner}/") if condition.relative else None
            other = standard.field(pointer or condition.field)
            assert condition.relative or "/*/" not in other.pointer
            if condition.test == "in":
                assert set(condition.value) <= set(other.enumeration)
            if condition.test == "min":
                assert other.json_type == "integer"
            if condition.test == "is" and condition.value is not None:
                assert other.json_type == "boolean"


def test_the_base_catalogue_owes_only_what_makes_a_standard() -> None:
    stated = (one for one in BASE.fields if not one.in_list)
    owed = {one.pointer for one in stated if one.obligation != "optional"}
    assert owed == {
        "/base_code",
        "/name",
        "/type",
        "/levels",
        "/status",
        "/version",
        "/legal_basis",
    }


def test_members_of_lists_can_be_judged_by_the_value_alone() -> None:
    """Their obligations know no item type, no other element, and are the same in both records."""
    members = [one for one in IMPLEMENTATION.fields if one.in_list]
    for one in members:
        assert one.types is None
        for condition in one.when:
            assert condition.relative or IMPLEMENTATION.field(condition.field).kind == one.kind
    shared = {one.pointer: one.obligation for one in BASE.fields if one.in_list}
    assert shared == {one.pointer: one.obligation for one in members}


def test_missing_members() -> None:
    value = [{"name": "申请人", "answer": "有"}, {"question": "要多久？"}]
    gaps = IMPLEMENTATION.missing_members("questions", value)
    assert [gap.pointer for gap in gaps] == ["/questions/0/question", "/questions/1/answer"]


def gaps(document: dict[str, Any]) -> set[str]:
    return {gap.pointer for gap in IMPLEMENTATION.missing(document)}


def test_public_services_have_no_power_source_and_owe_no_statutory_limit() -> None:
    owed = gaps({"type": "01"}) - gaps({"type": "20"})
    assert {"/authority/power_source", "/time_limit/statutory"} <= owed


def test_penalties_owe_no_materials() -> None:
    assert "/materials" in gaps({"type": "01"})
    assert "/materials" not in gaps({"type": "02"})


def test_an_unknown_type_owes_only_what_all_owe() -> None:
    assert "/legal_basis" in gaps({})
    assert "/materials" not in gaps({})


def test_no_materials_needed_is_a_statement() -> None:
    assert "/materials" not in gaps({"type": "01", "materials": []})
    assert "/legal_basis" in gaps({"type": "01", "legal_basis": []})


@pytest.mark.parametrize(
    "handling_value, owed",
    [({"visits": 1}, True), ({"visits": 0}, False), ({}, False), ({"visits": True}, False)],
)
def test_visits_owe_a_reason(handling_value: dict[str, Any], owed: bool) -> None:
    document = {"type": "01", "handling": handling_value}
    assert ("/handling/visits_reason" in gaps(document)) is owed


def test_members_owe_by_their_own_codes() -> None:
    document = {
        "materials": [
            {"name": "申请表", "type": "2", "format": "2", "necessity": "1", "source": "10"},
            {"name": "身份证", "type": "1", "format": "1", "necessity": "3", "source": "20"},
        ]
    }
    assert {pointer for pointer in gaps(document) if pointer.startswith("/materials")} == {
        "/materials/0/form",
        "/materials/0/sample",
        "/materials/1/issuer",
        "/materials/1/copies",
        "/materials/1/paper_size",
        "/materials/1/deadline",
    }


def test_a_fee_needs_its_basis_once() -> None:
    one = {"name": "工本费", "standard": "每本10元"}
    alone = {"type": "01", "fees": {"charged": True}}
    assert {"/fees/items", "/fees/basis"} <= gaps(alone)
    assert "/fees/items/0/basis" in gaps({"fees": {"charged": True, "items": [one]}})
    stated = {"fees": {"charged": True, "items": [one], "basis": "某文件"}}
    assert not {pointer for pointer in gaps(stated) if pointer.startswith("/fees")}
    assert "/fees/items/0/basis" not in gaps({"fees": {"charged": False, "items": [one]}})


@pytest.mark.parametrize(
    "condition, found, holds",
    [
        (Condition("/x", "in", ("10", "20")), ["99", "20"], True),
        (Condition("/x", "in", ("10",)), ["99"], False),
        (Condition("/x", "in", ("10",)), "10", True),
        (Condition("/x", "in", ("10",)), None, False),
        (Condition("/x", "min", 0), 0, True),
        (Condition("/x", "min", 0), None, False),
        (Condition("/x", "is", True), True, True),
        (Condition("/x", "is", False), None, False),
        (Condition("/x", "is", None), None, True),
        (Condition("/x", "is", None), [], True),
        (Condition("/x", "is", None), False, False),
    ],
)
def test_condition(condition: Condition, found: object, holds: bool) -> None:
    assert condition.holds(found) is holds
