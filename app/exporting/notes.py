"""表头批注: what a column is for, when it must be filled, and what may stand in it."""

from __future__ import annotations

from app.elements.enumerations import label
from app.elements.obligations import Condition
from app.elements.schemas import Record
from app.elements.standard import Field, load_standard

SHOWN = 12
"""Codes told in a note; the rest stand on the sheet of code tables."""


def note(record: Record, field: Field) -> str:
    """Return the note of a column's header."""
    lines = [field.description, _owed(record, field)]
    if field.multiple:
        lines.append("可填多个，用“；”隔开。")
    if field.enumeration:
        labels = list(field.enumeration.values())
        more = "……（见“代码表”）" if len(labels) > SHOWN else ""
        lines.append(f"可填：{'、'.join(labels[:SHOWN])}{more}")
    if field.max_length:
        lines.append(f"不超过 {field.max_length} 字。")
    if field.examples and isinstance(field.examples[0], str) and not field.enumeration:
        lines.append(f"例：{field.examples[0]}")
    return "\n".join(line for line in lines if line)


def _owed(record: Record, field: Field) -> str:
    if field.obligation == "optional":
        return "选填。"
    types = [label("item-type", code) or code for code in field.types or ()]
    whose = f"（{'、'.join(types)}）" if types else ""
    when = "；".join(_when(record, field, one) for one in field.when)
    return f"必填{whose}{'，如果' + when if when else ''}。"


def _when(record: Record, field: Field, condition: Condition) -> str:
    """A condition in words: “是否网办是‘是’”."""
    owner = field.pointer.rpartition("/")[0]
    pointer = f"{owner}/{condition.field[2:]}" if condition.relative else condition.field
    named = load_standard(record).field(pointer)
    if condition.test == "min":
        return f"“{named.title}”不小于 {condition.value}"
    if condition.test == "is":
        told = {True: "为“是”", False: "为“否”", None: "未填"}[condition.value]  # type: ignore[index]
        return f"“{named.title}”{told}"
    codes = condition.value if isinstance(condition.value, tuple) else ()
    table = named.enumeration or {}
    return f"“{named.title}”为{'、'.join(f'“{table.get(code, code)}”' for code in codes)}"
