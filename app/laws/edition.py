"""The list of laws shipped with the project, and the row it is made of."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

PATH = Path(__file__).parent / "data" / "laws.csv"
COLUMNS = (
    "name", "number", "rank", "issuer", "published", "effective", "revised", "ended", "successor",
    "source",
)  # fmt: skip


class LawRow(NamedTuple):
    """法规: one row of a list of laws; what is not certain is None."""

    name: str
    number: str | None = None
    rank: int | None = None
    issuer: str | None = None
    published: date | None = None
    effective: date | None = None
    revised: int | None = None
    ended: date | None = None
    successor: str | None = None
    source: str | None = None


def shipped_laws() -> Iterator[LawRow]:
    """Yield the shipped laws, in the order of the file."""
    with PATH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield law_row(row)


def law_row(cells: dict[str, str]) -> LawRow:
    """Read one row of a CSV file whose columns are ``COLUMNS``.

    Raises:
        ValueError: a date is none, or a rank or year is no number.
    """
    text = {name: (cells.get(name) or "").strip() or None for name in COLUMNS}
    days = {name: _day(text[name]) for name in ("published", "effective", "ended")}
    numbers = {name: _whole(text[name]) for name in ("rank", "revised")}
    if not text["name"]:
        raise ValueError("name")
    if numbers["rank"] not in {None, 1, 2, 3, 4, 5, 6}:
        raise ValueError(f"rank {numbers['rank']}")
    return LawRow(**{**text, **days, **numbers})  # type: ignore[arg-type]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _whole(text: str | None) -> int | None:
    return int(text) if text else None
