"""行政区划: the invented province, its cities, counties and towns."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from app.sample.shipped import read_csv

NATION = "000000000000"
PROVINCE = "990000000000"


class Region(NamedTuple):
    """行政区划: code, name, level 2–5 and the code of the region above."""

    code: str
    name: str
    level: str
    parent: str


@cache
def regions() -> tuple[Region, ...]:
    """Return the regions, those above first."""
    return tuple(Region(**row) for row in read_csv("regions.csv"))


@cache
def region(code: str) -> Region:
    """Return the region with a code."""
    return next(place for place in regions() if place.code == code)


def lineage(code: str) -> list[str]:
    """Return a region's code and those above it, the nearest first, the nation last."""
    codes = []
    while code != NATION:
        codes.append(code)
        code = region(code).parent
    return [*codes, NATION]


def full_name(code: str) -> str:
    """Return 云川省江平市临河县: the names from the province down."""
    return "".join(region(above).name for above in reversed(lineage(code)[:-1]))
