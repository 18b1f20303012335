"""掩码: a bit mask over the columns of a row, as one SQL expression."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Term = tuple[Sequence[str], int]
"""Conditions that must all hold, and the bits they set."""


def mask_sql(terms: Iterable[Term]) -> str:
    """Return the sum of the bits of all terms that hold; terms do not share bits.

    Conditions that several terms begin with are asked once, in a tree: half the time of a pass
    goes into reading columns.

    >>> mask_sql([(["a", "b"], 1), (["a"], 2), (["a", "c"], 4)])
    'CASE WHEN a THEN 2 + CASE WHEN b THEN 1 ELSE 0 END + CASE WHEN c THEN 4 ELSE 0 END ELSE 0 END'
    """
    always = 0
    below: dict[str, list[Term]] = {}
    for conditions, bits in terms:
        if conditions:
            below.setdefault(conditions[0], []).append((conditions[1:], bits))
        else:
            always |= bits
    parts = [str(always)] if always else []
    parts += [f"CASE WHEN {test} THEN {mask_sql(rest)} ELSE 0 END" for test, rest in below.items()]
    return " + ".join(parts) or "0"
