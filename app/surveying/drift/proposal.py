"""建议: one proposal that two items, or two ways of naming one, are the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from app.kernel.hashing import canonical_bytes, digest
from app.surveying.drift.usage import Cell
from app.surveying.likeness import Likeness

KindName = Literal["renamed", "misfiled", "unlinked", "duplicate", "twin"]
KINDS: tuple[KindName, ...] = ("renamed", "misfiled", "unlinked", "duplicate", "twin")
"""同码异名, 疑似错码, 疑似对应标准, 一事多码, 目录重复: what ``docs/survey.md`` explains."""


class Part(NamedTuple):
    """One part of a score: how much it speaks for sameness (0 to 1; None: nobody knows)."""

    name: str
    weight: int
    value: float | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """建议: ``left`` and ``right`` are items that stand for the two sides."""

    kind: KindName
    left: int
    right: int
    identity: tuple[str | None, ...]
    """Codes and names of both sides: what makes it the same proposal in every version."""
    likeness: Likeness
    cells: tuple[Cell, ...]
    parts: tuple[Part, ...] = ()
    score: float = 0.0

    @property
    def id(self) -> str:
        """A short name that stays as long as codes and names do."""
        return digest(canonical_bytes([self.kind, *self.identity])).hex()[:16]

    @property
    def items(self) -> int:
        """How many items it concerns."""
        return sum(cell.items for cell in self.cells)

    def within(self, cells: tuple[Cell, ...]) -> Proposal:
        """Return the same proposal as some places see it, with items of theirs to stand for it."""
        return replace(self, cells=cells, left=cells[0].left, right=cells[0].right)
