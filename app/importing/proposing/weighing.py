"""权衡: header and values of one column together → candidate fields, each with its confidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.elements.standard import Field, Standard
from app.importing.proposing.evidence import Evidence
from app.importing.proposing.fitting import STRONG, SURE, Fit, digits_only, fits, spoken
from app.importing.proposing.likeness import Likeness, Names
from app.importing.proposing.looking import Column

DOUBTFUL = 0.45
PROPOSED = 0.5
"""Below this confidence a field is named as a possibility, not proposed."""
_WITHOUT_HEADER = 0.48
"""What values alone can give where other fields are written alike."""
_UNMISTAKABLE = ("/code", "/base_code", "/agency/code", "/row_id")
"""Fields whose values look like nothing else, wherever they stand."""
_SURELY = 0.75
_SPOKEN = 0.62
_PROBABLY = 0.55
_EXACTLY, _NEARLY = 0.97, 0.96
_SHOWN = 0.3
_FEW = 3


class Candidate(NamedTuple):
    """候选: a field that a column may hold."""

    pointer: str
    confidence: float
    likeness: float
    evidence: tuple[Evidence, ...]


def candidates(column: Column, standard: Standard, names: Names, sheet: str) -> list[Candidate]:
    """Return the fields of a sheet that a column may hold, the likeliest first."""
    like = names.like(column.header, sheet)
    found = [
        candidate
        for field in standard.fields
        if field.sheet == sheet and (field.leaf or field.spelled) and field.pointer != "/raw"
        for candidate in _weighed(field, like.get(field.pointer), column)
    ]
    if len(found) == 1 and not found[0].likeness:  # nothing else is written so
        found = [found[0]._replace(confidence=max(found[0].confidence, _PROBABLY))]
    return sorted(found, key=lambda one: (-one.confidence, -one.likeness, one.pointer))


def _weighed(field: Field, like: Likeness | None, column: Column) -> Iterator[Candidate]:
    fit = fits(field, column)
    if like is None:
        if fit is not None and _telling(field, fit, column):
            yield Candidate(field.pointer, _by_values(field, fit, column), 0.0, (_values(fit),))
        return
    confidence = _confidence(like.score, fit)
    if confidence >= _SHOWN:
        yield Candidate(field.pointer, confidence, like.score, _evidence(like, fit, confidence))


def _telling(field: Field, fit: Fit, column: Column) -> bool:
    """Whether values alone say anything: numbers look like many things, unless they are codes."""
    enough = fit.total >= _FEW and fit.share >= 0.8 and fit.weight >= STRONG
    return enough and (fit.weight == SURE or field.pointer == "/row_id" or not digits_only(column))


def _by_values(field: Field, fit: Fit, column: Column) -> float:
    """Only codes of a shape that nothing else has, and words of a table, need no header."""
    if field.pointer in _UNMISTAKABLE:
        return _SURELY * fit.share
    if field.pointer == "/agency/name" and fit.share > _NEARLY:
        return _PROBABLY
    if spoken(field, column):
        return _SPOKEN * fit.share
    return _WITHOUT_HEADER * fit.share


def _confidence(score: float, fit: Fit | None) -> float:
    if fit is None:
        return _EXACTLY if score == 1 else min(score, _NEARLY)
    if score == 1:
        certain = fit.share >= 0.5 or fit.total < _FEW or fit.weight < 0.5
        return _EXACTLY if certain else DOUBTFUL + 0.4 * fit.share
    together = min(_NEARLY, score * (1 - fit.weight) + fit.share * fit.weight)
    return together if fit.share >= 0.2 or fit.weight < 0.5 else together * 0.6


def _evidence(like: Likeness, fit: Fit | None, confidence: float) -> tuple[Evidence, ...]:
    told = [header_evidence(like)]
    if fit is not None and fit.total:
        doubtful = like.score == 1 and confidence < _EXACTLY
        told.append(_values(fit, "doubt" if doubtful else "values"))
    return tuple(told)


def header_evidence(like: Likeness) -> Evidence:
    """Return what a header says for a field."""
    if like.source == "initials":
        return Evidence("initials", {"name": like.name})
    if like.source not in ("title", "alias", "exchange"):
        return Evidence("known", {"mapping": like.source, "name": like.name})
    if like.score < 1:
        return Evidence("similar", {"name": like.name, "score": round(like.score, 2)})
    return Evidence("exchange" if like.source == "exchange" else "exact", {"name": like.name})


def _values(fit: Fit, code: str = "values") -> Evidence:
    return Evidence(code, {"good": fit.good, "total": fit.total, "what": fit.what})
