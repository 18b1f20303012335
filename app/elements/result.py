"""办理结果: what the applicant receives."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.elements.prose import fold_title
from app.elements.value import Code, Value, fold_fields, fold_set

TYPES = {"10": "证照", "20": "批文", "30": "其他", "99": "无"}
"""审批结果类型."""


class Result(Value):
    """办理结果: types, name, sample, licence and validity."""

    types: tuple[Code, ...] | None = None
    name: str | None = None
    sample: str | None = None
    licence_code: Code | None = None
    validity: str | None = None


_ADAPTER = TypeAdapter(Result)


def parse(data: object) -> Result:
    """Validate plain data."""
    return _ADAPTER.validate_python(data)


def canonical(value: Result) -> dict[str, object]:
    """Fold looks; the order of result types means nothing."""
    return fold_fields(
        value,
        {
            "types": lambda types: fold_set(types) or None,
            "name": fold_title,
            "sample": lambda sample: sample.strip() or None,
        },
    )
