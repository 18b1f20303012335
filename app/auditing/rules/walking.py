"""遍历要素值: every text and number inside a value, walked once for all the rules that ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from app.elements.value import Value

_SUSPECT = re.compile(
    r"[<&\\#\[?\u0080-\u00b6\u00b8-\u00ff\ufffd锟]|-->|烫烫|未找到|系统异常|页面不存在|404|502|server|exception"
    r"|traceback|javascript|\bat ",
    re.IGNORECASE,
)
"""What no text contains that is free of markup, error messages and garbling."""


class Walk(NamedTuple):
    """The leaves of one value: (pointer below the element, text) and (pointer, number)."""

    texts: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, float], ...]
    longest: int
    suspect: bool


class _Identity:
    """A key that means this very object: hashing a whole value would cost more than the walk."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.value is self.value


def walk(value: object) -> Walk:
    """Return the leaves of a value; the rules for any element ask one after the other."""
    return _walked(_Identity(value))


@lru_cache(maxsize=4)
def _walked(key: _Identity) -> Walk:
    texts: list[tuple[str, str]] = []
    numbers: list[tuple[str, float]] = []
    _collect(key.value, "", texts, numbers)
    longest = max((len(text) for _, text in texts), default=0)
    suspect = _SUSPECT.search("\n".join(text for _, text in texts)) is not None
    return Walk(tuple(texts), tuple(numbers), longest, suspect)


def _collect(
    value: object, pointer: str, texts: list[tuple[str, str]], numbers: list[tuple[str, float]]
) -> None:
    if isinstance(value, str):
        texts.append((pointer, value))
    elif isinstance(value, tuple):
        for position, member in enumerate(value):
            _collect(member, f"{pointer}/{position}", texts, numbers)
    elif isinstance(value, Value):
        for name, member in value.__dict__.items():
            if member is not None and member.__class__ is not bool:
                _collect(member, f"{pointer}/{name}", texts, numbers)
    elif isinstance(value, (int, float)):
        numbers.append((pointer, value))


def suspect_texts(value: object) -> Sequence[tuple[str, str]]:
    """Return the texts of a value that may hold markup, an error message or garbling."""
    walked = walk(value)
    return walked.texts if walked.suspect else ()


def found(value: Any, steps: Sequence[str], pointer: str) -> Iterator[tuple[str, Any]]:
    """Yield (pointer, leaf) at ``steps`` inside a value; ``*`` stands for each list member."""
    if value is None:
        return
    if not steps:
        if isinstance(value, tuple):
            for position, member in enumerate(value):
                yield f"{pointer}/{position}", member
        else:
            yield pointer, value
    elif steps[0] == "*":
        for position, member in enumerate(value):
            yield from found(member, steps[1:], f"{pointer}/{position}")
    else:
        yield from found(getattr(value, steps[0]), steps[1:], f"{pointer}/{steps[0]}")
