"""事项名称: the name of an item."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.elements.prose import fold_title

Name = str

_ADAPTER = TypeAdapter(str)


def parse(data: object) -> Name:
    """Validate plain data."""
    return _ADAPTER.validate_python(data)


def canonical(value: Name) -> str:
    """Fold looks: width, spaces, doubled brackets, quotes, dashes, title marks."""
    return fold_title(value)
