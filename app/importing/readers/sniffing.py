"""What a file is, told by its content: extensions are often wrong.

Decoding is tried over the whole file before the first row is given out, so that a bad byte in
row 900,000 refuses the file instead of half importing it. Reading it twice costs little: UTF-8
decodes at more than 500 MB/s.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from app.importing.errors import SourceError

SAMPLE = 1 << 16
_CHUNK = 1 << 20
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
_GZIP, _RAR, _SEVEN = b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENOUGH = 8
"""Valid multi-byte characters after which a file counts as (damaged) UTF-8: GB18030 text that
looks like UTF-8 for so long is practically unheard of, the reverse is common."""
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HTML = re.compile(r"<(!doctype html|html|head|body|table|div|script|meta)\b", re.IGNORECASE)


class Sniffed(NamedTuple):
    kind: str
    """zip, ole, json-lines, json, text."""
    encoding: str | None = None


def sniff(path: Path, name: str) -> Sniffed:
    """Tell what a file is. Raises ``SourceError`` for what cannot be read at all."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise SourceError("empty-file", name)
    if head.startswith(_ZIP):
        return Sniffed("zip")
    if head.startswith(_OLE):
        return Sniffed("ole")
    _refuse_binary(head, name)
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{") and _begins_utf8(head):
        encoding = "utf-8"  # a bad byte further on is the fault of one line
    else:
        encoding = find_encoding(path, head, name)
    start = head.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        _refuse_markup(start, name)
    if start.startswith(("{", "[")):
        return Sniffed(_json_kind(start), encoding)
    return Sniffed("text", encoding)


def is_zip(path: Path) -> bool:
    """Whether a file is a zip: a workbook, or a bundle of files."""
    with path.open("rb") as file:
        return file.read(len(_ZIP)) == _ZIP


def _begins_utf8(head: bytes) -> bool:
    """Whether most lines that are not plain ASCII are UTF-8: JSONL is judged line by line."""
    lines = [line for line in head.splitlines() if not line.isascii()]
    good = sum(first_fault(line) is None for line in lines)
    return b"\x00" not in head and good >= len(lines) / 2


def first_fault(line: bytes) -> int | None:
    """Offset of the first byte of a line that is not UTF-8, or None; it may be cut at its end."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(line)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _refuse_binary(head: bytes, name: str) -> None:
    for magic, kind in ((_PDF, "PDF"), (_GZIP, "gzip"), (_RAR, "RAR"), (_SEVEN, "7z")):
        if head.startswith(magic):
            raise SourceError("unknown-format", name, kind=kind)


def _refuse_markup(start: str, name: str) -> None:
    if _HTML.search(start):
        title = _TITLE.search(start)
        raise SourceError("web-page", name, heading=title.group(1).strip()[:60] if title else "–")
    raise SourceError("xml-file", name)


def _json_kind(start: str) -> str:
    """One object per line, or one JSON text over several lines."""
    if start.startswith("["):
        return "json"
    line, newline, rest = start.partition("\n")
    whole = line.rstrip().endswith("}") or not newline
    return "json-lines" if whole or rest.lstrip().startswith("{") else "json"


def find_encoding(path: Path, head: bytes, name: str) -> str:
    """The encoding of a text file, proven on all of it. Raises ``SourceError`` if none fits."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return _proven(path, (encoding,), name)
    if b"\x00" in head:
        return _proven(path, (_wide(head, name),), name)
    failure = first_failure(path, "utf-8")
    if failure is None:
        return "utf-8"
    if _looks_utf8(path, failure):
        raise _undecodable(path, name, failure, ("utf-8",))
    return _proven(path, ("utf-8", "gb18030"), name)


def _wide(head: bytes, name: str) -> str:
    """UTF-16 without a byte order mark: ASCII leaves zeros at odd (LE) or even (BE) places."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < 4 * min(even, odd) + 2:
        raise SourceError("unknown-format", name, kind="binary")
    return "utf-16-le" if odd > even else "utf-16-be"


def _proven(path: Path, tried: tuple[str, ...], name: str) -> str:
    failure = first_failure(path, tried[-1])
    if failure is None:
        return tried[-1]
    raise _undecodable(path, name, failure, tried)


def first_failure(path: Path, encoding: str) -> int | None:
    """Byte offset of the first byte that does not decode, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return done - pending + error.start
            if not chunk:
                return None
            done += len(chunk)


def _looks_utf8(path: Path, failure: int) -> bool:
    with path.open("rb") as file:
        before = file.read(min(failure, _CHUNK))
    return len(_MULTIBYTE.findall(before)) >= _ENOUGH


def _undecodable(path: Path, name: str, offset: int, tried: tuple[str, ...]) -> SourceError:
    with path.open("rb") as file:
        line, left = 1, offset
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            line += chunk.count(b"\n")
            left -= len(chunk)
    return SourceError("unknown-encoding", name, line=line, offset=offset, tried=", ".join(tried))
