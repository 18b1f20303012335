"""办理地点、时间与电话: where to go, when, and whom to call."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.elements.value import Value, fold_fields
from app.kernel.text import fold


class Contact(Value):
    """地址、时间与联系方式, as people read them."""

    address: str | None = None
    hours: str | None = None
    consult: str | None = None
    complaint: str | None = None
    window: str | None = None
    consult_address: str | None = None
    complaint_address: str | None = None
    traffic: str | None = None


_ADAPTER = TypeAdapter(Contact)


def parse(data: object) -> Contact:
    """Validate plain data."""
    return _ADAPTER.validate_python(data)


def canonical(value: Contact) -> dict[str, object]:
    """Fold looks only lightly: in addresses, hours and telephones punctuation tells things apart."""
    return fold_fields(value, {name: lambda text: fold(text) or None for name in _TEXTS})


_TEXTS = tuple(Contact.model_fields)
