"""A source that carries less adds to what is known; it wipes nothing it cannot say."""

from __future__ import annotations

from app.importing.overlay import lay_over

STANDING = {
    "code": "1",
    "name": "示例事项",
    "conditions": "年满十八周岁，具有完全民事行为能力",
    "handling": {"visits": 1, "online": True, "visits_reason": "核验原件"},
    "materials": [
        {"name": "申请表", "type": "2", "necessity": "1"},
        {"name": "身份证", "type": "1", "necessity": "1"},
    ],
    "raw": {"/handling/visits": "1次", "/conditions": "…"},
}


def test_fields_without_a_column_stay() -> None:
    result = lay_over(STANDING, {"code": "1", "name": "新名"}, ["/name", "/handling/visits"])
    assert result["conditions"] == STANDING["conditions"]
    assert result["name"] == "新名"
    assert result["handling"] == {"online": True, "visits_reason": "核验原件"}
    assert "/handling/visits" not in result["raw"]
    assert STANDING["handling"]["visits"] == 1  # type: ignore[index]


def test_members_named_alike_keep_what_the_file_cannot_say() -> None:
    incoming = {"code": "1", "materials": [{"name": "身份证 "}, {"name": "照片"}]}
    result = lay_over(STANDING, incoming, ["/materials"])
    assert result["materials"] == [
        {"name": "身份证 ", "type": "1", "necessity": "1"},
        {"name": "照片"},
    ]


def test_an_empty_column_clears_its_field() -> None:
    result = lay_over(STANDING, {"code": "1"}, ["/conditions", "/materials"])
    assert "conditions" not in result
    assert "materials" not in result


def test_laying_the_same_over_again_changes_nothing() -> None:
    once = lay_over(STANDING, {"code": "1", "name": "新名"}, ["/name"])
    assert lay_over(once, {"code": "1", "name": "新名"}, ["/name"]) == once
