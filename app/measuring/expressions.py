"""指标算式: the closed language of formulas, as SQL over ``item i`` and ``baseline_item f``.

A predicate becomes SQL that is true, or false, or NULL where the item does not state what it turns
on; it stands in ``CASE WHEN … THEN 1 ELSE 0 END`` only, so that NULL counts as "does not hold" in
both engines. A number becomes an integer expression, never NULL, times ``scale``: sums are exact
and the same on both engines. Whatever the language does not know is refused when it is compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from app.auditing import registry
from app.auditing.rule import Rule
from app.items.columns import RESULT_BITS
from app.items.presence import bit_of
from app.measuring.definitions import Node
from app.publishing.lists import conditions
from app.publishing.lists.conditions import Condition
from app.publishing.lists.definitions import LISTS

Conversion = Mapping[str, float]
"""Working days to one unit of time, by the unit's code."""

MOST = 99_999
"""Numbers beyond are taken for not stated: no limit has 100,000 days."""
DAYS, MILLIONTHS = 1000, 1_000_000
INSTANT = 1
NUMBERS = frozenset(
    [
        "visits",
        "statutory",
        "promised",
        "steps",
        "material_count",
        "form_count",
        "fee_count",
        "charged",
        "online",
        "hall",
        "one_window",
        "delivery",
        "mail_in",
        "self_service",
        "sign_on",
        "has_online_link",
        "has_mobile_link",
        "project_type",
        "type",
        "level",
        "standard_id",
    ]
)
MASKS: dict[str, Callable[[str], int]] = {
    "depth": lambda code: 1 << int(code),
    "objects": lambda code: 1 << int(code),
    "result_types": lambda code: RESULT_BITS[code],
}


class ExpressionUnknown(LookupError):
    """A formula says something that this language has no words for."""


class Number(NamedTuple):
    """A number as SQL: an integer that is ``scale`` times what it means."""

    sql: str
    scale: int


CONDITIONS = {one.code: one for one in vars(conditions).values() if isinstance(one, Condition)}


def predicate_sql(node: Node, conversion: Conversion) -> str:
    """Return the SQL of a predicate.

    Raises:
        ExpressionUnknown: it is none.
    """
    for name, compiled in _PREDICATES.items():
        if name in node:
            return f"({compiled(node, conversion)})"
    raise ExpressionUnknown(f"no such predicate: {node}")


def _all(node: Node, conversion: Conversion) -> str:
    return " AND ".join(predicate_sql(part, conversion) for part in node["all"])


def _any(node: Node, conversion: Conversion) -> str:
    return " OR ".join(predicate_sql(part, conversion) for part in node["any"])


def _not(node: Node, conversion: Conversion) -> str:
    """What is not stated does not hold, and so its negation does."""
    return f"CASE WHEN {predicate_sql(node['not'], conversion)} THEN 1 ELSE 0 END = 0"


def _column(node: Node) -> str:
    """Return a column of the item, or of what the baseline froze of it (``then``)."""
    name = node.get("column") or node["days"]
    if name not in NUMBERS and name not in MASKS:
        raise ExpressionUnknown(f"{name}: not a column that formulas may use")
    return f"{'f' if node.get('then') else 'i'}.{name}"


def _column_test(node: Node, _conversion: Conversion) -> str:
    column = _column(node)
    if "stated" in node:
        counted = node["column"] in _COUNTED
        return f"{column} BETWEEN 0 AND {MOST}" if counted else f"{column} IS NOT NULL"
    if "codes" in node:
        bit = MASKS[node["column"]]
        return f"{column} & {sum({bit(code) for code in node['codes']})} <> 0"
    tests = [
        f"{column} {sign} {int(node[name])}"
        for name, sign in (("is", "="), ("min", ">="), ("max", "<="))
        if name in node
    ]
    if not tests:
        raise ExpressionUnknown(f"no test of the column: {node}")
    return " AND ".join(tests)


_COUNTED = frozenset(
    ["visits", "statutory", "promised", "steps", "material_count", "form_count", "fee_count"]
)


def number_sql(node: Node, conversion: Conversion) -> Number:
    """Return the SQL of a number.

    Raises:
        ExpressionUnknown: it is none.
    """
    if "reduction" in node:
        before, after = (number_sql(part, conversion) for part in node["reduction"])
        _same_scale(before, after)
        return Number(_reduction(before.sql, after.sql), MILLIONTHS)
    if "days" in node:
        return Number(_days(node, conversion), DAYS)
    if "column" in node:
        column = _column(node)
        return Number(f"CASE WHEN {column} BETWEEN 0 AND {MOST} THEN {column} ELSE 0 END", 1)
    raise ExpressionUnknown(f"no such number: {node}")


def terms_of(node: Node, conversion: Conversion) -> list[tuple[int, Number]]:
    """Return a number as signed terms that can be summed by themselves: ``minus`` is two of them.

    Raises:
        ExpressionUnknown: it is none, or its terms have different units.
    """
    parts = node.get("minus", [node])
    numbers = [number_sql(part, conversion) for part in parts]
    _same_scale(*numbers)
    return [(-1 if place else 1, number) for place, number in enumerate(numbers)]


def _same_scale(*numbers: Number) -> None:
    if len({number.scale for number in numbers}) != 1:
        raise ExpressionUnknown("numbers of different units")


def _reduction(before: str, after: str) -> str:
    """1 - after/before, in millionths, halves rounded up: integers give every engine the same."""
    rounded = f"(CAST({2 * MILLIONTHS} AS BIGINT) * ({after}) + ({before})) / (2 * ({before}))"
    return f"CASE WHEN ({before}) > 0 THEN {MILLIONTHS} - {rounded} ELSE 0 END"


def _days(node: Node, conversion: Conversion) -> str:
    """A time limit in thousandths of working days; what cannot be converted counts as 0.

    即办件 counts as promised at once, whatever it promises (domain reference, guard rails).
    """
    column = _column(node)
    factors = " ".join(
        f"WHEN {column}_unit = {int(unit)} THEN {round(factor * DAYS)}"
        for unit, factor in sorted(conversion.items())
    )
    days = (
        f"CASE WHEN {column} BETWEEN 1 AND {MOST}"
        f" THEN CAST({column} AS BIGINT) * CASE {factors} ELSE 0 END ELSE 0 END"
    )
    if node["days"] != "promised":
        return days
    return f"CASE WHEN {column[0]}.project_type = {INSTANT} THEN 0 ELSE {days} END"


def _days_test(node: Node, conversion: Conversion) -> str:
    """Whether a time limit is ``stated``, is ``convertible``, or is ``zero``."""
    column = _column(node)
    units = ", ".join(str(int(unit)) for unit in sorted(conversion))
    tests = {
        "stated": f"{column} BETWEEN 0 AND {MOST}",
        "convertible": f"{column} = 0 OR {column}_unit IN ({units})",
        "zero": f"{column} = 0",
    }
    (test,) = (sql for name, sql in tests.items() if name in node)
    if node["days"] == "promised":
        return f"{column[0]}.project_type = {INSTANT} OR {test}"
    return test


def _finding(node: Node, _conversion: Conversion) -> str:
    """Whether the audit has standing findings of some rules about the item.

    ``IS TRUE`` keeps the item's findings the way to them, and the rules a set that is made once:
    both engines know quicker ways for one item that are slower for a million.
    """
    codes = ", ".join(f"'{rule.code}'" for rule in finding_rules(node["finding"]))
    return (
        "EXISTS (SELECT 1 FROM finding g WHERE g.item_id = i.id AND (g.rule_id IN"
        f" (SELECT q.id FROM audit_rule q WHERE q.code IN ({codes}))) IS TRUE)"
    )


def finding_rules(wanted: str) -> list[Rule]:
    """Return the rules that a predicate ``{"finding": …}`` asks about.

    Raises:
        ExpressionUnknown: there is no such family of rules.
    """
    family = FAMILIES.get(wanted)
    if family is None:
        raise ExpressionUnknown(f"no such family of findings: {wanted}")
    return [rule for rule in registry.all_rules().values() if family(rule)]


FAMILIES: dict[str, Callable[[Rule], bool]] = {
    "missing": lambda rule: rule.form == "missing",
    "unlike": lambda rule: rule.form == "pair" and _answer(rule) in ("worse", "different"),
    "unproven": lambda rule: rule.form == "pair" and _answer(rule) == "unproven",
}
"""Fields that are owed and missing; comparisons that found a difference; those undecided."""


def _answer(rule: Rule) -> str:
    return rule.code.partition("-")[0]


_PREDICATES: dict[str, Callable[[Node, Conversion], str]] = {
    "all": _all,
    "any": _any,
    "not": _not,
    "list": lambda node, _: LISTS[node["list"]].member_sql(),
    "possible": lambda node, _: LISTS[node["possible"]].open_sql(),
    "condition": lambda node, _: CONDITIONS[node["condition"]].holds,
    "field": lambda node, _: f"i.present & {bit_of()[node['field']]} <> 0",
    "finding": _finding,
    "baseline": lambda _node, _: "f.item_id IS NOT NULL",
    "days": _days_test,
    "column": _column_test,
}
