"""暂存: the rows of exchange tables in a scratch SQLite file, found again by the ids that tie them.

Tables are logs as often as states: a row id may stand several times, once per batch. The newest
row (cd_time, then the later line) is the one that counts.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson

DELETED = "D"
_NUMBERS = re.compile(r"\d+")
_WIDTHS = (4, 2, 2, 2, 2, 2, 6)


class Kept(NamedTuple):
    """A row as it was put away; ``task`` is the row id of its item."""

    line: int
    guid: str
    task: str
    operation: str
    batch: str
    cells: dict[str, Any]

    @property
    def deleted(self) -> bool:
        return self.operation == DELETED


class Store:
    """The tables of one family; closed, and the file deleted, by whoever owns the folder."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -16000"):
            self._connection.execute(f"PRAGMA {pragma}")

    def put(self, part: str, rows: Iterable[Kept]) -> None:
        """Keep the rows of a table, of those with the same id the newest."""
        self._connection.execute(f"DROP TABLE IF EXISTS {part}")
        self._connection.execute(
            f"CREATE TABLE {part} (line INTEGER PRIMARY KEY, guid TEXT UNIQUE, task TEXT, "
            "operation TEXT, batch TEXT, moment TEXT, cells BLOB)"
        )
        self._connection.execute("BEGIN")
        self._connection.executemany(
            f"INSERT INTO {part} VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (guid) DO UPDATE SET "
            "line = excluded.line, task = excluded.task, operation = excluded.operation, "
            "batch = excluded.batch, moment = excluded.moment, cells = excluded.cells "
            "WHERE excluded.moment >= moment",
            map(_stored, rows),
        )
        self._connection.execute("COMMIT")
        self._connection.execute(f"CREATE INDEX {part}_task ON {part} (task)")

    def all(self, part: str) -> Iterator[Kept]:
        """Yield the rows of a table in their order."""
        return self._read(f"SELECT {_COLUMNS} FROM {part} ORDER BY line")

    def of_item(self, part: str, guid: str) -> Iterator[Kept]:
        """Yield the rows of a table that belong to an item."""
        return self._read(f"SELECT {_COLUMNS} FROM {part} WHERE task = ? ORDER BY line", guid)

    def strangers(self, part: str, items: str) -> Iterator[Kept]:
        """Yield the rows of a table that belong to no item here; ``items`` is the items' table."""
        return self._read(
            f"SELECT {_COLUMNS} FROM {part} WHERE operation <> '{DELETED}' "
            f"AND task NOT IN (SELECT guid FROM {items} WHERE guid IS NOT NULL) ORDER BY line"
        )

    def close(self) -> None:
        self._connection.close()

    def _read(self, sql: str, *parameters: str) -> Iterator[Kept]:
        for line, guid, task, operation, batch, cells in self._connection.execute(sql, parameters):
            yield Kept(line, guid or "", task, operation, batch, orjson.loads(cells))


_COLUMNS = "line, guid, task, operation, batch, cells"


def _stored(row: Kept) -> tuple[Any, ...]:
    moment = _moment(str(row.cells.get("cd_time", "")))
    cells = orjson.dumps(row.cells)
    return row.line, row.guid or None, row.task, row.operation, row.batch, moment, cells


def _moment(text: str) -> str:
    """A time as people write it, so that later ones sort later: 2020/1/5 3:04 is 202001050304."""
    numbers = _NUMBERS.findall(text)
    return "".join(
        number.rjust(width, "0") for number, width in zip(numbers, _WIDTHS, strict=False)
    )
