"""法规: laws, regulations and rules that items stand on, with their numbers, dates and successors."""

from __future__ import annotations

from app.laws.edition import LawRow, shipped_laws
from app.laws.loading import LawsAdded, add_laws, load_laws, read_laws
from app.laws.matching import LawIndex

__all__ = [
    "LawIndex",
    "LawRow",
    "LawsAdded",
    "add_laws",
    "load_laws",
    "read_laws",
    "shipped_laws",
]
