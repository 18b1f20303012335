"""Which fields a file speaks of at all: what it has no column for, it says nothing about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.importing.mappings import choose
from app.importing.readers import open_source
from tests.importing.zoo import CODE, write, write_jsonl, write_workbook

KEYS = {"/code", "/name"}


def pointers(path: Path) -> set[str]:
    with open_source(path) as source:
        return set(choose(source).pointers(source))


@pytest.mark.parametrize(
    "header, fields",
    [
        ("咨询方式", {"/contact/consult"}),
        ("申请材料", {"/materials"}),
        ("材料名称", {"/materials"}),
        (
            "法定办结时限",
            {f"/time_limit/statutory{part}" for part in ("", "/number", "/unit", "/text")},
        ),
        ("法定办结时限说明", {"/time_limit/statutory/note"}),
        ("收费标准", {"/fees", "/fees/charged", "/fees/items"}),
        ("随便一列", set()),
    ],
)
def test_a_table_speaks_of_its_columns_only(tmp_path: Path, header: str, fields: set[str]) -> None:
    path = write(tmp_path / "a.csv", f"实施编码,事项名称,{header}\n{CODE},甲,x\n")
    assert pointers(path) == KEYS | fields


def test_a_workbook_speaks_of_its_sheets(tmp_path: Path) -> None:
    sheets: dict[str, list[Any]] = {
        "事项": [["实施编码", "事项名称"], [CODE, "甲"]],
        "问答": [["实施编码", "问题"], [CODE, "问"]],
    }
    path = write_workbook(tmp_path / "a.xlsx", sheets)
    assert pointers(path) == {*KEYS, "/questions"}
    with open_source(path) as source:
        assert choose(source).carried(source) == {"name", "questions"}


def test_json_speaks_of_its_keys(tmp_path: Path) -> None:
    records = [
        {"task_code": CODE, "task_name": "甲", "catalog_code": "1", "is_fee": "0"},
        {"task_code": CODE, "AUDIT_QA": [{"question": "问"}], "AUDIT_ITEM_WINDOW": []},
    ]
    found = pointers(write_jsonl(tmp_path / "a.jsonl", records))
    assert found == {
        *KEYS, "/base_code", "/fees/charged", "/questions", "/contact/address", "/contact/hours",
        "/contact/window",
    }  # fmt: skip
