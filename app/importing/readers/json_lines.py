"""JSONL and JSON: one object per line (constant memory), or one JSON text (bounded)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from app.importing.errors import RowError, SourceError
from app.importing.readers.rows import Row, Source, Table
from app.importing.readers.sniffing import first_fault

ARRAY_LIMIT = 256 << 20
"""A JSON array is held in memory whole; larger ones must come as JSONL."""
MOST_CONTAINERS = 5_000_000
"""Objects and lists in it: each takes more memory than its brackets say."""
_SEEN = 50
_BUFFER = 1 << 20
_BOM = b"\xef\xbb\xbf"
_KINDS = {
    list: "array", str: "string", int: "number", float: "number", bool: "boolean",
    type(None): "null",
}  # fmt: skip
_MARKUP = re.compile(rb"^\s*<(!doctype|html|head|body|\?xml)", re.IGNORECASE)


class JsonLines:
    """Lines of a JSONL file as (number, bytes), blank lines left out; UTF-8 whatever was stored.

    ``position`` of ``size`` is how many bytes have been read.
    """

    def __init__(self, path: Path, encoding: str = "utf-8") -> None:
        self.size = path.stat().st_size
        self.position = 0
        self._path = path
        self._encoding = encoding

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        as_stored = self._encoding.startswith("utf-8")
        with self._path.open("rb", buffering=_BUFFER) as file:
            for number, line in enumerate(file if as_stored else self._encoded(file), 1):
                if as_stored:
                    self.position += len(line)
                if number == 1 and line.startswith(_BOM):
                    line = line[3:]
                if not line.isspace():
                    yield number, line
        self.position = self.size

    def _encoded(self, file: BinaryIO) -> Iterator[bytes]:
        with io.TextIOWrapper(file, self._encoding, newline="\n") as texts:
            for text in texts:
                self.position = file.tell()
                yield text.encode()


def iter_jsonl(path: Path, encoding: str = "utf-8") -> JsonLines:
    """The fastest way through a JSONL file: raw lines, nothing parsed."""
    return JsonLines(path, encoding)


class JsonLinesSource(Source):
    """JSONL: each line one record; a bad line is that row's error."""

    def __init__(self, path: Path, name: str, encoding: str) -> None:
        super().__init__(path, name, "jsonl", encoding)
        self.tables = (Table(None, (), open=True),)
        self.tables, self.parts = survey(row.cells for row in islice(self.rows(), _SEEN))
        if not self.headers:
            raise self._nothing()
        self.position = 0

    def _nothing(self) -> SourceError:
        """Why no key was found in the first records: the first fault, or they are all empty."""
        faults = (error for row in islice(self.rows(), _SEEN) for error in row.errors)
        fault = next(faults, None)
        if fault is None:
            return SourceError("no-rows", self.name)
        return SourceError("broken-json", self.name, detail=fault.reason())

    def rows(self) -> Iterator[Row]:
        for number, line in self.lines():
            yield self.row(number, line)

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield the lines with their numbers, unread."""
        lines = JsonLines(self.path, self.encoding or "utf-8")
        for number, line in lines:
            self.position = lines.position
            yield number, line
        self.position = self.size

    def row(self, number: int, line: bytes) -> Row:
        """Read one line."""
        try:
            cells = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            fault = self._fault(number, line, str(error))
            return Row(number, {}, self.tables[0], raw=line, errors=(fault,))
        return record_row(number, cells, self, line)

    def _fault(self, number: int, line: bytes, detail: str) -> RowError:
        """Tell apart a web page, bytes that are no text, a line cut off, and plain bad JSON."""
        shown = line[:80].decode(errors="replace").strip()
        facts: dict[str, Any] = {"detail": detail}
        code = "bad-json"
        cut = self.position >= self.size and not line.rstrip().endswith(b"}")
        if _MARKUP.match(line):
            code = "html-line"
        elif (offset := first_fault(line) if cut else _bad_byte(line)) is not None:
            code, facts = "bad-bytes", {"offset": offset, "encoding": "UTF-8"}
        elif cut:
            code = "truncated-line"
        return RowError(code, facts, file=self.name, row=number, value=shown)


def _bad_byte(line: bytes) -> int | None:
    try:
        line.decode()
    except UnicodeDecodeError as error:
        return error.start
    return None


def record_row(number: int, record: Any, source: Source, raw: bytes | None = None) -> Row:
    """A parsed JSON value as a row; anything but an object is that row's error."""
    if type(record) is dict:
        return Row(number, record, source.tables[0], raw=raw)
    error = RowError("not-an-object", {"kind": _KINDS[type(record)]}, file=source.name, row=number)
    return Row(number, {}, source.tables[0], raw=raw, errors=(error,))


class JsonSource(Source):
    """JSON: an array of objects, or a single object."""

    def __init__(self, path: Path, name: str, encoding: str) -> None:
        super().__init__(path, name, "json", encoding)
        if self.size > ARRAY_LIMIT:
            raise SourceError(
                "too-large", name, size=f"{self.size >> 20} MB", limit=f"{ARRAY_LIMIT >> 20} MB"
            )
        self._records = self._load()
        if not any(self._records):
            raise SourceError("no-rows", name)
        self.tables, self.parts = survey(
            record for record in self._records[:_SEEN] if isinstance(record, dict)
        )

    def _load(self) -> list[Any]:
        data = self.path.read_bytes()
        if not (self.encoding or "").startswith("utf-8"):
            data = data.decode(self.encoding or "utf-8").encode()
        count = data.count(b"{") + data.count(b"[")
        if count > MOST_CONTAINERS:
            facts = {"size": f"{count:,} × {{…}}", "limit": f"{MOST_CONTAINERS:,}"}
            raise SourceError("too-large", self.name, **facts)
        try:
            whole = orjson.loads(data.removeprefix(_BOM))
        except orjson.JSONDecodeError as error:
            raise SourceError("broken-json", self.name, detail=str(error)) from error
        return whole if isinstance(whole, list) else [whole]

    def rows(self) -> Iterator[Row]:
        for number, record in enumerate(self._records, 1):
            self.position = self.size * number // len(self._records)
            yield record_row(number, record, self)


Survey = tuple[tuple[Table, ...], dict[str, tuple[str, ...]]]


def survey(records: Iterable[dict[str, Any]]) -> Survey:
    """Keys met in the first records, and in the lists of records inside them."""
    keys: dict[str, None] = {}
    parts: dict[str, dict[str, None]] = {}
    for record in records:
        keys.update(dict.fromkeys(record))
        for key, value in record.items():
            for member in value if isinstance(value, list) else ():
                if isinstance(member, dict):
                    parts.setdefault(key, {}).update(dict.fromkeys(member))
    return (Table(None, tuple(keys), open=True),), {
        key: tuple(names) for key, names in parts.items()
    }
