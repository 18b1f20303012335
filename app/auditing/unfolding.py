"""展开掩码: one finding per bit that is set in a mask of ``work``.

Few different masks occur, so each of them is taken apart once, into ``unfolding``, and its items
are joined to the rules found there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.auditing.numbering import Numbering
from app.auditing.rule import Rule
from app.items.presence import bit_of

WORD = 60  # rules per bit mask: what a signed 64-bit integer holds, with room to spare
WORDS = 2
COLUMNS = (*(f"hits{word}" for word in range(WORDS)), "missing")
Bits = Mapping[int, int]  # bit → number of the rule


def words(rules: Sequence[Rule]) -> list[Sequence[Rule]]:
    """Return the rules of each mask of item rules."""
    return [rules[start : start + WORD] for start in range(0, WORD * WORDS, WORD)]


def bits_by_column(
    live: Sequence[Rule], predicates: Sequence[Rule], numbering: Numbering
) -> dict[str, Bits]:
    """Return which bit of which column of ``work`` tells of which rule."""
    places = bit_of()
    bits: dict[str, Bits] = {
        f"hits{word}": {1 << place: numbering[rule.code] for place, rule in enumerate(chunk)}
        for word, chunk in enumerate(words(predicates))
    }
    bits["missing"] = {
        places[rule.place]: numbering[rule.code]
        for rule in live
        if rule.form == "missing" and rule.place in places
    }
    return {column: some for column, some in bits.items() if some}


def masks_sql(columns: Mapping[str, Bits]) -> str:
    """Return the query for the masks of ``work`` taken apart: column, mask, rule."""
    return " UNION ALL ".join(_apart(column, bits) for column, bits in columns.items())


def _apart(column: str, bits: Bits) -> str:
    rows = " UNION ALL ".join(
        f"SELECT {bit} AS bit, {number} AS rule_id" for bit, number in bits.items()
    )
    return (
        f"SELECT {COLUMNS.index(column)}, m.mask, r.rule_id"
        f" FROM (SELECT DISTINCT {column} AS mask FROM work WHERE {column} <> 0) m"
        f" CROSS JOIN ({rows}) r WHERE m.mask & r.bit <> 0"
    )


def unfolded_sql(column: str) -> str:
    """Return the query for the findings that one column of masks tells of."""
    return (
        "SELECT w.item_id, u.rule_id, 0 FROM work w CROSS JOIN unfolding u"
        f" WHERE u.place = {COLUMNS.index(column)} AND u.mask = w.{column} AND w.{column} <> 0"
    )
