"""办理时限: a shorter promise is better, a longer one worse; the statutory limit is what it is."""

from __future__ import annotations

from app.elements.comparing.answers import Answer, Comparison, changed, combine, unproven
from app.elements.days import longer, order
from app.elements.time_limit import UNITS, Limit, TimeLimit
from app.kernel.text import fold


def spell(limit: Limit | None) -> str | None:
    """Return a limit as people read it: its own spelling, or number and unit."""
    if limit is None:
        return None
    if limit.text or limit.number is None:
        return limit.text
    return f"{limit.number}{UNITS.get(limit.unit or '', '')}"


def compare_statutory(standard: TimeLimit, local: TimeLimit) -> Comparison:
    """Compare 法定办结时限. A shorter one is no favour but another reading of the law: different."""
    return _compare("statutory", standard.statutory, local.statutory, Answer.DIFFERENT)


def compare_limits(standard: TimeLimit, local: TimeLimit) -> Comparison:
    """Compare what the standard states: the statutory limit, the promise, or both.

    Where the standard promises nothing, the local promise is held against its statutory limit.
    """
    parts: dict[str, Comparison] = {}
    if standard.statutory is not None:
        parts["statutory"] = compare_statutory(standard, local)
    if standard.promised is not None:
        parts["promised"] = _compare("promised", standard.promised, local.promised, Answer.BETTER)
    elif longer(local.promised, standard.statutory):
        entry = changed("promised", "limit", spell(standard.statutory), spell(local.promised))
        parts["promised"] = Comparison(Answer.WORSE, {"changed": [entry]})
    return combine(parts) if parts else unproven("not-stated")


def _compare(of: str, standard: Limit | None, local: Limit | None, shorter: Answer) -> Comparison:
    if standard is None or local is None:
        return unproven("not-stated")
    if standard.number is None and local.number is None:
        same = fold(standard.text or "") == fold(local.text or "")
        return Comparison(Answer.SAME) if same else _doubt(of, standard, local, "unreadable")
    ordered = order(local, standard)
    if ordered is None:
        numbers = standard.number is not None and local.number is not None
        return _doubt(of, standard, local, "units" if numbers else "unreadable")
    if ordered == 0:
        return Comparison(Answer.SAME)
    answer = Answer.WORSE if ordered > 0 else shorter
    return Comparison(answer, {"changed": [changed(of, "limit", spell(standard), spell(local))]})


def _doubt(of: str, standard: Limit, local: Limit, reason: str) -> Comparison:
    return unproven(reason, changed=[changed(of, "limit", spell(standard), spell(local))])
