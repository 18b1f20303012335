"""要素比对: hold local values against the standard's, once per distinct pair, and keep the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection

from app.auditing.pairing import ANSWERS
from app.elements.comparison import COMPARATORS, Answer, Comparison
from app.elements.kinds import KINDS
from app.kernel.bulk import bulk_execute, bulk_insert, bulk_select, driver, next_id

CHUNK = 2000
Pair = tuple[str, int, int]  # comparator, standard value, local value


def compare_pairs(connection: Connection, pairs: Sequence[Pair]) -> None:
    """Answer pairs that nobody has compared yet."""
    first = next_id(connection, "element_comparison")
    for start in range(0, len(pairs), CHUNK):
        chunk = pairs[start : start + CHUNK]
        rows = _compared(connection, chunk, first + start)
        bulk_insert(connection, "element_comparison", _COLUMNS, rows)


def compare_again(connection: Connection, comparators: Iterable[str]) -> None:
    """Answer again every pair that was answered; of other comparators than these, forget it."""
    used = ", ".join(f"'{one}'" for one in sorted(comparators))
    cursor = driver(connection).cursor()
    cursor.execute(f"DELETE FROM element_comparison WHERE comparator NOT IN ({used})")
    standing = cursor.execute(_STANDING).fetchall()
    for start in range(0, len(standing), CHUNK):
        chunk = standing[start : start + CHUNK]
        answers = _answers(connection, [row[:3] for row in chunk])
        changed = [
            (*now, row[3]) for row, now in zip(chunk, answers, strict=True) if now != row[4:]
        ]
        bulk_execute(connection, _ANSWER, changed)


def _compared(
    connection: Connection, pairs: Sequence[Pair], first_id: int
) -> list[tuple[Any, ...]]:
    answers = _answers(connection, pairs)
    return [
        (first_id + place, *pair, *answer)
        for place, (pair, answer) in enumerate(zip(pairs, answers, strict=True))
    ]


def _answers(connection: Connection, pairs: Sequence[Pair]) -> Iterator[tuple[int, str]]:
    """Yield answer and difference of each pair."""
    values = _load(connection, {value for _, *both in pairs for value in both})
    for comparator, standard, local in pairs:
        comparison = _compare(comparator, values[standard], values[local])
        difference = orjson.dumps(comparison.difference).decode()
        yield ANSWERS.index(comparison.answer.value), difference


@dataclass(slots=True)
class Stored:
    """A value as it is stored, parsed once somebody asks what it says."""

    kind: int
    sense: bytes
    content: str
    _parsed: Any = None

    @property
    def parsed(self) -> Any:
        if self._parsed is None:
            self._parsed = KINDS[self.kind].parse(orjson.loads(self.content))
        return self._parsed


def _compare(comparator: str, standard: Stored, local: Stored) -> Comparison:
    """Values of one sense are the same whatever the comparator: they differ only in looks."""
    if standard.sense == local.sense:
        return Comparison(Answer.SAME, {})
    return COMPARATORS[comparator].of_stated(standard.parsed, local.parsed)


def _load(connection: Connection, ids: Iterable[int]) -> dict[int, Stored]:
    return {
        identity: Stored(kind, bytes(sense), content)
        for identity, kind, sense, content in bulk_select(connection, _VALUES, ids)
    }


_COLUMNS = ("id", "comparator", "standard_value", "local_value", "answer", "difference")
_STANDING = (
    "SELECT comparator, standard_value, local_value, id, answer, difference"
    " FROM element_comparison ORDER BY id"
)
_ANSWER = "UPDATE element_comparison SET answer = ?, difference = ? WHERE id = ?"
_VALUES = "SELECT id, kind, sense, content FROM element_value WHERE id IN ({keys})"
