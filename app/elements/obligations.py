"""填报义务: when a field must be filled, and what a document fails to fill.

A condition names a field and one test of it: ``in`` (one of these codes; of a list, any), ``min``
(a number not below) or ``is`` (true, false, or ``null`` for "not stated"). A pointer that begins
with ``./`` means the same member of a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Obligation = Literal["required", "conditional", "optional"]
Severity = Literal["error", "warning", "info"]
Test = Literal["in", "min", "is"]

DEFAULT_SEVERITY: dict[Obligation, Severity] = {
    "required": "error",
    "conditional": "warning",
    "optional": "info",
}


def is_stated(value: object) -> bool:
    """Tell whether a value says anything: false and 0 do; null and empty do not."""
    return value is not None and value not in ("", [], {})


@dataclass(frozen=True, slots=True)
class Condition:
    """条件: ``field`` is a JSON pointer into the document, or ``./name`` in the same member."""

    field: str
    test: Test
    value: tuple[str, ...] | int | bool | None

    @property
    def relative(self) -> bool:
        """Whether the field is one of the same list member."""
        return self.field.startswith("./")

    def holds(self, found: object) -> bool:
        """Tell whether the condition holds for the value found at its field."""
        if self.test == "in":
            wanted = self.value if isinstance(self.value, tuple) else ()
            if isinstance(found, str):
                return found in wanted
            codes = found if isinstance(found, (list, tuple)) else (found,)
            return any(code in wanted for code in codes)
        if self.test == "min":
            bound = self.value if isinstance(self.value, int) else 0
            return (
                isinstance(found, (int, float)) and not isinstance(found, bool) and found >= bound
            )
        return not is_stated(found) if self.value is None else found is self.value


def read_condition(data: dict[str, Any]) -> Condition:
    """Read a condition as the schemas write it: ``{"field": …, "in" | "min" | "is": …}``."""
    field, test = data["field"], next(key for key in ("in", "min", "is") if key in data)
    value = tuple(data["in"]) if test == "in" else data[test]
    return Condition(field, test, value)


def value_at(document: Any, pointer: str) -> Any:
    """Return what stands at a pointer without list members, or None."""
    for step in pointer.strip("/").split("/"):
        document = document.get(step) if isinstance(document, dict) else None
    return document


def members_at(document: Any, pointer: str) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield (place, owner, name) for each object that may hold the field ``pointer`` names.

    The owner of ``/materials/*/form/id`` is the form of each material that has one; of
    ``/handling/visits`` it is the handling element, or an empty one where the document has none.
    """
    head, star, rest = pointer.partition("/*/")
    if not star:
        owner_path, _, name = pointer.rpartition("/")
        owner = value_at(document, owner_path) if owner_path else document
        yield pointer, owner if isinstance(owner, dict) else {}, name
        return
    members = value_at(document, head)
    for position, member in enumerate(members if isinstance(members, list) else ()):
        for place, owner, name in members_at(member, f"/{rest}"):
            yield f"{head}/{position}{place}", owner, name
