"""收费: to charge where the standard is free is worse; a lower amount is better."""

from __future__ import annotations

from app.elements.comparing.answers import (
    Answer,
    Comparison,
    Difference,
    changed,
    combine,
    unproven,
)
from app.elements.fees import Fee, Fees
from app.elements.prose import fold_prose, fold_title


def charged(fees: Fees) -> bool | None:
    """Say whether there is a charge: as stated, or as the fee items show."""
    if fees.charged is not None or fees.items is None:
        return fees.charged
    if not fees.items or all(fee.amount == 0 for fee in fees.items):
        return False
    return True if any(fee.amount for fee in fees.items) else None


def compare_fees(standard: Fees, local: Fees) -> Comparison:
    """Compare whether there is a charge, and item by item where both charge."""
    theirs, ours = charged(standard), charged(local)
    if theirs is None or ours is None:
        return unproven("not-stated")
    if theirs != ours:
        answer = Answer.WORSE if ours else Answer.BETTER
        difference: Difference = {"changed": [changed("", "charged", theirs, ours)]}
        if ours and local.items:
            difference["extra"] = [_spell(fee) for fee in local.items]
        return Comparison(answer, difference)
    return (
        _compare_items(standard.items or (), local.items or ()) if ours else Comparison(Answer.SAME)
    )


def _compare_items(standard: tuple[Fee, ...], local: tuple[Fee, ...]) -> Comparison:
    theirs, ours = _by_name(standard), _by_name(local)
    if theirs is None or ours is None or not theirs or not ours:
        same = _texts(standard) == _texts(local)
        return Comparison(Answer.SAME) if same else unproven("not-comparable")
    parts = {name: _compare_amounts(theirs[name], ours[name]) for name in theirs if name in ours}
    missing = [theirs[name] for name in theirs if name not in ours]
    extra = [ours[name] for name in ours if name not in theirs]
    parts[""] = _uneven(missing, extra)
    return combine(parts)


def _by_name(fees: tuple[Fee, ...]) -> dict[str, Fee] | None:
    """Return the items by name; None where one has no name or two share one."""
    named = {fold_title(fee.name): fee for fee in fees if fee.name}
    return named if len(named) == len(fees) else None


def _texts(fees: tuple[Fee, ...]) -> list[str]:
    return sorted(fold_prose(_spell(fee)) for fee in fees)


def _spell(fee: Fee) -> str:
    amount = f"{fee.amount:g}元" if fee.amount is not None else ""
    per = f"/{fee.unit}" if fee.amount is not None and fee.unit else ""
    return fee.standard or f"{fee.name or ''}{amount}{per}"


def _uneven(missing: list[Fee], extra: list[Fee]) -> Comparison:
    """Judge items that only one side has; on both sides they may be one item renamed."""
    difference: Difference = {}
    if missing:
        difference["missing"] = [_spell(fee) for fee in missing]
    if extra:
        difference["extra"] = [_spell(fee) for fee in extra]
    if missing and extra:
        answer = Answer.WORSE if len(extra) > len(missing) else Answer.DIFFERENT
    else:
        answer = Answer.WORSE if extra else Answer.BETTER if missing else Answer.SAME
    return Comparison(answer, difference)


def _compare_amounts(standard: Fee, local: Fee) -> Comparison:
    difference = {
        "changed": [changed(standard.name or "", "standard", _spell(standard), _spell(local))]
    }
    if standard.amount is None or local.amount is None:
        same = fold_prose(standard.standard or "") == fold_prose(local.standard or "")
        return Comparison(Answer.SAME) if same else unproven("not-comparable", **difference)
    if fold_title(standard.unit or "") != fold_title(local.unit or ""):
        return unproven("units", **difference)
    if standard.amount == local.amount:
        return Comparison(Answer.SAME)
    answer = Answer.WORSE if local.amount > standard.amount else Answer.BETTER
    return Comparison(answer, difference)
