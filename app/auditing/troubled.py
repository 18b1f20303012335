"""有问题的法规与文书: items whose values name a law or a paper that a rule objects to.

Few laws are repealed and few papers gone, so these rules run the other way round: first over the
rows that element values are indexed by (``items.mentions``), once per distinct value; then to the
items that have such a value. A verdict is made for each citation or mention that any item has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from app.auditing.naming import LACKING, give_verdicts, take_back_unused
from app.auditing.numbering import Numbering
from app.auditing.rule import Rule
from app.auditing.temporary import EVERY, IN_SCOPE, OF_TROUBLED, SCOPED
from app.elements.kinds import KIND_BY_NAME, KINDS
from app.items.mentions import catch_up
from app.items.models import ITEM
from app.kernel.bulk import batched, execute

CANCELLED = 3
MATERIALS = KIND_BY_NAME["materials"].number
LEADING = {index.columns[0].name for index in ITEM.indexes}
"""Columns by which an index finds items."""
CITING = tuple(KIND_BY_NAME[name] for name in ("legal_basis", "time_limit", "materials", "fees"))


@dataclass(frozen=True, slots=True)
class Troubled:
    """The statements: ``values`` finds what is troubled, of all values or (True) those in scope;
    ``items`` is the condition on the items that have such a value; ``numbers`` the rules by form.
    """

    values: dict[bool, str]
    items: str
    numbers: dict[int, str]


def troubled_plan(
    rules: Iterable[Rule], numbering: Numbering, dated: Callable[[str], str]
) -> Troubled:
    """Put the statements together for the rules that are switched on."""
    naming = [rule for rule in rules if rule.form in _VALUES]
    wheres: dict[str, dict[int, str]] = {}
    for rule in naming:
        wheres.setdefault(rule.form, {})[numbering[rule.code]] = dated(rule.where or "")
    return Troubled(
        values={
            scoped: " UNION ALL ".join(
                _values(form, some, scoped=scoped) for form, some in wheres.items()
            )
            for scoped in (False, True)
        },
        items=_case("t.rule_id", {numbering[rule.code]: rule.items or "1 = 1" for rule in naming}),
        numbers={numbering[rule.code]: rule.form for rule in naming},
    )


def _values(form: str, wheres: Mapping[int, str], *, scoped: bool) -> str:
    """Return the query for the values that rules of one form object to: one look for all rules."""
    tables, joined = _TABLES[form, scoped]
    return _VALUES[form].format(
        tables=tables,
        joined=joined,
        numbers=" UNION ALL ".join(f"SELECT {number} AS number" for number in wheres),
        where=_case("r.number", wheres),
    )


def _case(number: str, wheres: Mapping[int, str]) -> str:
    """Return the condition that goes with the number of a rule."""
    cases = " ".join(f"WHEN {one} THEN ({where})" for one, where in wheres.items())
    return f"CASE {number} {cases} END" if wheres else "1 = 1"


def find_troubled(connection: Connection, plan: Troubled, *, scoped: bool) -> None:
    """Add the findings of these rules to ``found``, for the items in scope."""
    catch_up(connection)
    if troubled := _troubled(connection, plan, scoped=scoped):
        with batched(connection):
            for kind, by_line in troubled:
                execute(connection, _items_of(kind, plan, by_line=by_line, scoped=scoped))
            lacking = execute(connection, LACKING)
        give_verdicts(connection, plan.numbers, lacking.fetchall())
        execute(connection, _FOUND)
    if not scoped:
        take_back_unused(connection)


def _troubled(connection: Connection, plan: Troubled, *, scoped: bool) -> list[tuple[int, bool]]:
    """Note the troubled values; return which elements they are of, and whether by a line."""
    with batched(connection):
        for table in OF_TROUBLED:
            execute(connection, f"DELETE FROM {table}")
        if scoped:
            execute(connection, _SCOPE_VALUES)
        if plan.values[scoped]:
            execute(connection, f"INSERT INTO troubled {plan.values[scoped]}")
        noted = execute(connection, _NOTED)
    return [(kind, bool(by_line)) for kind, by_line in noted.fetchall()]


def _items_of(kind: int, plan: Troubled, *, by_line: bool, scoped: bool) -> str:
    """From the values to their items where an index leads there, else one look per item.

    Of papers of a line only the bodies of that line are meant: most items of their values are not.
    """
    tables, joined = (SCOPED, f"{IN_SCOPE} AND ") if scoped else (EVERY, "")
    column = KINDS[kind].name
    led = column in LEADING and not scoped and not by_line
    if by_line:
        tables += " CROSS JOIN agency a"
        joined += "a.id = i.agency_id AND a.line = t.line AND "
    ordered = f"troubled t CROSS JOIN {tables}" if led else f"{tables} CROSS JOIN troubled t"
    return (
        f"INSERT INTO named SELECT i.id, t.rule_id, t.source FROM {ordered}"
        f" WHERE {joined}t.value_id = i.{column} AND t.kind = {kind}"
        f" AND t.line IS {'NOT ' if by_line else ''}NULL"
        f" AND coalesce(i.status, 1) <> {CANCELLED} AND {plan.items}"
    )


_VALUES = {
    "cited": (
        "SELECT c.value_id, c.kind, r.number, c.id, NULL FROM {tables}"
        " LEFT JOIN law l ON l.id = c.law_id CROSS JOIN ({numbers}) r WHERE {joined} AND {where}"
    ),
    "mentioned": (
        "SELECT m.value_id, m.kind, r.number, m.id,"
        " CASE WHEN p.ended IS NULL THEN p.line END FROM {tables} CROSS JOIN ({numbers}) r"
        f" WHERE {{joined}} AND p.id = m.paper_id AND m.kind = {MATERIALS} AND {{where}}"
    ),
}
_TABLES = {
    ("cited", False): ("citation c", "1 = 1"),
    ("cited", True): ("scope_value s CROSS JOIN citation c", "c.value_id = s.value_id"),
    ("mentioned", False): ("paper p CROSS JOIN mention m", "1 = 1"),
    ("mentioned", True): (
        "scope_value s CROSS JOIN mention m CROSS JOIN paper p",
        "m.value_id = s.value_id",
    ),
}
_SCOPE_VALUES = "INSERT INTO scope_value " + " UNION ".join(
    f"SELECT i.{kind.name} FROM {SCOPED} WHERE {IN_SCOPE} AND i.{kind.name} IS NOT NULL"
    for kind in CITING
)
_NOTED = "SELECT DISTINCT kind, line IS NOT NULL FROM troubled"
_FOUND = (
    "INSERT INTO found SELECT n.item_id, n.rule_id, v.verdict_id FROM named n"
    " JOIN named_verdict v ON v.rule_id = n.rule_id AND v.source = n.source"
)
