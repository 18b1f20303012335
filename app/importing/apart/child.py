"""读取进程: reads one file and hands its rows over, chunk by chunk, as it is asked.

It is a chunk ahead: while the parent writes one, the next is being read. Where a field stood is
told on demand, for the rows of the chunk the parent has.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson

from app.importing.apart.frames import Silence, receive, send
from app.importing.apart.limits import Limits
from app.importing.errors import RowError, SourceError
from app.importing.intake import Intake, Taken, intake
from app.importing.mappings.kept import KeptMapping

LARGEST_ROW = 16 << 20
LARGEST_CHUNK = 32 << 20


def main() -> None:
    """Read the file that the first frame names."""
    gc.disable()  # rows have no cycles, and the process ends with its file
    asked = sys.stdin.buffer
    said = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between the frames
    try:
        order = receive(asked)
        limits = Limits(**order["limits"])
        limits.impose()
        _serve(order, asked, said)
    except Silence:
        return
    except SourceError as error:
        told = {"code": error.code, "file": error.file, "facts": dict(error.facts)}
        send(said, orjson.dumps({"error": told}, default=str))
    except (MemoryError, SystemError):  # the latter where C code is told that there is no memory
        send(said, b'{"error":{"code":"reading-too-large"}}')


@dataclass(slots=True)
class _Chunk:
    """Rows as they are, and as they are sent."""

    rows: list[Taken] = field(default_factory=list)
    frame: bytes = b""
    size: int = 0
    _written: list[bytes] = field(default_factory=list)

    def add(self, row: Taken) -> None:
        written = _written(row)
        self.rows.append(row)
        self._written.append(written)
        self.size += len(written)

    def framed(self, file: int, position: int) -> _Chunk:
        head = f'{{"file":{file},"position":{position},"rows":['.encode()
        self.frame = head + b",".join(self._written) + b"]}"
        self._written = []
        return self


def _serve(order: dict[str, Any], asked: IO[bytes], said: IO[bytes]) -> None:
    folders = [Path(folder) for folder in order["folders"]]
    scratch = Path(order["scratch"])
    kept = [KeptMapping(*one) for one in order["kept"]]
    file = (Path(order["path"]), order["name"], order["mapping"])
    with intake(*file, folders, scratch, kept) as taken:
        facts = [asdict(one) for one in taken.facts]
        send(said, orjson.dumps({"facts": facts, "size": taken.size}))
        chunks = _chunks(taken, int(receive(asked)["next"]))
        chunk = next(chunks, None)
        while chunk:
            send(said, chunk.frame)
            following = next(chunks, None)  # while the parent writes
            _answer(chunk.rows, asked, said)
            chunk = following
        send(said, b"{}")
        os._exit(0)  # taking millions of cells apart in memory would help nobody


def _answer(rows: list[Taken], asked: IO[bytes], said: IO[bytes]) -> None:
    """Answer where fields stood, and what was not read, until the next chunk is asked for."""
    while "next" not in (question := receive(asked)):
        if "untouched" in question:
            number = question["untouched"]
            if read := rows[number].untouched:
                rows[number] = read()
            send(said, _written(rows[number]))
            continue
        place = rows[question["row"]].place(question["pointer"])
        send(said, orjson.dumps([place.sheet, place.row, place.column, place.letter]))


def _chunks(taken: Intake, size: int) -> Iterator[_Chunk]:
    for chunk in taken.chunks(size):
        number = taken.facts.index(chunk.facts)
        made = _Chunk()
        for row in chunk.rows:
            made.add(row)
            if made.size > LARGEST_CHUNK:
                yield made.framed(number, taken.position)
                made = _Chunk()
        if made.rows:
            yield made.framed(number, taken.position)


def _written(row: Taken) -> bytes:
    """One row as JSON; what cannot be written, or is too large, is refused here already."""
    errors = [_plain(error) for error in row.errors]
    unread = row.untouched is not None
    try:
        written = orjson.dumps(
            [row.kind, row.document, errors, row.sheet, row.row, row.revision, unread],
            default=_undumpable,
        )
        detail = "> 16 MB"
    except (TypeError, ValueError, RecursionError) as error:
        written, detail = b"", str(error)
    if written and len(written) <= LARGEST_ROW:
        return written
    refused = RowError("unstorable", {"detail": detail}, sheet=row.sheet, row=row.row)
    return orjson.dumps([row.kind, {}, [_plain(refused)], row.sheet, row.row, None, False])


def _undumpable(value: Any) -> Any:
    raise TypeError(type(value).__name__)


def _plain(error: RowError) -> dict[str, Any]:
    fields = {name: getattr(error, name) for name in RowError.__slots__}
    return fields | {"facts": orjson.loads(orjson.dumps(dict(error.facts), default=str))}


if __name__ == "__main__":
    main()
