"""受理条件: what must hold for an application to be accepted, as prose."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.elements.prose import fold_prose

Conditions = str

_ADAPTER = TypeAdapter(str)


def parse(data: object) -> Conditions:
    """Validate plain data."""
    return _ADAPTER.validate_python(data)


def canonical(value: Conditions) -> str:
    """Fold looks: width, spaces, punctuation, markup, the style of numbering."""
    return fold_prose(value)
