"""互证: what the columns of one row say of each other; a code of 31 signs holds three others.

The base code is its last 12 signs, the body its first 18, so a column that repeats them is told
from others that look alike (a parent's code, the code of another catalogue).
"""

from __future__ import annotations

from typing import NamedTuple

from app.importing.proposing.codes import kind_of
from app.importing.proposing.evidence import Evidence
from app.importing.proposing.looking import Column, Seen
from app.importing.proposing.weighing import Candidate

_MOSTLY = 0.8
_SURE = 0.93
_PARTS = {"/agency/code": slice(0, 18), "/base_code": slice(19, 31)}
_ITEM, _WHOLE = slice(0, 31), slice(None)
NATION = "00"
Found = list[tuple[Column, list[Candidate]]]


class _Told(NamedTuple):
    share: float
    good: int


def corroborate(found: Found, seen: Seen, record: str) -> Found:
    """Weigh the candidates of all columns again, by what the item codes of the rows say."""
    if record == "base":
        return found
    code = next((column for column, _ in found if kind_of(column).task > _MOSTLY), None)
    if code is not None:
        found = [(c, _by_parts(c, told, code, seen)) for c, told in found]
        found = [(c, _other_codes(c, told, code, seen)) for c, told in found]
    return _two_catalogues(found)


def _by_parts(column: Column, told: list[Candidate], code: Column, seen: Seen) -> list[Candidate]:
    for pointer, part in _PARTS.items():
        shared = _agreeing(column, code, seen, part)
        if column is not code and shared.share >= _MOSTLY:
            evidence = Evidence("repeats-code", {"column": code.header, "good": shared.good})
            return _first(told, Candidate(pointer, _SURE, 0.5, (evidence,)))
    return told


def _other_codes(
    column: Column, told: list[Candidate], code: Column, seen: Seen
) -> list[Candidate]:
    """A second item code that is not of the same item: the code of another catalogue."""
    if column is code or kind_of(column).task <= _MOSTLY:
        return told
    shared = _agreeing(column, code, seen, _ITEM, _ITEM)
    if shared.share >= 1 - _MOSTLY:
        return told
    evidence = Evidence("other-code", {"column": code.header})
    told = [one for one in told if one.pointer not in ("/code", "/handling_code")]
    return _first(told, Candidate("/other_codes", _SURE, 0.6, (evidence,)))


def _two_catalogues(found: Found) -> Found:
    """Of two base codes in a row, the national one is the standard's, the other is the place's own."""
    coded = {c.header: _issuers(c) for c, _ in found if kind_of(c).base > _MOSTLY}
    nation = [header for header, issuers in coded.items() if issuers == {NATION}]
    place = [header for header, issuers in coded.items() if issuers and NATION not in issuers]
    if len(nation) != 1 or len(place) != 1:
        return found
    given = {nation[0]: "/base_code", place[0]: "/local_base_code"}
    evidence = Evidence("two-catalogues", {"nation": nation[0], "place": place[0]})
    return [
        (
            c,
            _first(told, Candidate(given[c.header], 0.95, 0.6, (evidence,)))
            if c.header in given
            else told,
        )
        for c, told in found
    ]


def _issuers(column: Column) -> set[str]:
    return {value[:2] for value in column.values}


def _first(told: list[Candidate], one: Candidate) -> list[Candidate]:
    return [one, *(other for other in told if other.pointer != one.pointer)]


def _agreeing(
    column: Column,
    code: Column,
    seen: Seen,
    of_code: slice,
    of_other: slice = _WHOLE,
) -> _Told:
    """In how many rows a column says what (a part of) the item code says."""
    good = total = 0
    for _, cells in seen.rows:
        one, other = cells.get(code.header, []), cells.get(column.header, [])
        if len(one) == len(other) == 1 and any(map(str.isdigit, other[0])):
            total += 1
            good += one[0][of_code] == other[0][of_other]
    return _Told(good / total if total else 0.0, good)
