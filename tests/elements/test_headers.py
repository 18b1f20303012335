"""Column headers find their fields."""

from __future__ import annotations

from typing import Any

import pytest

from app.elements.standard import (
    fold_header,
    load_standard,
)

IMPLEMENTATION = load_standard("implementation")
BASE = load_standard("base")
STANDARDS = [IMPLEMENTATION, BASE]

SYNONYMS = {
    "/time_limit/statutory": "法定办结时限 法定期限 法定时限 法定办理时限",
    "/time_limit/promised": "承诺办结时限 承诺时限 承诺期限 办理时限",
    "/handling/visits": "到办事现场次数 到现场次数 到现场大厅次数 办事者到办事现场次数 跑动次数",
    "/agency/name": "实施主体 实施机关 权力部门 行使主体 办理机构 承办机构",
    "/legal_basis": "设定依据 实施依据 办理依据 法律依据 政策依据",
    "/level": "行使层级 实施层级",
    "/audience/objects": "服务对象 实施对象 办理对象 适用范围",
    "/type": "事项类型 事项类别",
    "/handling_code": "业务办理项编码 办理项编码 事项编码",
    "/fees": "收费标准 审批收费 收费情况 办理费用",
    "/handling/depth": "网上办理深度 网办深度 办理深度",
    "/handling/channels": "办理形式 办理方式 提供方式",
}


@pytest.mark.parametrize("pointer, names", SYNONYMS.items())
def test_labels_met_on_portals_are_known(pointer: str, names: str) -> None:
    index = IMPLEMENTATION.header_index()
    assert {index[fold_header(name)] for name in names.split()} == {pointer}


@pytest.mark.parametrize(
    "header",
    [
        "八、法定期限：",
        "<b>法定期限</b>",
        "*法定期限（必填）",
        "3. 法定期限:",
        " 法定期限\u3000",
        "（二）法定期限",
    ],
)
def test_marks_around_a_header_are_folded_away(header: str) -> None:
    assert IMPLEMENTATION.header_index()[fold_header(header)] == "/time_limit/statutory"


def test_exchange_columns_are_headers_too() -> None:
    assert IMPLEMENTATION.header_index()["anticipate_day"] == "/time_limit/statutory/number"
    assert IMPLEMENTATION.header_index()["by_law"] == "/legal_basis"
    assert IMPLEMENTATION.header_index("材料")["by_law"] == "/materials/*/basis"
    assert IMPLEMENTATION.header_index("材料")["task_guid"] == "/row_id"
    assert "row_guid" not in IMPLEMENTATION.header_index("材料")


def test_a_name_belongs_to_the_rows_of_its_sheet() -> None:
    assert IMPLEMENTATION.header_index()["名称"] == "/name"
    sheet = IMPLEMENTATION.header_index("材料")
    assert (sheet["名称"], sheet["事项名称"], sheet["实施编码"]) == (
        "/materials/*/name",
        "/name",
        "/code",
    )
    assert IMPLEMENTATION.header_index("环节")["办理机构"] == "/process/steps/*/office"


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda one: one.record)
def test_every_cell_has_a_header_in_its_sheet(standard: Any) -> None:
    indexes = {sheet: standard.header_index(sheet) for sheet in standard.sheets()}  # may raise
    for one in standard.fields:
        if one.leaf:
            assert indexes[one.sheet][fold_header(one.title)] == one.pointer
            assert indexes[one.sheet][fold_header(one.pointer)] == one.pointer


def test_sheets() -> None:
    assert list(IMPLEMENTATION.sheets()) == [
        "事项", "依据", "特别程序", "环节", "材料", "收费", "问答",
    ]  # fmt: skip
    assert next(iter(BASE.sheets())) == "基本目录"
