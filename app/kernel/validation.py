"""What Pydantic finds, in our words: pointer, code, sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.kernel.language import Language
from app.kernel.problem import FieldError

_PARTS = ("body", "query", "path", "header", "cookie")

_ZH = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "json_invalid": "不是合法的 JSON：{error}",
    "model_attributes_type": "应为对象",
    "model_type": "应为对象",
    "dict_type": "应为对象",
    "list_type": "应为数组",
    "tuple_type": "应为数组",
    "string_type": "应为文字",
    "string_too_short": "至少 {min_length} 个字",
    "string_too_long": "最多 {max_length} 个字",
    "string_pattern_mismatch": "应符合 {pattern}",
    "too_short": "至少 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "int_parsing_size": "数字太大",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "decimal_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不应小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不应大于 {le}",
    "bool_type": "应为是或否（true 或 false）",
    "bool_parsing": "应为是或否（true 或 false）",
    "literal_error": "应为 {expected} 之一",
    "enum": "应为 {expected} 之一",
    "date_type": "应为日期（如 2026-01-31）",
    "date_parsing": "应为日期（如 2026-01-31）",
    "date_from_datetime_parsing": "应为日期（如 2026-01-31）",
    "datetime_parsing": "应为时间（如 2026-01-31T09:00:00Z）",
    "datetime_from_date_parsing": "应为时间（如 2026-01-31T09:00:00Z）",
    "url_parsing": "应为网址",
    "uuid_parsing": "应为 UUID",
    "value_error": "{error}",
}


def field_error(fault: Mapping[str, Any], language: Language = "zh") -> FieldError:
    """Return one of Pydantic's faults in the shape that all 422 problems share."""
    where, pointer = _place(fault["loc"])
    code = str(fault["type"]).replace("_", "-")
    error: FieldError = {"pointer": pointer, "code": code, "detail": _sentence(fault, language)}
    return error if where == "body" else {"in": where, **error}


def _place(location: Sequence[str | int]) -> tuple[str, str]:
    if location and location[0] in _PARTS:
        return str(location[0]), pointer_of(location[1:])
    return "body", pointer_of(location)


def pointer_of(path: Sequence[str | int]) -> str:
    """Return a path of names and positions as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _sentence(fault: Mapping[str, Any], language: Language) -> str:
    template = _ZH.get(fault["type"])
    if language == "en" or template is None:
        return str(fault["msg"])
    return template.format_map(fault.get("ctx", {}))
