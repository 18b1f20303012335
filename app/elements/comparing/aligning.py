"""材料对应: which material of one list is which of the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from app.elements.material_keys import alternatives, exact_key, loose_key, qualifier, resemble
from app.elements.materials import Material, Materials

MOST_PAIRS = 2500
"""More than that nobody would read; and trying each with each takes too long."""
Pair = tuple[Material, Material]


@dataclass(slots=True)
class Alignment:
    """对应关系: matched pairs (standard, local), doubtful pairs, and what found no partner."""

    matched: list[Pair] = field(default_factory=list)
    doubtful: list[Pair] = field(default_factory=list)
    missing: list[Material] = field(default_factory=list)
    extra: list[Material] = field(default_factory=list)


def align(standard: Materials, local: Materials) -> Alignment | None:
    """Match the materials of two lists; None where one has no name to go by."""
    if not all(material.name for material in (*standard, *local)):
        return None
    alignment = Alignment(missing=_distinct(standard), extra=_distinct(local))
    _match(alignment, exact_key)
    _match(alignment, loose_key, _compatible)
    _doubt(alignment)
    return alignment


def _name(material: Material) -> str:
    return material.name or ""


def _distinct(materials: Iterable[Material]) -> list[Material]:
    """Take each name once: merged situations repeat a material."""
    seen: dict[str, Material] = {}
    for material in materials:
        seen.setdefault(exact_key(_name(material)), material)
    return list(seen.values())


def _compatible(one: Material, other: Material) -> bool:
    """A bracket that only one side has narrows nothing; two different ones tell apart."""
    ours, theirs = qualifier(_name(one)), qualifier(_name(other))
    return not ours or not theirs or ours == theirs


def _match(
    alignment: Alignment,
    key: Callable[[str], str],
    fits: Callable[[Material, Material], bool] = lambda _one, _other: True,
) -> None:
    """Match what has the same key and is the only one to have it on each side."""
    theirs, ours = _unique(alignment.missing, key), _unique(alignment.extra, key)
    for name in theirs.keys() & ours.keys():
        one, other = theirs[name], ours[name]
        if fits(one, other):
            alignment.matched.append((one, other))
            alignment.missing.remove(one)
            alignment.extra.remove(other)


def _unique(materials: list[Material], key: Callable[[str], str]) -> dict[str, Material]:
    grouped: dict[str, list[Material]] = {}
    for material in materials:
        grouped.setdefault(key(_name(material)), []).append(material)
    return {name: group[0] for name, group in grouped.items() if len(group) == 1}


def _doubt(alignment: Alignment) -> None:
    """Set aside pairs that may be one material: alike but for a word, or one of several accepted."""
    if len(alignment.missing) * len(alignment.extra) > MOST_PAIRS:
        return
    for one in list(alignment.missing):
        partners = [other for other in alignment.extra if _may_be_one(_name(one), _name(other))]
        if partners:
            alignment.doubtful.append((one, partners[0]))
            alignment.missing.remove(one)
            alignment.extra.remove(partners[0])


def _may_be_one(one: str, other: str) -> bool:
    accepted, offered = alternatives(one), alternatives(other)
    several = len(accepted) > 1 or len(offered) > 1
    return (several and bool(accepted & offered)) or resemble(one, other)
