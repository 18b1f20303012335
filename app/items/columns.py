"""The scalars of an element value that people filter by and that rules over whole items read.

Each function takes the tidy JSON of one element value and returns the columns it contributes to
the ``item`` row, in the order of ``COLUMNS_OF[kind]``. A coded value outside its dictionary gives
NULL here; that it is undefined is a finding about the value itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

Columns = tuple[int | None, ...]

MOST, MOST_SMALL = 2**31 - 1, 2**15 - 1  # what an integer and a smallint column hold
RESULT_BITS = {"10": 1, "20": 2, "30": 4, "99": 8}
PERSON = "1"


def number_of(code: object) -> int | None:
    """Return a short numeric code as an integer, NULL for anything else."""
    if isinstance(code, str) and code.isascii() and code.isdigit() and len(code) <= 4:
        return int(code)
    return None


def whole(number: float | None, most: int = MOST) -> int | None:
    """Return a JSON number as the integer it is (5.0 is 5), NULL for what no column holds."""
    return int(number) if number is not None and abs(number) <= most else None


def count(members: Sequence[object] | None) -> int:
    """Return how many members a list has, as far as a column can count."""
    return min(len(members or ()), MOST_SMALL)


def flag(value: object) -> int | None:
    """Return 1, 0 or NULL for true, false and unknown."""
    return int(value) if isinstance(value, bool) else None


def mask(codes: Iterable[str] | None) -> int | None:
    """Return the bit mask of single-digit codes, NULL when the list itself is absent."""
    if codes is None:
        return None
    bits = 0
    for code in codes:
        place = number_of(code)
        if place is not None and place <= 9:
            bits |= 1 << place
    return bits


def _authority(value: dict[str, Any]) -> Columns:
    joint = 1 if value.get("joint_agencies") else 0
    return number_of(value.get("power_source")), number_of(value.get("body_kind")), joint


def _audience(value: dict[str, Any]) -> Columns:
    personal = 1 if value.get("personal_topics") or value.get("personal_local_topics") else 0
    corporate = 2 if value.get("corporate_topics") or value.get("corporate_local_topics") else 0
    return mask(value.get("objects")), personal | corporate


def _limit(limit: dict[str, Any] | None) -> Columns:
    if not limit:
        return None, None
    return whole(limit.get("number")), number_of(limit.get("unit"))


def _time_limit(value: dict[str, Any]) -> Columns:
    special = count(value.get("special_procedures"))
    return (*_limit(value.get("statutory")), *_limit(value.get("promised")), special)


def _process(value: dict[str, Any]) -> Columns:
    """Steps, their total and the unit of that total (NULL unless every step states one unit)."""
    steps = value.get("steps") or ()
    units = {step.get("unit") for step in steps}
    numbers = [step.get("number") for step in steps]
    if not steps or None in numbers or len(units) != 1:
        return count(steps), None, None
    return count(steps), whole(sum(numbers)), number_of(units.pop())


def _materials(value: list[dict[str, Any]]) -> Columns:
    return count(value), count([material for material in value if material.get("form")])


def _fees(value: dict[str, Any]) -> Columns:
    return flag(value.get("charged")), count(value.get("items"))


def _result(value: dict[str, Any]) -> Columns:
    types = value.get("types")
    if types is None:
        return (None,)
    return (sum({RESULT_BITS.get(code, 0) for code in types}),)


def _handling(value: dict[str, Any]) -> Columns:
    sign_on = flag(value.get("pc_sign_on"))
    return (
        number_of(value.get("project_type")),
        whole(value.get("visits"), MOST_SMALL),
        flag(value.get("online")),
        mask(value.get("depth")),
        number_of(value.get("review_type")),
        number_of(value.get("area")),
        flag(value.get("hall")),
        flag(value.get("one_window")),
        flag(value.get("online_payment")),
        flag(value.get("delivery")),
        flag(value.get("mail_in")),
        flag(value.get("self_service")),
        sign_on if sign_on is not None else flag(value.get("mobile_sign_on")),
    )


COLUMNS_OF: dict[str, tuple[str, ...]] = {
    "authority": ("power_source", "body_kind", "joint"),
    "audience": ("objects", "topics"),
    "time_limit": (
        "statutory",
        "statutory_unit",
        "promised",
        "promised_unit",
        "special_procedures",
    ),
    "process": ("steps", "step_total", "step_unit"),
    "materials": ("material_count", "form_count"),
    "fees": ("charged", "fee_count"),
    "result": ("result_types",),
    "handling": (
        "project_type",
        "visits",
        "online",
        "depth",
        "review_type",
        "area",
        "hall",
        "one_window",
        "online_payment",
        "delivery",
        "mail_in",
        "self_service",
        "sign_on",
    ),
}

_READERS: dict[str, Callable[[Any], Columns]] = {
    "authority": _authority,
    "audience": _audience,
    "time_limit": _time_limit,
    "process": _process,
    "materials": _materials,
    "fees": _fees,
    "result": _result,
    "handling": _handling,
}


def columns_of(kind: str, value: Any) -> Columns:
    """Return the item columns of one element value; empty for kinds without any."""
    reader = _READERS.get(kind)
    return reader(value) if reader else ()
