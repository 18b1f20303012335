"""要素字段: one field of the standard with everything the schemas say about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.elements.enumerations import enumeration
from app.elements.obligations import (
    DEFAULT_SEVERITY,
    Condition,
    Obligation,
    Severity,
    is_stated,
    read_condition,
)
from app.elements.schemas import Node


@dataclass(frozen=True, slots=True)
class Field:
    """字段: ``pointer`` is "/handling/visits", or "/materials/*/name" inside each list member.

    ``kind`` is the element the field belongs to, None for the own part of an item. ``sheet`` names
    the sheet of the multi-sheet form on whose rows the field is a column; ``lists`` the sheet
    whose rows are the members of this list. ``spelled`` says that an object or a list may be
    given as one text (“20个工作日”), which a reader of the element understands. ``width`` is the
    width of a multi-valued column when its codes are joined by commas.
    """

    pointer: str
    kind: str | None
    title: str
    title_en: str
    description: str
    json_type: str
    multiple: bool
    obligation: Obligation
    severity: Severity
    types: tuple[str, ...] | None
    when: tuple[Condition, ...]
    aliases: tuple[str, ...]
    exchange: tuple[str, ...]
    sheet: str
    lists: str | None = None
    spelled: bool = False
    empty_stated: bool = False
    max_length: int | None = None
    width: int | None = None
    enumeration_name: str | None = None
    enumeration: Mapping[str, str] | None = field(default=None, hash=False)
    examples: tuple[Any, ...] = field(default=(), hash=False)

    @property
    def leaf(self) -> bool:
        """Whether this is a single cell: a scalar, or a list of codes or texts."""
        return self.json_type != "object" and self.lists is None

    @property
    def in_list(self) -> bool:
        """Whether the field belongs to each member of a list."""
        return "/*/" in self.pointer

    def filled_by(self, value: object) -> bool:
        """Tell whether ``value`` fills the field; an empty list may state "none needed"."""
        return is_stated(value) or (self.empty_stated and value == [])

    def owed_by(self, item_type: str | None) -> bool:
        """Tell whether items of this type owe the field at all (its conditions aside)."""
        if self.obligation == "optional":
            return False
        return self.types is None or item_type in self.types


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk through a schema stands."""

    pointer: str
    kind: str | None
    sheet: str
    relaxed: bool


def walk(schema: Node, sheet: str) -> Iterator[Field]:
    """Yield the fields of a resolved record schema, owners before what they hold."""
    yield from _inside(schema, _Place("", None, sheet, relaxed=False))


def _inside(node: Node, place: _Place) -> Iterator[Field]:
    for name, member in node.get("properties", {}).items():
        kind = member.get("x-element", place.kind)
        here = _Place(f"{place.pointer}/{name}", kind, place.sheet, place.relaxed)
        yield _field(member, here)
        relaxed = place.relaxed or member.get("x-members") == "optional"
        if "x-sheet" in member:
            # a member is complete or not wherever its list stands: values are judged once
            below = _Place(f"{here.pointer}/*", kind, member["x-sheet"], relaxed=False)
            yield from _inside(member["items"], below)
        else:
            yield from _inside(member, _Place(here.pointer, kind, place.sheet, relaxed))


def _field(node: Node, place: _Place) -> Field:
    obligation: Obligation = "optional" if place.relaxed else node["x-obligation"]
    owed = obligation != "optional"
    many = node["type"] == "array" and "x-sheet" not in node
    cell = node["items"] if many else node
    name = cell.get("x-enumeration")
    return Field(
        pointer=place.pointer,
        kind=place.kind,
        title=node["title"],
        title_en=node["x-en"],
        description=node["description"],
        json_type=node["type"],
        multiple=many,
        obligation=obligation,
        severity=node.get("x-severity", DEFAULT_SEVERITY[obligation]),
        types=tuple(node["x-types"]) if owed and "x-types" in node else None,
        when=tuple(map(read_condition, node.get("x-when", ()))) if owed else (),
        aliases=tuple(node.get("x-aliases", ())),
        exchange=tuple(node.get("x-exchange", ())),
        sheet=place.sheet,
        lists=node.get("x-sheet"),
        spelled="x-aliases" in node and (node["type"] == "object" or "x-sheet" in node),
        empty_stated=node.get("x-empty") == "stated",
        max_length=cell.get("maxLength"),
        width=node.get("x-width"),
        enumeration_name=name,
        enumeration=enumeration(name) if name else None,
        examples=tuple(node.get("examples", ())),
    )
