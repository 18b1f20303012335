"""Mappings: rows of a source → documents of the catalogue, declared in schemas/mappings/."""

from __future__ import annotations

from app.importing.mappings.choosing import choose, detect
from app.importing.mappings.loading import load_mapping, load_mappings, read_mapping
from app.importing.mappings.mapped import Mapped
from app.importing.mappings.mapping import Mapping

__all__ = [
    "Mapped",
    "Mapping",
    "choose",
    "detect",
    "load_mapping",
    "load_mappings",
    "read_mapping",
]
