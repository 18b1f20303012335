"""佐证: what the other elements of two items say about their being the same, and the score.

A score is the mean of its parts, by weight; what nobody states counts as half, since it speaks
neither for nor against.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, text

from app.elements.citations import law_key
from app.elements.kinds import KIND_BY_NAME
from app.items.mentions.models import IDENTIFYING
from app.surveying.drift.proposal import Part, Proposal
from app.surveying.drift.uses import CHUNK

WEIGHTS = {
    "name": 6,
    "code": 3,
    "type": 1,
    "legal_basis": 2,
    "materials": 2,
    "result": 1,
    "agency": 2,
}
"""How much each part counts. A part that a kind of proposal cannot have is left out."""
UNKNOWN = 0.5
OWN_PARTS = {"renamed": {"code": 1.0}, "misfiled": {"code": 0.0}}
"""The same code speaks for one item, another one against it."""
EVERYWHERE = frozenset({law_key("中华人民共和国行政许可法")})
"""Laws that all permissions stand on, and that tell no two of them apart."""
_MATERIALS, _RESULT = KIND_BY_NAME["materials"].number, KIND_BY_NAME["result"].number


@dataclass(frozen=True, slots=True)
class Sides:
    """What is known of the items that proposals are about: rows, laws and papers by value."""

    items: Mapping[int, Any]
    laws: Mapping[int, frozenset[str]]
    papers: Mapping[int, frozenset[int]]


def scored(connection: Connection, proposals: Collection[Proposal]) -> list[Proposal]:
    """Return proposals with their parts and scores, the most certain first."""
    sides = read_sides(connection, {end for one in proposals for end in (one.left, one.right)})
    found = []
    for one in proposals:
        parts = tuple(_parts(one, sides))
        found.append(replace(one, parts=parts, score=score_of(parts)))
    return sorted(found, key=lambda one: (-one.score, one.id))


def score_of(parts: Iterable[Part]) -> float:
    """Return the weighted mean of some parts, to four places."""
    told = [(part.weight, UNKNOWN if part.value is None else part.value) for part in parts]
    return round(sum(weight * value for weight, value in told) / sum(w for w, _ in told), 4)


def _parts(one: Proposal, sides: Sides) -> Iterator[Part]:
    left, right = sides.items[one.left], sides.items[one.right]
    values = {
        "name": one.likeness.certainty,
        **OWN_PARTS.get(one.kind, {}),
        "type": _equal(left.type, right.type),
        "legal_basis": _common(left.legal_basis, right.legal_basis, sides.laws, min),
        "materials": _common(left.materials, right.materials, sides.papers, max),
        "result": _common(left.result, right.result, sides.papers, max),
    }
    if one.kind == "duplicate":
        same = None if left.agency_id is None else float(left.agency_id == right.agency_id)
        values["agency"] = same or _equal(left.line, right.line)
    for name, value in values.items():
        yield Part(name, WEIGHTS[name], None if value is None else round(value, 4))


def _equal(left: object, right: object) -> float | None:
    return None if left is None or right is None else float(left == right)


def _common(left: int | None, right: int | None, named: Mapping[int, Any], of: Any) -> float | None:
    """Return what share two values have in common of what they name; of the lesser or greater."""
    if left is None or right is None:
        return None
    if left == right:
        return 1.0
    ours, theirs = named.get(left, frozenset()), named.get(right, frozenset())
    if not ours or not theirs:
        return None
    return len(ours & theirs) / int(of(len(ours), len(theirs)))


def read_sides(connection: Connection, ids: Collection[int]) -> Sides:
    """Read the items that stand for the sides of proposals, and what their values name."""
    items = {row.id: row for row in _rows(connection, _ITEMS, ids)}
    bases = {row.legal_basis for row in items.values()} - {None}
    lists = {value for row in items.values() for value in (row.materials, row.result)} - {None}
    laws: dict[int, set[str]] = defaultdict(set)
    for row in _rows(connection, _LAWS, bases):
        laws[row.value_id].add(row.key or row.number)
    papers: dict[int, set[int]] = defaultdict(set)
    for row in _rows(connection, _PAPERS, lists):
        papers[row.value_id].add(row.paper_id)
    return Sides(
        items,
        {value: frozenset(keys - EVERYWHERE) for value, keys in laws.items()},
        {value: frozenset(found) for value, found in papers.items()},
    )


def _rows(connection: Connection, statement: Any, ids: Collection[int]) -> Iterator[Any]:
    wanted = sorted(ids)
    for start in range(0, len(wanted), CHUNK):
        yield from connection.execute(statement, {"ids": wanted[start : start + CHUNK]})


_MANY: BindParameter[int] = bindparam("ids", expanding=True)
_ITEMS = text(
    "SELECT i.id, i.type, i.legal_basis, i.materials, i.result, i.agency_id, a.line"
    " FROM item i LEFT JOIN agency a ON a.id = i.agency_id WHERE i.id IN :ids"
).bindparams(_MANY)
_LAWS = text("SELECT value_id, key, number FROM citation WHERE value_id IN :ids").bindparams(_MANY)
_PAPERS = text(
    "SELECT value_id, paper_id FROM mention"
    f" WHERE value_id IN :ids AND flags & {IDENTIFYING} = 0 AND kind IN ({_MATERIALS}, {_RESULT})"
).bindparams(_MANY)
