"""审核计划: the SQL of one audit pass, put together from the declared rules once and kept.

The pass reads every item in scope once, beside its standard, and writes a narrow ``work`` row of
bit masks for the items that anything can be said about; findings are unfolded from the masks. So
the cost of a full audit is one scan of ``item`` plus the findings, not one query per rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.auditing.conditions import condition_sql
from app.auditing.numbering import Numbering
from app.auditing.rule import Rule
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
    """The statements of one pass; ``{scope}`` is filled with the join that narrows it, or ''."""

    work: str
    found: str
    missing_pairs: str
    group: tuple[str, ...]
    troubled: Troubled
    dated: tuple[int, ...]
    """Rules whose findings come and go with the calendar, without any write."""


def plan_for(rules: Iterable[Rule], numbering: Numbering, profile: Profile) -> Plan:
    """Put the statements together for the rules that are switched on."""
    live = [rule for rule in rules if numbering.is_on(rule.code)]
    predicates = [rule for rule in live if rule.form == "item"] + _scalar_pairs(live)
    if len(predicates) > WORD * WORDS:
        raise OverflowError(f"{len(predicates)} item rules do not fit {WORD * WORDS} bits")
    pairs = _paired(profile)
    return Plan(
        work=_work(predicates, pairs),
        found=_found(live, predicates, pairs, numbering),
        missing_pairs=_missing_pairs(pairs),
        group=tuple(
            _group(rule, numbering[rule.code])
            for rule in live
            if rule.form == "group" and rule.where
        ),
        troubled=troubled_plan(live, numbering, lambda words: words.replace(TODAY, f"'{today()}'")),
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
    hits = [
        _sum(_case(_applying(rule), 1 << place) for place, rule in enumerate(chunk))
        for chunk in _words(predicates)
    ]
    differs = _sum(
        _case(f"i.{element.kind} <> b.{element.kind}", 1 << place)
        for place, element in enumerate(pairs)
    )
    missing = f"({required_sql()}) & ~i.present"
    return (
        "INSERT INTO work SELECT * FROM (SELECT i.id, i.flawed AS flawed,"
        f" {differs} AS differs, {missing} AS missing, {hits[0]} AS hits0, {hits[1]} AS hits1"
        " FROM item i {scope} LEFT JOIN item b ON b.id = i.standard_id"
        f" WHERE coalesce(i.status, 1) <> {CANCELLED}) w"
        " WHERE flawed <> 0 OR differs <> 0 OR missing <> 0 OR hits0 <> 0 OR hits1 <> 0"
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
        "SELECT w.item_id, v.rule_id, v.id FROM work w JOIN verdict v ON v.item_id = w.item_id"
        f" WHERE w.flawed & {OWN_BIT} <> 0 AND v.rule_id <> {numbering[UNCLAIMED]}"
    )
    selects += [_pair(element, 1 << place, live, numbering) for place, element in enumerate(pairs)]
    return "INSERT INTO found " + " UNION ALL ".join(select for select in selects if select)


def _hits(predicates: Sequence[Rule], numbering: Numbering) -> str:
    rows = [
        f"SELECT {word} AS word, {1 << place} AS bit, {numbering[rule.code]} AS rule_id"
        for word, chunk in enumerate(_words(predicates))
        for place, rule in enumerate(chunk)
    ]
    if not rows:
        return ""
    bits = " UNION ALL ".join(rows)
    return (
        f"SELECT w.item_id, r.rule_id, 0 FROM work w JOIN ({bits}) r"
        " ON CASE r.word WHEN 0 THEN w.hits0 ELSE w.hits1 END & r.bit <> 0"
        " WHERE w.hits0 <> 0 OR w.hits1 <> 0"
    )


def _missing(live: Sequence[Rule], numbering: Numbering) -> str:
    bits = bit_of()
    rows = [
        f"SELECT {bits[rule.place]} AS bit, {numbering[rule.code]} AS rule_id"
        for rule in live
        if rule.form == "missing" and rule.place in bits
    ]
    if not rows:
        return ""
    return (
        f"SELECT w.item_id, r.rule_id, 0 FROM work w JOIN ({' UNION ALL '.join(rows)}) r"
        " ON w.missing & r.bit <> 0 WHERE w.missing <> 0"
    )


def _verdicts(kind: str, bit: int) -> str:
    return (
        "SELECT w.item_id, v.rule_id, v.id FROM work w JOIN item i ON i.id = w.item_id"
        f" JOIN verdict v ON v.value_id = i.{kind} WHERE w.flawed & {bit} <> 0"
    )


def _joined(element: ProfileElement, bit: int, join: str) -> str:
    kind = element.kind
    return (
        "FROM work w JOIN item i ON i.id = w.item_id JOIN item b ON b.id = i.standard_id"
        f" {join} element_comparison c ON c.local_value = i.{kind}"
        f" AND c.standard_value = b.{kind} AND c.comparator = '{element.comparator}'"
        f" WHERE w.differs & {bit} <> 0"
    )


def _pair(element: ProfileElement, bit: int, live: Sequence[Rule], numbering: Numbering) -> str:
    on = {rule.code for rule in live}
    numbers = {
        place: numbering[code]
        for place, answer in enumerate(ANSWERS)
        if (code := pair_code(answer, element)) in on
    }
    if not numbers:
        return ""
    whens = " ".join(f"WHEN {answer} THEN {number}" for answer, number in numbers.items())
    answers = ", ".join(str(answer) for answer in numbers)
    return (
        f"SELECT w.item_id, CASE c.answer {whens} END, c.id {_joined(element, bit, 'JOIN')}"
        f" AND c.answer IN ({answers})"
    )


def pair_code(answer: str, element: ProfileElement) -> str:
    """Return the code of the rule that reports one answer about one element."""
    return f"{answer}-{element.element.replace('_', '-')}"


def _missing_pairs(pairs: Sequence[ProfileElement]) -> str:
    return " UNION ALL ".join(
        f"SELECT DISTINCT '{element.comparator}', b.{element.kind}, i.{element.kind}"
        f" {_joined(element, 1 << place, 'LEFT JOIN')} AND c.id IS NULL"
        for place, element in enumerate(pairs)
    )


def _group(rule: Rule, number: int) -> str:
    return (
        f"INSERT INTO found SELECT i.id, {number}, 0 FROM item i {{scope}}"
        f" LEFT JOIN item b ON b.id = i.standard_id WHERE {_applying(rule)}"
        f" AND coalesce(i.status, 1) <> {CANCELLED}"
    )


def required_sql() -> str:
    """Return the SQL of the mask of fields that item ``i`` owes, by record, type and condition."""
    return _sum(_case(condition, bits) for condition, bits in owed_by_condition())


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


def _applying(rule: Rule) -> str:
    kinds = {"implementation": f"i.kind = {IMPLEMENTATION} AND ", "base": f"i.kind = {BASE} AND "}
    where = (rule.where or "").replace(TODAY, f"'{today()}'")
    return f"{kinds.get(rule.applies, '')}({where})"


def _words(rules: Sequence[Rule]) -> list[Sequence[Rule]]:
    return [rules[start : start + WORD] for start in range(0, WORD * WORDS, WORD)]


def _case(condition: str, value: int) -> str:
    return f"CASE WHEN {condition} THEN {value} ELSE 0 END"


def _sum(parts: Iterable[str]) -> str:
    return " + ".join(parts) or "0"
