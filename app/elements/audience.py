"""服务对象与主题: whom the item serves and under which themes it is found."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.elements.value import Code, Value, fold_fields, fold_set

OBJECTS = {
    "1": "自然人", "2": "企业法人", "3": "事业法人", "4": "社会组织法人",
    "5": "非法人企业", "6": "行政机关", "9": "其他组织",
}  # fmt: skip
"""服务对象 in the numbering of the exchange platforms."""


class Audience(Value):
    """服务对象 and 主题分类; every list is a set."""

    objects: tuple[Code, ...] | None = None
    personal_topics: tuple[Code, ...] | None = None
    corporate_topics: tuple[Code, ...] | None = None
    personal_local_topics: tuple[Code, ...] | None = None
    corporate_local_topics: tuple[Code, ...] | None = None


_ADAPTER = TypeAdapter(Audience)


def parse(data: object) -> Audience:
    """Validate plain data."""
    return _ADAPTER.validate_python(data)


def canonical(value: Audience) -> dict[str, object]:
    """Sort every set and fold looks."""
    return fold_fields(value, {name: lambda codes: fold_set(codes) or None for name in _SETS})


_SETS = tuple(Audience.model_fields)
