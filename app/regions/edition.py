"""The list of regions shipped with the project."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

YEAR = 2023
"""The edition: 统计用区划代码, as of 30 June of this year."""

PATH = Path(__file__).parent / "data" / f"regions-{YEAR}.csv"


class RegionRow(NamedTuple):
    """行政区划: one row of the list and of the table ``region``, in the table's order."""

    id: int
    code: str
    name: str
    level: int
    parent_id: int | None
    year: int


def shipped_regions() -> Iterator[RegionRow]:
    """Yield the shipped regions, parents before their children."""
    with PATH.open(encoding="utf-8", newline="") as file:
        for code, name, level, parent in list(csv.reader(file))[1:]:
            above = int(parent) if parent else None
            yield RegionRow(int(code), code, name, int(level), above, YEAR)
