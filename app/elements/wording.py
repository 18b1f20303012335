"""义务的说法: obligations, conditions and types of value in words, Chinese first."""

from __future__ import annotations

from app.elements.fields import Field
from app.elements.obligations import Condition
from app.elements.standard import Standard, label

OBLIGATIONS = {
    "required": ("必填", "required"),
    "conditional": ("有条件必填", "conditional"),
    "optional": ("选填", "optional"),
}
SEVERITIES = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "info")}
_GROUPS = {
    ("01", "05", "07", "08", "09", "10", "20"): ("依申请事项", "applied-for items"),
    ("01", "05", "07", "08", "09", "10"): ("依申请的行政权力", "applied-for powers"),
    ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10"): ("行政权力", "powers"),
}
_TYPES = {
    "string": ("文字", "text"),
    "integer": ("整数", "integer"),
    "number": ("数", "number"),
    "boolean": ("是／否", "true or false"),
    "array": ("列表", "list"),
    "object": ("一组字段", "group of fields"),
}


def obligation_words(one: Field) -> tuple[str, str]:
    """Say when a field is owed and how grave its absence is: (Chinese, English)."""
    zh, en = OBLIGATIONS[one.obligation]
    if one.obligation == "optional":
        return zh, en
    group_zh, group_en = _types(one)
    grave_zh, grave_en = SEVERITIES[one.severity]
    return f"{zh}{group_zh}；缺则报{grave_zh}", f"{en}{group_en}; else {grave_en}"


def _types(one: Field) -> tuple[str, str]:
    if one.types is None:
        return "", ""
    if one.types in _GROUPS:
        zh, en = _GROUPS[one.types]
        return f"（限{zh}）", f" ({en})"
    zh = "、".join(f"{code} {label('item-type', code)}" for code in one.types)
    return f"（限{zh}）", f" (types {', '.join(one.types)})"


def condition_words(standard: Standard, one: Field, condition: Condition) -> tuple[str, str]:
    """Say one condition: (Chinese, English)."""
    pointer = condition.field
    if condition.relative:
        pointer = one.pointer.rpartition("/")[0] + pointer.removeprefix(".")
    other = standard.field(pointer)
    zh, en = _test_words(other, condition)
    return f"“{other.title}”{zh}", f"`{condition.field}` {en}"


def _test_words(other: Field, condition: Condition) -> tuple[str, str]:
    value = condition.value
    if condition.test == "in" and isinstance(value, tuple):
        labels = other.enumeration or {}
        codes = "、".join(f"{code} {labels.get(code, '')}".strip() for code in value)
        return f"{'含' if other.multiple else '为'} {codes}", f"in {', '.join(value)}"
    if condition.test == "min":
        return ("已填", "is stated") if value == 0 else (f"不少于 {value}", f"≥ {value}")
    if value is None:
        return "未填", "is not stated"
    return ("为是", "is true") if value else ("为否", "is false")


def value_words(one: Field) -> tuple[str, str]:
    """Say what a field holds: (Chinese, English)."""
    zh, en = _TYPES[one.json_type]
    if one.enumeration_name:
        several = ("，可多选", ", several") if one.multiple else ("", "")
        return f"代码{several[0]}", f"code{several[1]}"
    if one.multiple:
        return "文字列表", "list of texts"
    if one.max_length:
        return f"{zh}，至多 {one.max_length} 字", f"{en}, at most {one.max_length}"
    return zh, en
