"""遍历要素值: every text and number inside a value, walked once for all the rules that ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from app.elements.value import Value

_SUSPECT = re.compile(
    r"[<&\\#\[?\u0080-\u00b6\u00b8-\u00ff\u0130\u0131\u017f\u212a\ufffd锟]|-->|烫烫|未找到|系统异常|页面不存在"
    r"|404|502|server|exception|traceback|javascript|at "
)
"""What no text contains that is free of markup, error messages and garbling, in lower case.

Without flags and word boundaries it can skip to the few characters a match may begin with; the
odd i, s and k in it are those that case folding takes for plain ones.
"""


class Walk(NamedTuple):
    """The leaves of one value: (pointer below the element, text) and (pointer, number)."""

    texts: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, float], ...]


class Skim(NamedTuple):
    """What tells most values from those that must be walked."""

    longest: int
    suspect: bool
    negative: bool


def walk(value: object) -> Walk:
    """Return the leaves of a value with their places."""
    texts: list[tuple[str, str]] = []
    numbers: list[tuple[str, float]] = []
    _collect(value, "", texts, numbers)
    return Walk(tuple(texts), tuple(numbers))


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


_last: tuple[object, Skim] = (None, Skim(0, suspect=False, negative=False))


def skim(value: object) -> Skim:
    """Look over a value; the rules for any element ask one after the other about the same one."""
    global _last  # noqa: PLW0603 – one assignment, whole or not at all
    kept, found_there = _last
    if kept is not value:
        found_there = _skim(value)
        _last = (value, found_there)
    return found_there


def _skim(value: object) -> Skim:
    texts: list[str] = []
    numbers: list[float] = []
    _gather(value, texts, numbers)
    return Skim(
        max(map(len, texts), default=0),
        suspect=is_suspect("\n".join(texts)),
        negative=any(number < 0 for number in numbers),
    )


def _gather(value: object, texts: list[str], numbers: list[float]) -> None:
    """Like ``_collect``, without the places."""
    shape = value.__class__
    if shape is str:
        texts.append(value)  # type: ignore[arg-type]
    elif shape is tuple:
        for member in value:  # type: ignore[attr-defined]
            _gather(member, texts, numbers)
    elif shape is int or shape is float:
        numbers.append(value)  # type: ignore[arg-type]
    elif value is not None and shape is not bool:
        for member in value.__dict__.values():
            if member.__class__ is str:
                texts.append(member)
            elif member is not None:
                _gather(member, texts, numbers)


def is_suspect(text: str) -> bool:
    """Tell whether a text may hold markup, an error message or garbling."""
    return _SUSPECT.search(text.lower()) is not None


def suspect_texts(value: object) -> Sequence[tuple[str, str]]:
    """Return the texts of a value that may hold markup, an error message or garbling."""
    return walk(value).texts if skim(value).suspect else ()


def reader(steps: Sequence[str]) -> Callable[[Any], Sequence[Any]]:
    """Return what reads of a value what ``found`` yields at ``steps``, without the pointers.

    It is a look that spares most values the rest.
    """
    if len(steps) == 1 and steps[0] != "*":
        return _reader_of_field(attrgetter(steps[0]))
    ways = [None if step == "*" else attrgetter(step) for step in steps]

    def read(value: Any) -> Sequence[Any]:
        reached: Sequence[Any] = (value,)
        for way in ways:
            if way is None:
                reached = list(chain.from_iterable(reached))
            else:
                reached = [inner for inner in map(way, reached) if inner is not None]
        if tuple in map(type, reached):
            reached = list(chain.from_iterable(reached))
        return reached

    return read


def _reader_of_field(way: Callable[[Any], Any]) -> Callable[[Any], Sequence[Any]]:
    def read(value: Any) -> Sequence[Any]:
        said = way(value)
        if said.__class__ is tuple:
            return said
        return () if said is None else (said,)

    return read


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
