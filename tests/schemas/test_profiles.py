"""The profiles: valid, and about elements that exist."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from app.elements.kinds import KIND_BY_NAME
from app.elements.schemas import schemas_root
from tests.schemas.test_files import read, short

FOLDER = schemas_root() / "profiles"
PROFILES = sorted(path for path in FOLDER.glob("*.json") if not path.name.endswith(".schema.json"))


@pytest.mark.parametrize("path", PROFILES, ids=short)
def test_profile_is_valid(path: Path) -> None:
    profile = read(path)
    schema = read(FOLDER / "profile.schema.json")
    assert [error.message for error in Draft202012Validator(schema).iter_errors(profile)] == []
    assert profile["name"] == path.stem


@pytest.mark.parametrize("path", PROFILES, ids=short)
def test_profile_names_each_element_once_and_kinds_that_exist(path: Path) -> None:
    elements = read(path)["elements"]
    names = [element["element"] for element in elements]
    assert len(names) == len(set(names))
    assert {element["kind"] for element in elements} <= KIND_BY_NAME.keys() | {"type", "code"}


def test_the_profile_of_2020_holds_ten_elements() -> None:
    titles = [element["title"] for element in read(FOLDER / "policy-2020.json")["elements"]]
    assert titles == [
        "事项名称", "事项类型", "设定依据", "办理流程", "办理时限",
        "申请材料", "申请表单", "收费", "基本编码", "办理结果",
    ]  # fmt: skip


def test_sizes_of_the_others() -> None:
    assert len(read(FOLDER / "guofa-2022-5.json")["elements"]) == 10
    assert len(read(FOLDER / "sitong.json")["elements"]) == 4


@pytest.mark.parametrize("path", PROFILES, ids=short)
def test_better_for_the_citizen_is_never_a_fault(path: Path) -> None:
    for element in read(path)["elements"]:
        assert element["severity"]["better"] == element["severity"]["unproven"] == "info"
