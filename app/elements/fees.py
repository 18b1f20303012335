"""收费: whether, what for and how much."""

from __future__ import annotations

from operator import itemgetter

from pydantic import TypeAdapter

from app.elements.prose import fold_title
from app.elements.value import Amount, Flag, Value, fold_fields
from app.kernel.hashing import canonical_bytes


class Fee(Value):
    """收费项目: amount in 元 per unit."""

    name: str | None = None
    standard: str | None = None
    amount: Amount | None = None
    unit: str | None = None
    basis: str | None = None
    reducible: Flag | None = None
    reduction: str | None = None


class Fees(Value):
    """收费: ``items`` empty means that nothing is charged, absent means not stated."""

    charged: Flag | None = None
    items: tuple[Fee, ...] | None = None
    basis: str | None = None


_ADAPTER = TypeAdapter(Fees)


def parse(data: object) -> Fees:
    """Validate plain data."""
    return _ADAPTER.validate_python(data)


def _fold_items(items: tuple[Fee, ...]) -> list[dict[str, object]]:
    folded = [fold_fields(fee, {"name": fold_title, "unit": fold_title}) for fee in items]
    return [fee for _, fee in sorted(((canonical_bytes(fee), fee) for fee in folded), key=_FIRST)]


_FIRST = itemgetter(0)


def canonical(value: Fees) -> dict[str, object]:
    """Fold looks; the order of fee items means nothing."""
    return fold_fields(value, {"items": _fold_items})
