"""检查项: our rules, as far as checks of one wide row can say them, for validators that others use.

Derived from ``schemas/`` and from the conditions of the audit's own rules: what a document owes,
codes, lengths, signs, shapes, and what columns of one row say of each other. What a check of a row
cannot say is left out: members of lists, other rows, the five answers of a comparison, what is
read in words (bench/README.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from app.auditing import registry
from app.auditing.generated_rules import missing_code
from app.elements.fields import Field
from app.elements.obligations import Condition, value_at
from app.elements.standard import load_standard
from bench.yardstick import documents

Kind = Literal["filled", "among", "shorter", "least", "like", "unlike", "never"]
STANDARD = load_standard("implementation")


@dataclass(frozen=True, slots=True)
class Check:
    """检查: one rule over one column; ``where`` narrows the rows, as ``DataFrame.query`` reads it.

    ``never`` names a column that is true where the rule finds something.
    """

    rule: str
    kind: Kind
    column: str
    value: Any = None
    where: str | None = None


def column_of(pointer: str) -> str:
    """Return a column's name: ``/handling/visits`` → ``handling_visits``."""
    return pointer.strip("/").replace("/", "_")


def _plain_fields() -> list[Field]:
    return [one for one in STANDARD.fields if "*" not in one.pointer]


def rows(source: Path) -> Iterator[dict[str, Any]]:
    """Yield the implementation items that count, as flat rows: texts, numbers, joined codes."""
    fields = [(column_of(one.pointer), one) for one in _plain_fields()]
    for document in documents(source):
        if "agency" in document and document.get("status") != "3":
            row = {name: _cell(one, value_at(document, one.pointer)) for name, one in fields}
            yield row | {name: bool(says(row)) for name, says in NEVER.items()}


def _cell(field: Field, value: Any) -> Any:
    """Return what a cell holds: lists of codes joined, other lists and objects as their size."""
    if not field.filled_by(value):
        return None
    if isinstance(value, list):
        if value and all(isinstance(member, str) for member in value):
            return ",".join(value)
        return str(len(value))
    return str(len(value)) if isinstance(value, dict) else value


def checks() -> list[Check]:
    """Return every check, in the order of the standard."""
    found = [*_owed(), *_shaped()]
    found += [Check(rule, "never", rule) for rule in NEVER]
    return found


def _owed() -> Iterator[Check]:
    for one in _plain_fields():
        if one.obligation != "optional":
            where = " and ".join(filter(None, (_of_types(one), *map(_holds, one.when))))
            rule = missing_code(one.pointer)
            yield Check(rule, "filled", column_of(one.pointer), None, where or None)


def _of_types(one: Field) -> str:
    return f"type in {list(one.types)}" if one.types else ""


def _holds(condition: Condition) -> str:
    column = column_of(condition.field)
    if condition.test == "in":
        wanted = "|".join(condition.value) if isinstance(condition.value, tuple) else ""
        return f"`{column}`.astype('str').str.contains(r'(?:^|,)(?:{wanted})(?:,|$)')"
    if condition.test == "min":
        return f"`{column}` >= {condition.value}"
    return f"`{column}`.isna()" if condition.value is None else f"`{column}` == {condition.value}"


def _shaped() -> Iterator[Check]:
    for one in _plain_fields():
        column = column_of(one.pointer)
        if one.enumeration and not one.multiple and one.pointer != "/type":
            yield Check("undefined-code", "among", column, sorted(one.enumeration))
        elif one.max_length and not one.multiple:
            yield Check("overlong-text", "shorter", column, one.max_length)
        if one.json_type in ("integer", "number"):
            yield Check("negative-number", "least", column, 0)
    yield Check("malformed-base-code", "like", "base_code", r"^\d{2}[0-9A-Z]{10}(?:\d{2})?$")
    yield Check("name-of-a-document", "unlike", "name", "^关于")
    for name in ("online", "pc", "mobile", "appointment"):
        yield Check("malformed-link", "like", f"links_{name}", r"^https?://[^\s/]+\.[^\s]+$")
        yield Check(
            "private-link", "unlike", f"links_{name}", r"^https?://(?:localhost|10\.|192\.168\.)"
        )


def _days(row: dict[str, Any], which: str) -> tuple[Any, Any]:
    return row[f"time_limit_{which}_number"], row[f"time_limit_{which}_unit"]


def _in(row: dict[str, Any], column: str, *codes: str) -> bool:
    return bool({*(row[column] or "").split(",")} & {*codes})


def _longer(row: dict[str, Any]) -> bool:
    (promised, ours), (statutory, theirs) = _days(row, "promised"), _days(row, "statutory")
    return None not in (promised, statutory) and ours == theirs and promised > statutory


NEVER: dict[str, Any] = {
    "level-digit-differs": lambda r: len(r["code"]) > 30 and r["code"][18] != r["level"],
    "base-code-differs": lambda r: len(r["code"]) > 30 and r["code"][19:31] != r["base_code"],
    "code-of-another-agency": lambda r: (r["agency_code"] or r["code"][:18]) != r["code"][:18],
    "promise-longer-than-statutory": _longer,
    "instant-with-days": lambda r: (
        r["handling_project_type"] == "1" and (_days(r, "promised")[0] or 0) > 1
    ),
    "promised-at-once": lambda r: (
        r["handling_project_type"] == "2" and _days(r, "promised")[0] == 0
    ),
    "payment-though-free": lambda r: (
        r["fees_charged"] is False and r["handling_online_payment"] is True
    ),
    "charged-without-online-payment": lambda r: (
        r["fees_charged"] is True and r["handling_online_payment"] is False
    ),
    "power-source-of-a-service": lambda r: (
        r["type"] == "20" and r["authority_power_source"] is not None
    ),
    "one-window-outside-hall": lambda r: (
        r["handling_one_window"] is True and r["handling_hall"] is False
    ),
    "wholly-online-yet-visits": lambda r: (
        _in(r, "handling_depth", "5") and (r["handling_visits"] or 0) > 0
    ),
    "visits-though-only-online": lambda r: (
        r["handling_channels"] == "2" and (r["handling_visits"] or 0) > 0
    ),
    "courier-yet-no-delivery": lambda r: (
        _in(r, "handling_result_delivery", "4") and r["handling_delivery"] is False
    ),
    "none-among-results": lambda r: "99" in (r["result_types"] or "") and r["result_types"] != "99",
}
"""Rules over several columns. One validator cannot say them and gets them as a column each; so both do."""


def told() -> dict[str, int]:
    """Return how many of our rules the checks speak of, and how many there are."""
    every = {rule.code for rule in registry.rules()}
    spoken = {check.rule for check in checks()}
    assert spoken <= every, spoken - every
    return {"rules_told": len(spoken), "rules": len(every), "checks": len(checks())}
