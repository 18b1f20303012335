"""证照: papers that government issues, and the department line that issues them.

The list is short on purpose: only what a law says who issues. ``line`` is blank where bodies of
several lines issue the paper; ``ended`` is the first day on which it is no longer in use.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from app.elements.material_keys import exact_key

PATH = Path(__file__).parent / "data" / "certificates.csv"


class Certificate(NamedTuple):
    """证照: one kind of paper; ``instead`` says what took the place of one that is gone."""

    name: str
    line: str | None
    issuer: str | None
    ended: date | None
    instead: str | None
    source: str


def certificate_of(key: str) -> Certificate | None:
    """Return the kind of paper that a material's key (``exact_key``) names exactly, or None."""
    return _by_key().get(key)


@cache
def _by_key() -> dict[str, Certificate]:
    return {exact_key(name): kind for names, kind in _shipped() for name in names}


def _shipped() -> Iterator[tuple[list[str], Certificate]]:
    with PATH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = [row["name"], *filter(None, row["aliases"].split("|"))]
            ended = date.fromisoformat(row["ended"]) if row["ended"] else None
            known = (row["line"] or None, row["issuer"] or None, ended, row["instead"] or None)
            yield names, Certificate(row["name"], *known, row["source"])
