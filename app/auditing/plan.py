"""审核计划: the SQL of one audit pass, put together from the declared rules once and kept.

The pass reads every item in scope once, beside its standard, and writes a narrow ``work`` row of
bit masks, and of the values that differ from the standard's, for the items that anything can be
said about; findings are unfolded from these rows. So the cost of a full audit is one scan of
``item`` plus the findings, not one query per rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.auditing.conditions import condition_sql
from app.auditing.masks import mask_sql
from app.auditing.numbering import Numbering
from app.auditing.rule import Rule
from app.auditing.scope import IN_SCOPE, SCOPED, neighbour_keys
from app.auditing.troubled import Troubled, troubled_plan
from app.auditing.unclaimed import CANCELLED
from app.elements.kinds import KINDS
from app.elements.profiles import Profile, ProfileElement
from app.elements.schemas import Record
from app.elements.standard import load_standard
from app.items.models import BASE, IMPLEMENTATION
from app.items.presence import bit_of
from app.items.writing import OWN_BIT
from app.kernel.clock import today

WORD = 60  # rules per bit mask: what a signed 64-bit integer holds, with room to spare
WORDS = 2
ONCE = "LIMIT 9223372036854775807"
"""No limit, but a fence: without it the planner computes the masks a second time in WHERE."""
UNANSWERED = 9
"""In the place of an answer: nobody has compared this pair yet."""
UNCLAIMED = "unclaimed-base-item"
TODAY = "CURRENT_DATE"
"""Written in predicates, put in as the date in Beijing: engines disagree on whose day it is."""
ANSWERS = ("same", "better", "worse", "different", "unproven")
SCALAR_PAIRS = {
    "different-type": "i.type <> b.type",
    "different-code": "substr(i.base_code, 1, 12) <> substr(b.base_code, 1, 12)"
    f" AND i.kind = {IMPLEMENTATION}",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """The statements of one pass; ``{items}`` and ``{only}`` tell which items it looks at."""

    work: str
    found: str
    """Pairs that nobody has compared yet are found without a ``ref``."""
    unanswered: str
    """Which pairs these are: comparator, value of the standard, local value."""
    answered: str
    """Finds them again; ``{first}`` is the id of the first new comparison."""
    group: tuple[str, ...]
    group_whole: tuple[str, ...]
    """The same for all items: only those that have a neighbour by the rule's key are looked at."""
    troubled: Troubled
    neighbour_keys: tuple[tuple[str, ...], ...]
    """The keys by which group rules make items each other's evidence."""
    dated: tuple[int, ...]
    """Rules whose findings come and go with the calendar, without any write."""


def day() -> date:
    """Return the day that the dates in a plan are held against."""
    return today()


def plan_for(rules: Iterable[Rule], numbering: Numbering, profile: Profile) -> Plan:
    """Put the statements together for the rules that are switched on."""
    live = [rule for rule in rules if numbering.is_on(rule.code)]
    predicates = [rule for rule in live if rule.form == "item"] + _scalar_pairs(live)
    if len(predicates) > WORD * WORDS:
        raise OverflowError(f"{len(predicates)} item rules do not fit {WORD * WORDS} bits")
    pairs = _paired(profile)
    grouping = [rule for rule in live if rule.form == "group" and rule.where]
    return Plan(
        work=_work(predicates, pairs),
        found=_found(live, predicates, pairs, numbering),
        unanswered=_unanswered(pairs),
        answered=_answered(pairs, live, numbering),
        group=tuple(_group(rule, numbering[rule.code], SCOPED, IN_SCOPE) for rule in grouping),
        group_whole=tuple(_group(rule, numbering[rule.code], *_near(rule)) for rule in grouping),
        troubled=troubled_plan(live, numbering, lambda words: words.replace(TODAY, f"'{today()}'")),
        neighbour_keys=neighbour_keys(live),
        dated=tuple(numbering[rule.code] for rule in live if TODAY in (rule.where or "")),
    )


def _paired(profile: Profile) -> list[ProfileElement]:
    """The elements that are compared as values; type and code are plain columns."""
    return [element for element in profile.elements if element.kind not in ("type", "code")]


def _scalar_pairs(live: Iterable[Rule]) -> list[Rule]:
    """Type and code are columns: their comparison is a predicate like any other."""
    return [
        replace(rule, form="item", where=SCALAR_PAIRS[rule.code])
        for rule in live
        if rule.code in SCALAR_PAIRS
    ]


def _work(predicates: Sequence[Rule], pairs: Sequence[ProfileElement]) -> str:
    hits = [_hit_mask(chunk) for chunk in _words(predicates)]
    kinds = sorted({element.kind for element in pairs})
    sides = [
        f"CASE WHEN i.{kind} <> b.{kind} THEN {alias}.{kind} END AS {side}_{kind}"
        for kind in kinds
        for side, alias in (("local", "i"), ("standard", "b"))
    ]
    columns = ["item_id", "flawed", "missing", "hits0", "hits1"]
    columns += [f"{side}_{kind}" for kind in kinds for side in ("local", "standard")]
    differing = ", ".join(f"local_{kind}" for kind in kinds)
    return (
        f"INSERT INTO work ({', '.join(columns)}) SELECT * FROM (SELECT i.id AS item_id,"
        f" i.flawed AS flawed, ({required_sql()}) & ~i.present AS missing,"
        f" {hits[0]} AS hits0, {hits[1]} AS hits1, {', '.join(sides)}"
        " FROM {items} LEFT JOIN item b ON b.id = i.standard_id WHERE {only}"
        f" AND coalesce(i.status, 1) <> {CANCELLED} {ONCE}) w WHERE flawed <> 0 OR missing <> 0"
        f" OR hits0 <> 0 OR hits1 <> 0 OR coalesce({differing}, NULL) IS NOT NULL"
    )


def _hit_mask(rules: Sequence[Rule]) -> str:
    """The kind of item is asked once, not once per rule."""
    return mask_sql(
        (
            (_KIND_IS[rule.applies], f"({_where(rule)})")
            if rule.applies in _KIND_IS
            else (f"({_where(rule)})",),
            1 << place,
        )
        for place, rule in enumerate(rules)
    )


def _found(
    live: Sequence[Rule],
    predicates: Sequence[Rule],
    pairs: Sequence[ProfileElement],
    numbering: Numbering,
) -> str:
    selects = [_hits(predicates, numbering), _missing(live, numbering)]
    selects += [_verdicts(kind.name, 1 << kind.number) for kind in KINDS]
    selects.append(
        "SELECT w.item_id, v.rule_id, v.id FROM flawed w JOIN verdict v ON v.item_id = w.item_id"
        f" WHERE w.flawed & {OWN_BIT} <> 0 AND v.rule_id <> {numbering[UNCLAIMED]}"
    )
    selects += [_pair(element, live, numbering, "LEFT JOIN") for element in pairs]
    return (
        "WITH flawed AS MATERIALIZED (SELECT item_id, flawed FROM work WHERE flawed <> 0)"
        " INSERT INTO found " + " UNION ALL ".join(select for select in selects if select)
    )


def _hits(predicates: Sequence[Rule], numbering: Numbering) -> str:
    selects = []
    for word, chunk in enumerate(_words(predicates)):
        if chunk:
            bits = {1 << place: numbering[rule.code] for place, rule in enumerate(chunk)}
            selects.append(_unfolded(f"hits{word}", bits))
    return " UNION ALL ".join(selects)


def _unfolded(column: str, bits: Mapping[int, int]) -> str:
    """One finding per bit that is set in a mask; ``bits`` maps bits to rules.

    Few masks occur, so each of them is taken apart once.
    """
    rows = " UNION ALL ".join(
        f"SELECT {bit} AS bit, {number} AS rule_id" for bit, number in bits.items()
    )
    masks = f"(SELECT DISTINCT {column} AS mask FROM work WHERE {column} <> 0)"
    return (
        f"SELECT w.item_id, u.rule_id, 0 FROM work w JOIN (SELECT m.mask, r.rule_id FROM {masks} m"
        f" CROSS JOIN ({rows}) r WHERE m.mask & r.bit <> 0 {ONCE}) u ON u.mask = w.{column}"
        f" WHERE w.{column} <> 0"
    )


def _missing(live: Sequence[Rule], numbering: Numbering) -> str:
    places = bit_of()
    bits = {
        places[rule.place]: numbering[rule.code]
        for rule in live
        if rule.form == "missing" and rule.place in places
    }
    return _unfolded("missing", bits) if bits else ""


def _verdicts(kind: str, bit: int) -> str:
    return (
        "SELECT w.item_id, v.rule_id, v.id FROM flawed w JOIN item i ON i.id = w.item_id"
        f" JOIN verdict v ON v.value_id = i.{kind} WHERE w.flawed & {bit} <> 0"
    )


def _compared(element: ProfileElement, join: str) -> str:
    kind = element.kind
    return (
        f"FROM work w {join} element_comparison c ON c.local_value = w.local_{kind}"
        f" AND c.standard_value = w.standard_{kind} AND c.comparator = '{element.comparator}'"
        f" WHERE w.local_{kind} IS NOT NULL"
    )


def _pair(element: ProfileElement, live: Sequence[Rule], numbering: Numbering, join: str) -> str:
    on = {rule.code for rule in live}
    numbers = {
        place: numbering[code]
        for place, answer in enumerate(ANSWERS)
        if (code := pair_code(answer, element)) in on
    } | {UNANSWERED: 0}
    answer = f"coalesce(c.answer, {UNANSWERED})"
    whens = " ".join(f"WHEN {answer} THEN {number}" for answer, number in numbers.items())
    answers = ", ".join(str(answer) for answer in numbers)
    return (
        f"SELECT w.item_id, CASE {answer} {whens} END, c.id {_compared(element, join)}"
        f" AND {answer} IN ({answers})"
    )


def _answered(pairs: Sequence[ProfileElement], live: Sequence[Rule], numbering: Numbering) -> str:
    return "INSERT INTO found " + " UNION ALL ".join(
        _pair(element, live, numbering, "JOIN") + " AND c.id >= {first}" for element in pairs
    )


def pair_code(answer: str, element: ProfileElement) -> str:
    """Return the code of the rule that reports one answer about one element."""
    return f"{answer}-{element.element.replace('_', '-')}"


def _unanswered(pairs: Sequence[ProfileElement]) -> str:
    return " UNION ALL ".join(
        f"SELECT DISTINCT '{element.comparator}', w.standard_{element.kind}, w.local_{element.kind}"
        f" {_compared(element, 'LEFT JOIN')} AND c.id IS NULL"
        for element in pairs
    )


def _group(rule: Rule, number: int, items: str, only: str) -> str:
    kind = f"{_KIND_IS[rule.applies]} AND " if rule.applies in _KIND_IS else ""
    return (
        f"INSERT INTO found SELECT i.id, {number}, 0 FROM {items}"
        f" LEFT JOIN item b ON b.id = i.standard_id WHERE {only} AND {kind}({_where(rule)})"
        f" AND coalesce(i.status, 1) <> {CANCELLED}"
    )


def _near(rule: Rule) -> tuple[str, str]:
    """Only the items that share the key with another: no other can have such evidence."""
    key = ", ".join(rule.key)
    equal = " AND ".join(f"i.{column} = n.{column}" for column in rule.key)
    shared = f"(SELECT {key} FROM item GROUP BY {key} HAVING count(*) > 1)"
    return f"{shared} n CROSS JOIN item i", equal


def required_sql() -> str:
    """Return the SQL of the mask of fields that item ``i`` owes, by record, type and condition."""
    return mask_sql((condition.split(" AND "), bits) for condition, bits in owed_by_condition())


def owed_by_condition() -> list[tuple[str, int]]:
    """Return (SQL condition over ``i``, bits of the fields owed under it)."""
    by_record: dict[Record, int] = {"implementation": IMPLEMENTATION, "base": BASE}
    return [
        (f"i.kind = {number} AND {condition}" if condition else f"i.kind = {number}", bits)
        for record, number in by_record.items()
        for condition, bits in _owed(record).items()
    ]


def _owed(record: Record) -> dict[str, int]:
    """Fields owed under the same condition share one test; '' is the unconditional one.

    Obligations are read per record: the standard of a base item asks for less.
    """
    owed: dict[str, int] = {}
    for field in load_standard(record).fields:
        bit = bit_of().get(field.pointer, 0)
        condition = condition_sql(field) if bit else None
        if condition is not None:
            owed[condition] = owed.get(condition, 0) | bit
    return owed


def _where(rule: Rule) -> str:
    return (rule.where or "").replace(TODAY, f"'{today()}'")


_KIND_IS = {"implementation": f"i.kind = {IMPLEMENTATION}", "base": f"i.kind = {BASE}"}


def _words(rules: Sequence[Rule]) -> list[Sequence[Rule]]:
    return [rules[start : start + WORD] for start in range(0, WORD * WORDS, WORD)]
