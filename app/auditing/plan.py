"""审核计划: the SQL of one audit pass, put together from the declared rules once and kept.

The pass reads every item in scope once, beside its standard, and writes a narrow ``work`` row of
bit masks, and of the values that differ from the standard's, for the items that anything can be
said about; findings are unfolded from these rows. So the cost of a full audit is one scan of
``item`` plus the findings, not one query per rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.auditing.masks import mask_sql
from app.auditing.numbering import Numbering
from app.auditing.owing import required_sql
from app.auditing.pairing import BOTH, Pairing, pairing
from app.auditing.rule import Rule
from app.auditing.scope import neighbour_keys
from app.auditing.temporary import IN_SCOPE, SCOPED
from app.auditing.troubled import Troubled, troubled_plan
from app.auditing.unclaimed import CANCELLED
from app.auditing.unfolding import WORD, WORDS, bits_by_column, masks_sql, unfolded_sql, words
from app.elements.kinds import KINDS
from app.elements.profiles import Profile
from app.items.record import BASE, IMPLEMENTATION
from app.items.writing import OWN_BIT
from app.kernel.clock import today

ONCE = "LIMIT 9223372036854775807"
"""No limit, but a fence: without it the planner computes the masks a second time in WHERE."""
UNCLAIMED = "unclaimed-base-item"
TODAY = "CURRENT_DATE"
"""Written in predicates, put in as the date in Beijing: engines disagree on whose day it is."""
SCALAR_PAIRS = {
    "different-type": "i.type <> b.type",
    "different-code": f"i.kind = {IMPLEMENTATION} AND i.base_code <> b.base_code"
    " AND substr(i.base_code, 1, 12) <> substr(b.base_code, 1, 12)",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """The statements of one pass; ``{items}`` and ``{only}`` tell which items it looks at, and
    ``{standards}`` where their standards are looked up.
    """

    work: str
    masks: str
    """The masks that occur in ``work``, taken apart."""
    found: str
    """Pairs that nobody has compared yet are found without a ``ref`` (see ``pairing``)."""
    unanswered: str
    answered: str
    grouping: tuple[int, ...]
    """The rules that rest on several items."""
    group: tuple[str, ...]
    """What they find of the items in scope."""
    group_whole: tuple[str, ...]
    """Queries for the same of all items: only those that share the rule's key with another."""
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
    pairs = pairing(profile, live, numbering)
    bits = bits_by_column(live, predicates, numbering)
    grouping = [rule for rule in live if rule.form == "group" and rule.where]
    return Plan(
        work=_work(predicates, pairs.kinds()),
        masks=masks_sql(bits),
        found=_found(bits, pairs, numbering),
        unanswered=pairs.unanswered(),
        answered=f"INSERT INTO found {pairs.answered()}",
        grouping=tuple(numbering[rule.code] for rule in grouping),
        group=_group_scoped(grouping, numbering),
        group_whole=tuple(_group(rule, numbering[rule.code], *_near(rule)) for rule in grouping),
        troubled=troubled_plan(live, numbering, lambda words: words.replace(TODAY, f"'{today()}'")),
        neighbour_keys=neighbour_keys(live),
        dated=tuple(numbering[rule.code] for rule in live if TODAY in (rule.where or "")),
    )


def _scalar_pairs(live: Iterable[Rule]) -> list[Rule]:
    """Type and code are columns: their comparison is a predicate like any other."""
    return [
        replace(rule, form="item", where=SCALAR_PAIRS[rule.code])
        for rule in live
        if rule.code in SCALAR_PAIRS
    ]


def _work(predicates: Sequence[Rule], kinds: Sequence[str]) -> str:
    hits = [_hit_mask(chunk) for chunk in words(predicates)]
    differing = ", ".join(f"pair_{kind}" for kind in kinds)
    sides = [f"{BOTH.format(kind=kind)} AS pair_{kind}" for kind in kinds]
    columns = ["item_id", "flawed", "missing", "hits0", "hits1"]
    return (
        f"INSERT INTO work ({', '.join(columns)}, {differing}) SELECT * FROM (SELECT i.id AS item_id,"
        f" i.flawed AS flawed, ({required_sql()}) & ~i.present AS missing,"
        f" {hits[0]} AS hits0, {hits[1]} AS hits1, {', '.join(sides)}"
        " FROM {items} LEFT JOIN {standards} b ON b.id = i.standard_id WHERE {only}"
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


def _found(bits: Iterable[str], pairs: Pairing, numbering: Numbering) -> str:
    selects = [unfolded_sql(column) for column in bits]
    selects.append(_VERDICTS)
    selects.append(
        "SELECT w.item_id, v.rule_id, v.id FROM work w CROSS JOIN verdict v"
        f" WHERE v.item_id = w.item_id AND w.flawed & {OWN_BIT} <> 0"
        f" AND v.rule_id <> {numbering[UNCLAIMED]}"
    )
    selects += pairs.found()
    return (
        "WITH flawed AS MATERIALIZED (SELECT item_id, flawed FROM work WHERE flawed <> 0)"
        " INSERT INTO found " + " UNION ALL ".join(selects)
    )


def _group_scoped(grouping: Sequence[Rule], numbering: Numbering) -> tuple[str, ...]:
    """Few items are looked at faster by one statement than by one for each rule."""
    selects = [_group(rule, numbering[rule.code], SCOPED, IN_SCOPE) for rule in grouping]
    return (f"INSERT INTO found {' UNION ALL '.join(selects)}",) if selects else ()


def _group(rule: Rule, number: int, items: str, only: str) -> str:
    kind = f"{_KIND_IS[rule.applies]} AND " if rule.applies in _KIND_IS else ""
    return (
        f"SELECT i.id, {number}, 0 FROM {items}"
        f" LEFT JOIN item b ON b.id = i.standard_id WHERE {only} AND {kind}({_where(rule)})"
        f" AND coalesce(i.status, 1) <> {CANCELLED}"
    )


def _near(rule: Rule) -> tuple[str, str]:
    """Only the items that share the key with another: no other can have such evidence."""
    key = ", ".join(rule.key)
    equal = " AND ".join(f"i.{column} = n.{column}" for column in rule.key)
    shared = f"(SELECT {key} FROM item GROUP BY {key} HAVING count(*) > 1)"
    return f"{shared} n CROSS JOIN item i", equal


def _where(rule: Rule) -> str:
    return (rule.where or "").replace(TODAY, f"'{today()}'")


_BITS = " UNION ALL ".join(f"SELECT {1 << kind.number} AS bit" for kind in KINDS)
_VALUE = " ".join(f"WHEN {1 << kind.number} THEN i.{kind.name}" for kind in KINDS)
_VERDICTS = (
    f"SELECT w.item_id, v.rule_id, v.id FROM flawed w CROSS JOIN ({_BITS}) k CROSS JOIN item i"
    f" CROSS JOIN verdict v WHERE w.flawed & k.bit <> 0 AND i.id = w.item_id"
    f" AND v.value_id = CASE k.bit {_VALUE} END"
)
"""The verdicts on the values of an item that are flawed."""
_KIND_IS = {"implementation": f"i.kind = {IMPLEMENTATION}", "base": f"i.kind = {BASE}"}
