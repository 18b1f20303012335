"""What reading a cell comes to: a value, nothing, a value with its raw text, or a failure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

ABSENT: Final[Any] = object()
"""The cell says nothing."""


class Kept(NamedTuple):
    """A value that does not tell how it was written: the raw text is kept beside it."""

    value: Any
    raw: str


class Failed(NamedTuple):
    """A cell that says something which cannot be read."""

    code: str
    facts: dict[str, Any]


class Spread(NamedTuple):
    """Several fields read from one cell; they fill what no column of its own states."""

    fields: dict[str, Any]


Convert = Callable[[str], Any]

_ENTRIES, _LONGEST = 20_000, 200


class Memo(dict[str, Any]):
    """Conversions remembered: a million rows hold a few thousand spellings.

    Looking up what is known is one dictionary access. Long texts are converted each time: they
    repeat less and would fill the memory.
    """

    __slots__ = ("_convert",)

    def __init__(self, convert: Convert) -> None:
        self._convert = convert

    def __missing__(self, text: str) -> Any:
        value = self._convert(text)
        if len(text) <= _LONGEST:
            if len(self) >= _ENTRIES:
                self.clear()
            self[text] = value
        return value
