"""What every element value shares: frozen, closed models and the helper behind ``canonical``.

A value keeps what people typed. Its canonical form folds whatever is only looks, leaves out what
is not stated, and sorts where order means nothing: equal canonical forms mean *the same*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from app.elements.prose import fold_prose
from app.kernel.text import fold

LARGEST = 2**31 - 1


def _as_text(value: object) -> object:
    """Accept a code given as a number, and a date given as a date: both are kept as text."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if type(value) is int else value


class _OrAsText:
    """Text as it stands, as nearly all of it is, without a call back into Python."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = handler(source)
        other = core_schema.no_info_before_validator_function(_as_text, text)
        return core_schema.union_schema(
            [text, other], mode="left_to_right", custom_error_type="string_type"
        )


Code = Annotated[str, _OrAsText()]
IsoDate = Annotated[str, _OrAsText()]
Whole = Annotated[int, Field(strict=True, ge=-LARGEST, le=LARGEST)]
Flag = Annotated[bool, Field(strict=True)]
Amount = (
    Annotated[int, Field(strict=True, ge=-LARGEST, le=LARGEST)]
    | Annotated[float, Field(strict=True, allow_inf_nan=False)]
)


class Value(BaseModel):
    """要素值: a closed, frozen record; an absent field is ``None``."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Transform = Callable[[Any], object]


def fold_set(members: Iterable[str]) -> list[str]:
    """Fold texts whose order means nothing: each once, sorted."""
    return sorted({fold(member) for member in members} - {""})


def _fold_field(value: object) -> object:
    if isinstance(value, tuple):
        return [fold_prose(one) if isinstance(one, str) else _fold_field(one) for one in value]
    if isinstance(value, Value):
        return fold_fields(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def fold_fields(value: Value, special: Mapping[str, Transform] | None = None) -> dict[str, object]:
    """Return the stated fields in canonical form; ``special`` says how for those that need it.

    Empty texts, lists and records say nothing and are left out, except a list that a transform
    returns empty on purpose (see ``fees``).
    """
    folded: dict[str, object] = {}
    for name, content in value.__dict__.items():
        if content is None:
            continue
        if special and name in special:
            result = special[name](content)
            if result or result == []:
                folded[name] = result
        elif type(content) is str:
            if text := fold_prose(content):
                folded[name] = text
        elif (result := _fold_field(content)) not in ([], {}):
            folded[name] = result
    return folded


def dump(value: object) -> object:
    """Return a value as plain JSON-able data with only what is stated."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, tuple):
        return [dump(member) for member in value]
    return value
