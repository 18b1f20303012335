"""示例目录: the whole sample as documents, the same at every run."""

from __future__ import annotations

from copy import deepcopy
from functools import cache

from app.sample import base, bodies, places, planting
from app.sample.claims import claims
from app.sample.shipped import Document

Region = places.Region
Agency = bodies.Agency
Planted = planting.Planted


def regions() -> tuple[Region, ...]:
    """Return 云川省, its two cities, six counties and six towns, those above first."""
    return places.regions()


@cache
def agencies() -> tuple[Agency, ...]:
    """Return every body that carries out an item, in the order of their codes."""
    return tuple(sorted({claim.body for claim in claims()}))


def base_items() -> list[Document]:
    """Return the base catalogue of the nation, the province and its cities."""
    return deepcopy(list(base.base_items()))


def clean_items() -> list[Document]:
    """Return the implementation items before any fault is planted."""
    return deepcopy(list(planting.clean().values()))


def implementation_items() -> list[Document]:
    """Return the implementation items, faults included."""
    return planting.items()


def manifest() -> list[Planted]:
    """Return what an audit must find, and at ERROR nothing else."""
    return planting.manifest()
