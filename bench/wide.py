"""宽表: what plain loads of wide rows into PostgreSQL take, which check and judge nothing.

``inserted`` is the yardstick that the aim names, written as a sensible person would; ``copied`` is
the quickest load there is. Both make their indexes afterwards, as the yardstick on SQLite does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from typing import Any

from app.kernel.db import Database
from bench import yardstick
from bench.engine import served, stored
from bench.generate import catalogue
from bench.measure import Figures, stopwatch

COLUMNS = (*yardstick.COLUMNS, *yardstick.LISTS)
_NAMES = ", ".join(COLUMNS)
_TABLE = f"CREATE TABLE wide (id bigserial PRIMARY KEY, {' text, '.join(COLUMNS)} text)"
_INSERT = f"INSERT INTO wide ({_NAMES}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"
Load = Callable[[Any, Iterator[yardstick.Row]], int]


def inserted(url: str, items: int) -> Figures:
    """Load a catalogue with ``executemany``, which psycopg pipelines: a transaction per batch."""
    return _loaded(url, items, _insert)


def copied(url: str, items: int) -> Figures:
    """Load a catalogue with one ``COPY``."""
    return _loaded(url, items, _copy)


def _insert(connection: Any, rows: Iterator[yardstick.Row]) -> int:
    number = 0
    while batch := list(islice(rows, yardstick.BATCH)):
        connection.cursor().executemany(_INSERT, batch)
        connection.commit()
        number += len(batch)
    return number


def _copy(connection: Any, rows: Iterator[yardstick.Row]) -> int:
    number = 0
    with connection.cursor().copy(f"COPY wide ({_NAMES}) FROM STDIN") as copy:
        for number, row in enumerate(rows, 1):  # noqa: B007 – how many there were
            copy.write_row(row)
    return number


def _loaded(url: str, items: int, load: Load) -> Figures:
    figures: Figures = {}
    database = Database(url)
    source = catalogue(items).documents
    with (
        closing(database.engine.raw_connection()) as connection,
        served(figures, "load", database),
        stopwatch(figures, "load"),
    ):
        connection.cursor().execute(_TABLE)
        rows = map(yardstick.wide_row, yardstick.documents(source))
        figures["records"] = load(connection.driver_connection, rows)
        for index in yardstick.INDEXES:
            connection.cursor().execute(f"CREATE INDEX ON wide ({index})")
        connection.commit()
    figures["bytes"] = stored(database)
    database.dispose()
    return figures
