"""办理时限: the statutory and the promised limit, and special procedures 特别程序."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.elements.value import Code, Flag, Value, Whole, fold_fields

WORKING_DAY, CALENDAR_DAY, MONTH, YEAR, HOUR = "1", "2", "3", "4", "5"
UNITS = {WORKING_DAY: "工作日", CALENDAR_DAY: "自然日", MONTH: "月", YEAR: "年", HOUR: "小时"}
"""时限单位."""


class Limit(Value):
    """办结时限: a number and its unit; ``text`` is the spelling of the source.

    “即办” is number 0 in working days; “无” has a text and no number.
    """

    number: Whole | None = None
    unit: Code | None = None
    text: str | None = None
    note: str | None = None


class SpecialProcedure(Value):
    """特别程序: a step such as an inspection or a hearing, with its own limit."""

    name: str | None = None
    number: Whole | None = None
    unit: Code | None = None
    basis: str | None = None
    charged: Flag | None = None
    counted: Flag | None = None


class TimeLimit(Value):
    """办理时限 of one item."""

    statutory: Limit | None = None
    promised: Limit | None = None
    special_procedures: tuple[SpecialProcedure, ...] | None = None


_ADAPTER = TypeAdapter(TimeLimit)


def parse(data: object) -> TimeLimit:
    """Validate plain data."""
    return _ADAPTER.validate_python(data)


def canonical_limit(limit: Limit) -> dict[str, object]:
    """Fold one limit; once there is a number, its spelling is only looks."""
    return fold_fields(limit, {"text": lambda _: None} if limit.number is not None else None)


def canonical(value: TimeLimit) -> dict[str, object]:
    """Fold looks; special procedures keep their order, for they follow each other."""
    return fold_fields(
        value,
        {
            "statutory": lambda limit: canonical_limit(limit) or None,
            "promised": lambda limit: canonical_limit(limit) or None,
        },
    )
