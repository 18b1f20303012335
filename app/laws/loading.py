"""Filling the table of laws: from the shipped list, and from lists that others keep."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, text

from app.elements.citations import fold_number, law_key
from app.kernel.bulk import bulk_execute, bulk_insert, next_id
from app.laws.edition import COLUMNS, LawRow, law_row, shipped_laws
from app.laws.models import Law

_STORED = ("id", "key", "number_key", *COLUMNS, "year", "superseded")
_UPDATE = f"UPDATE law SET {', '.join(f'{name} = ?' for name in (*COLUMNS, 'year'))} WHERE id = ?"
_SUPERSEDED = text("""
    UPDATE law SET superseded = CASE WHEN ended IS NOT NULL AND EXISTS (
        SELECT 1 FROM law later WHERE later.key = law.key AND later.id <> law.id
        AND later.effective IS NOT NULL
        AND (law.effective IS NULL OR later.effective > law.effective)
    ) THEN 1 ELSE 0 END
""")


class BadLaw(NamedTuple):
    """A row that cannot be read: 1-based line, and what is wrong with it."""

    line: int
    message: str


@dataclass(slots=True)
class LawsAdded:
    """What became of a list of laws."""

    added: int = 0
    renewed: int = 0
    unchanged: int = 0
    errors: list[BadLaw] = field(default_factory=list)


def load_laws(connection: Connection) -> int:
    """Bring the shipped list into the catalogue; return how many laws it added.

    Laws that stand there already are left alone: whoever corrected one knows better.
    """
    held = _held(connection)
    missing = [row for row in shipped_laws() if key_of(row) not in held]
    _insert(connection, missing)
    return len(missing)


def add_laws(connection: Connection, rows: Iterable[LawRow | BadLaw]) -> LawsAdded:
    """Add or renew laws, one by one; rows that cannot be read are told and skipped."""
    done, held = LawsAdded(), _held(connection)
    fresh: dict[tuple[str, str], LawRow] = {}
    renewed: list[tuple[Any, ...]] = []
    for row in rows:
        if isinstance(row, BadLaw):
            done.errors.append(row)
            continue
        key = key_of(row)
        if key not in held:
            fresh[key] = row
        elif held[key][1] == row:
            done.unchanged += 1
        else:
            renewed.append((*_plain(row), held[key][0]))
    _insert(connection, list(fresh.values()))
    bulk_execute(connection, _UPDATE, renewed)
    connection.execute(_SUPERSEDED)
    done.added, done.renewed = len(fresh), len(renewed)
    return done


def read_laws(lines: Iterable[str]) -> Iterator[LawRow | BadLaw]:
    """Read a CSV list of laws with the columns of the shipped one, in any order; all but
    ``name`` may be absent or blank.
    """
    for line, cells in enumerate(csv.DictReader(lines), 2):
        try:
            yield law_row(cells)
        except ValueError as error:
            yield BadLaw(line, str(error))


def key_of(row: LawRow) -> tuple[str, str]:
    """Return what tells laws apart: folded name, folded number."""
    return law_key(row.name), fold_number(row.number or "")


def _held(connection: Connection) -> dict[tuple[str, str], tuple[int, LawRow]]:
    rows = connection.execute(select(Law.__table__))
    return {
        (row.key, row.number_key): (row.id, LawRow(*(getattr(row, name) for name in COLUMNS)))
        for row in rows
    }


def _insert(connection: Connection, rows: list[LawRow]) -> None:
    first = next_id(connection, "law")
    stored = [(first + place, *key_of(row), *_plain(row), 0) for place, row in enumerate(rows)]
    if stored:
        bulk_insert(connection, "law", _STORED, stored)
        connection.execute(_SUPERSEDED)


def _plain(row: LawRow) -> Iterator[Any]:
    """Yield the columns as both drivers take them (dates as ISO text), and the year."""
    for value in row:
        yield value.isoformat() if isinstance(value, date) else value
    yield row.revised or (row.published.year if row.published else None)
