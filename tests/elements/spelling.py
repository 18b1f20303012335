"""Values of elements from what people spell, for tests."""

from __future__ import annotations

from typing import Any

from app.elements.comparison import COMPARATORS
from app.elements.kinds import KIND_BY_NAME
from app.elements.readers import READERS

_READERS = {"legal_basis": "legal_basis", "materials": "materials", "fees": "fees"}


def plain_value(kind: str, spelled: Any) -> Any:
    """Plain data of a value: text is read as an import would read it, data is taken as it is."""
    if kind == "time_limit":
        return {part: READERS["limit"](text) for part, text in spelled.items()}
    if not isinstance(spelled, str) or kind in {"name", "conditions"}:
        return spelled
    if kind == "process":
        return {"text": READERS["text"](spelled)}
    if kind == "audience":
        return {"objects": READERS["objects"](spelled)}
    return READERS[_READERS[kind]](spelled)


def value(comparator: str, spelled: Any) -> Any:
    """A value of the kind that a comparator takes; None for a blank cell."""
    kind = COMPARATORS[comparator].kind
    plain = plain_value(kind, spelled)
    return None if plain is None else KIND_BY_NAME[kind].parse(plain)
