"""What rules once passed over, as planted faults showed; each must be found."""

from __future__ import annotations

from typing import Any

import pytest

from tests.auditing.judging import judge

BODY = "11990221551200316849"
MISSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "a law with its number and no article": (
        "basis-without-article",
        {"legal_basis": [{"law": "医疗器械监督管理条例", "number": "国务院令第739号"}]},
        "/legal_basis/0/article",
    ),
    "the same, the number beside the name": (
        "basis-without-article",
        {"legal_basis": [{"law": "医疗器械监督管理条例（国务院令第739号）"}]},
        "/legal_basis/0/article",
    ),
    "a code of 32 digits that also reads as a row id": (
        "malformed-implementation-code",
        {"code": "1199022155120031684990131004000", "handling_code": f"{BODY}901310040004"},
        "/handling_code",
    ),
    "the name of the main item of a base item": (
        "overlong-text",
        {"base_code": "990131004000", "issuer": "990000000000", "parent_name": "登记" * 501},
        "/parent_name",
    ),
    "the row id of a source": ("overlong-text", {"row_id": "r" * 51}, "/row_id"),
}


@pytest.mark.parametrize("case", MISSED)
def test_what_was_missed_is_found(case: str) -> None:
    rule, document, pointer = MISSED[case]
    assert [place.pointer for place in judge(rule, document)] == [pointer]


@pytest.mark.parametrize("law", ["附件第204项", "附件序号第12号", "第5号"])
def test_an_entry_of_a_list_is_as_good_as_an_article(law: str) -> None:
    basis = [{"law": f"国务院对确需保留的行政审批项目设定行政许可的规定{law}"}]
    assert list(judge("basis-without-article", {"legal_basis": basis})) == []
