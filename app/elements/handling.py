"""办理方式: how, where, how deep online and with how many visits the item is handled."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.elements.value import Code, Flag, Value, Whole, fold_fields, fold_set


class Handling(Value):
    """办理方式要素: the scalars behind most lists and figures."""

    project_type: Code | None = None
    channels: tuple[Code, ...] | None = None
    visits: Whole | None = None
    visits_reason: str | None = None
    online: Flag | None = None
    depth: tuple[Code, ...] | None = None
    review_type: Code | None = None
    area: Code | None = None
    hall: Flag | None = None
    hall_reason: str | None = None
    one_window: Flag | None = None
    appointment: Flag | None = None
    online_payment: Flag | None = None
    delivery: Flag | None = None
    mail_in: Flag | None = None
    self_service: Flag | None = None
    pc_sign_on: Flag | None = None
    mobile_sign_on: Flag | None = None
    intermediary: str | None = None
    quantity_limit: str | None = None
    special_procedure: str | None = None
    commitment: Flag | None = None
    service_forms: tuple[Code, ...] | None = None
    result_delivery: tuple[Code, ...] | None = None


_ADAPTER = TypeAdapter(Handling)
_SETS = ("channels", "depth", "service_forms", "result_delivery")


def parse(data: object) -> Handling:
    """Validate plain data."""
    return _ADAPTER.validate_python(data)


def canonical(value: Handling) -> dict[str, object]:
    """Fold looks; multi-valued codes are sets."""
    return fold_fields(value, {name: lambda codes: fold_set(codes) or None for name in _SETS})
