"""名称: element values for readers — every code with what it means, fields in the standard's order.

``{"type": "2"}`` becomes ``{"type": {"code": "2", "label": "申请表格文书"}}``; a code that its
dictionary does not know has the label null.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from app.elements.standard import enumeration_members, load_standard
from app.kernel.language import Language


@dataclass(slots=True)
class _Node:
    """One field of the standard: its dictionary, and the fields inside it."""

    enumeration: str | None = None
    inside: dict[str, _Node] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _tree() -> _Node:
    root = _Node()
    for one in load_standard("implementation").fields:
        node = root
        for step in one.pointer.split("/")[1:]:
            if step != "*":
                node = node.inside.setdefault(step, _Node())
        node.enumeration = one.enumeration_name
    return root


@lru_cache(maxsize=64)
def _labels(enumeration: str, language: Language) -> dict[str, str]:
    return {
        member.code: member.title if language == "zh" else member.title_en
        for member in enumeration_members(enumeration)
    }


@lru_cache(maxsize=4096)
def coded(enumeration: str, code: str, language: Language) -> Mapping[str, str | None]:
    """Return a code with its label; everybody gets the same one."""
    return {"code": code, "label": _labels(enumeration, language).get(code)}


def labelled(name: str, value: Any, language: Language) -> Any:
    """Return the value of a field of an item, such as ``materials`` or ``type``, with labels."""
    return _walk(value, _tree().inside.get(name, _NOTHING), language)


def _walk(value: Any, node: _Node, language: Language) -> Any:
    if isinstance(value, list):
        return [_walk(member, node, language) for member in value]
    if isinstance(value, dict):
        known = [name for name in node.inside if name in value]
        rest = [name for name in value if name not in node.inside]
        return {
            name: _walk(value[name], node.inside.get(name, _NOTHING), language)
            for name in (*known, *rest)
        }
    if node.enumeration is not None and isinstance(value, str):
        return coded(node.enumeration, value, language)
    return value


_NOTHING = _Node()
