"""拒收: row errors, spooled to disk while a transaction that may be undone is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import IO, Any

import orjson
from sqlalchemy import Connection

from app.importing.errors import RowError
from app.kernel.bulk import bulk_insert

IN_MEMORY = 4 << 20
CHUNK = 2000
SHOWN_VALUE = 200
READ = 1 << 16  # bytes at a time


class Refusals:
    """Keeps every refusal, however many, in bounded memory; counts by code are exact."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.rows = 0
        self._lock = Lock()
        self._spool: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 – closed by ``close``

    def add(self, errors: list[RowError]) -> None:
        """Keep the errors of one refused row."""
        self.rows += 1
        for error in errors:
            self.counts[error.code] += 1
            self._spool.write(orjson.dumps(_plain(error), default=str) + b"\n")

    def __iter__(self) -> Iterator[RowError]:
        """Yield what was kept, once nothing is added any more; several may read at a time."""
        place = 0
        while lines := self._read(place):
            for line in lines:
                yield RowError(**orjson.loads(line))
            place += sum(map(len, lines))

    def _read(self, place: int) -> list[bytes]:
        with self._lock:
            self._spool.seek(place)
            return self._spool.readlines(READ)

    def store(self, connection: Connection, batch_id: int) -> None:
        """Write all of them as the refusals of a batch."""
        rows: list[tuple[Any, ...]] = []
        for position, error in enumerate(self, 1):
            rows.append(_record(batch_id, position, error))
            if len(rows) == CHUNK:
                bulk_insert(connection, "import_refusal", _COLUMNS, rows)
                rows = []
        bulk_insert(connection, "import_refusal", _COLUMNS, rows)

    def close(self) -> None:
        """Let go of the spool."""
        self._spool.close()


_FIELDS = ("code", "facts", "file", "sheet", "row", "column", "letter", "value", "pointer")
_COLUMNS = (
    "batch_id",
    "position",
    "sheet",
    "row",
    "column",
    "letter",
    "value",
    "code",
    "pointer",
    "facts",
)


def _plain(error: RowError) -> dict[str, Any]:
    return {name: getattr(error, name) for name in _FIELDS}


def _record(batch_id: int, position: int, error: RowError) -> tuple[Any, ...]:
    value = error.value[:SHOWN_VALUE].replace("\x00", "") if error.value else error.value
    facts = orjson.dumps(dict(error.facts), default=str).decode().replace("\\u0000", "")
    return (
        batch_id,
        position,
        error.sheet,
        error.row,
        error.column,
        error.letter,
        value,
        error.code,
        error.pointer,
        facts,
    )
