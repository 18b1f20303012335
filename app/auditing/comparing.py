"""要素比对: hold local values against the standard's, once per distinct pair, and keep the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, text

from app.auditing.plan import ANSWERS
from app.elements.comparison import COMPARATORS, Answer, Comparison
from app.elements.kinds import KINDS
from app.kernel.db import bulk_insert, driver, next_id

CHUNK = 2000
Pair = tuple[str, int, int]  # comparator, standard value, local value


def compare_pairs(connection: Connection, unanswered: str) -> int:
    """Answer every pair that a query lists; return the id of the first answer."""
    cursor = driver(connection).cursor()
    pairs: list[Pair] = cursor.execute(unanswered).fetchall()
    first = next_id(connection, "element_comparison")
    for start in range(0, len(pairs), CHUNK):
        chunk = pairs[start : start + CHUNK]
        rows = _compared(connection, chunk, first + start)
        bulk_insert(connection, "element_comparison", _COLUMNS, rows)
    return first


def _compared(
    connection: Connection, pairs: Sequence[Pair], first_id: int
) -> list[tuple[Any, ...]]:
    values = _load(connection, {value for _, *both in pairs for value in both})
    rows = []
    for place, (comparator, standard, local) in enumerate(pairs):
        comparison = _compare(comparator, values[standard], values[local])
        answer = ANSWERS.index(comparison.answer.value)
        difference = orjson.dumps(comparison.difference).decode()
        rows.append((first_id + place, comparator, standard, local, answer, difference))
    return rows


def _compare(comparator: str, standard: tuple[bytes, Any], local: tuple[bytes, Any]) -> Comparison:
    """Values of one sense are the same whatever the comparator: they differ only in looks."""
    if standard[0] == local[0]:
        return Comparison(Answer.SAME, {})
    return COMPARATORS[comparator].compare(standard[1], local[1])


def _load(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[bytes, Any]]:
    """Return sense and parsed value of each id."""
    wanted = sorted(ids)
    values: dict[int, tuple[bytes, Any]] = {}
    for start in range(0, len(wanted), 500):
        for row in connection.execute(_VALUES, {"ids": wanted[start : start + 500]}):
            parsed = KINDS[row.kind].parse(orjson.loads(row.content))
            values[row.id] = (bytes(row.sense), parsed)
    return values


_COLUMNS = ("id", "comparator", "standard_value", "local_value", "answer", "difference")
_VALUES = text("SELECT id, kind, sense, content FROM element_value WHERE id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
