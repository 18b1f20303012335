"""结构: the places where a document has a shape that cannot be stored, and what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson
from pydantic import ValidationError

SHOWN = 120
TYPES = {
    "string": ("文字", "a text"),
    "integer": ("整数", "a whole number"),
    "number": ("数字", "a number"),
    "boolean": ("true 或 false", "true or false"),
    "array": ("列表", "a list"),
    "object": ("对象", "an object"),
}


class Malformed(NamedTuple):
    """A place where a document has the wrong shape: it cannot be stored at all."""

    pointer: str
    code: str
    value: str = ""
    facts: Mapping[str, Any] = {}


def shape_errors(root: str, errors: Iterable[Any]) -> list[Malformed]:
    """Turn a validator's errors into places; what was expected is the fact that explains."""
    return [found for error in errors for found in _places(root, error)]


def _places(root: str, error: Any) -> Iterator[Malformed]:
    pointer = pointer_of(root, error.instance_path)
    found, value = error.kind, shown(error.instance)
    match found.name:
        case "type":
            expected = [TYPES[name] for name in found.types if name in TYPES]
            zh, en = ("或".join(a for a, _ in expected), " or ".join(b for _, b in expected))
            yield Malformed(pointer, "wrong-type", value, {"expected": zh, "expected_en": en})
        case "additionalProperties":
            for name in found.unexpected:
                yield Malformed(f"{pointer}/{_step(name)}", "unknown-field", name)
        case "maximum" | "minimum":
            yield Malformed(pointer, "out-of-range", value, {"limit": found.limit})
        case _:
            facts = {"detail": error.message[:200], "rule": found.name}
            yield Malformed(pointer, "wrong-shape", value, facts)


def misfits(root: str, error: ValidationError) -> list[Malformed]:
    """Return what the model of an element refuses although its schema takes it."""
    return [
        Malformed(
            pointer_of(root, found["loc"]),
            "wrong-shape",
            shown(found["input"]),
            {"detail": found["msg"], "rule": found["type"]},
        )
        for found in error.errors(include_url=False, include_context=False)
    ]


def pointer_of(root: str, steps: Iterable[Any]) -> str:
    """Return a JSON pointer below ``root``."""
    return "/".join((root, *(_step(str(step)) for step in steps)))


def _step(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def shown(value: Any) -> str:
    """Return a value as a message quotes it."""
    words = value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
    return words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"
