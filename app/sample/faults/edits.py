"""改动: small edits of a document at JSON pointers; each knows where it touches."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from app.sample.shipped import Document


@dataclass(frozen=True, slots=True)
class Edit:
    """One or several changes, and the pointers of what they change."""

    touches: tuple[str, ...]
    change: Callable[[Document], None]


def owner_of(document: Document, pointer: str) -> tuple[Any, Any]:
    """Return the object or list that holds a pointer's end, and the key or position there."""
    *path, last = pointer.strip("/").split("/")
    owner: Any = document
    for step in path:
        owner = owner[int(step)] if isinstance(owner, list) else owner[step]
    return owner, int(last) if isinstance(owner, list) else last


def put(pointer: str, value: Any) -> Edit:
    """Set what stands at a pointer."""

    def change(document: Document) -> None:
        owner, key = owner_of(document, pointer)
        owner[key] = deepcopy(value)

    return Edit((pointer,), change)


def drop(pointer: str) -> Edit:
    """Remove what stands at a pointer."""

    def change(document: Document) -> None:
        owner, key = owner_of(document, pointer)
        del owner[key]

    return Edit((pointer,), change)


def append(pointer: str, value: Any) -> Edit:
    """Add a member at the end of the list at a pointer."""

    def change(document: Document) -> None:
        owner, key = owner_of(document, pointer)
        owner[key].append(deepcopy(value))

    return Edit((pointer,), change)


def rewrite(pointer: str, how: Callable[[Any], Any]) -> Edit:
    """Put in place of what stands at a pointer what ``how`` makes of it."""

    def change(document: Document) -> None:
        owner, key = owner_of(document, pointer)
        owner[key] = how(owner[key])

    return Edit((pointer,), change)


def together(*edits: Edit) -> Edit:
    """Make several edits in order."""

    def change(document: Document) -> None:
        for edit in edits:
            edit.change(document)

    return Edit(tuple(pointer for edit in edits for pointer in edit.touches), change)


def handled(**facts: Any) -> Edit:
    """Set several fields of 办理方式; None removes one."""
    return together(
        *(
            drop(f"/handling/{name}") if value is None else put(f"/handling/{name}", value)
            for name, value in facts.items()
        )
    )
