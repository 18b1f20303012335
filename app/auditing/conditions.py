"""填报条件: the conditions of the standard's obligations as SQL over item ``i``.

Every condition names a field whose value is a column of ``item`` (see ``items.columns``). One that
is not is refused here, when the plan is made: an obligation nobody checks would be a silent gap.
"""

from __future__ import annotations

from collections.abc import Callable

from app.elements.fields import Field
from app.elements.obligations import Condition
from app.items.columns import RESULT_BITS

_NUMBERS = {
    "/level": "level",
    "/status": "status",
    "/authority/power_source": "power_source",
    "/authority/body_kind": "body_kind",
    "/handling/project_type": "project_type",
    "/handling/visits": "visits",
    "/handling/review_type": "review_type",
    "/handling/area": "area",
}
_NUMBERS |= {
    "/time_limit/statutory/number": "statutory",
    "/time_limit/promised/number": "promised",
}
_COUNTS = {
    "/process/steps": "steps",
    "/fees/items": "fee_count",
    "/materials": "material_count",
    "/time_limit/special_procedures": "special_procedures",
}
_FLAGS = {
    "/secret": "secret",
    "/fees/charged": "charged",
    "/handling/online": "online",
    "/handling/hall": "hall",
    "/handling/one_window": "one_window",
    "/handling/online_payment": "online_payment",
    "/handling/delivery": "delivery",
    "/handling/mail_in": "mail_in",
}
_MASKS: dict[str, tuple[str, Callable[[str], int]]] = {
    "/audience/objects": ("objects", lambda code: 1 << int(code)),
    "/handling/depth": ("depth", lambda code: 1 << int(code)),
    "/levels": ("levels", lambda code: 1 << int(code)),
    "/result/types": ("result_types", lambda code: RESULT_BITS[code]),
}


class ConditionUnknown(LookupError):
    """A condition of the standard rests on a field that is not a column of ``item``."""


def condition_sql(field: Field) -> str | None:
    """Return when a record owes ``field``: SQL, '' for always, None for never."""
    if field.obligation == "optional":
        return None
    parts = []
    if field.types is not None:
        types = ", ".join(f"'{code}'" for code in sorted(field.types))
        parts.append(f"i.type IN ({types})")
    parts += [_test(condition) for condition in field.when]
    return " AND ".join(parts)


def _test(condition: Condition) -> str:
    pointer, value = condition.field, condition.value
    if pointer == "/type" and isinstance(value, tuple):
        return f"i.type IN ({', '.join(repr(code) for code in value)})"
    if pointer in _NUMBERS:
        return _number(_NUMBERS[pointer], condition)
    if pointer in _COUNTS and value is None:
        return f"coalesce(i.{_COUNTS[pointer]}, 0) = 0"
    if pointer in _FLAGS and condition.test == "is":
        column = _FLAGS[pointer]
        return f"i.{column} IS NULL" if value is None else f"i.{column} = {int(bool(value))}"
    if pointer in _MASKS and isinstance(value, tuple):
        column, bit = _MASKS[pointer]
        return f"coalesce(i.{column}, 0) & {sum({bit(code) for code in value})} <> 0"
    raise ConditionUnknown(f"{pointer}: no column of item answers this condition")


def _number(column: str, condition: Condition) -> str:
    if condition.test == "min":
        return f"i.{column} >= {condition.value}"
    if condition.test == "in" and isinstance(condition.value, tuple):
        return f"i.{column} IN ({', '.join(condition.value)})"
    return f"i.{column} IS NULL"
