"""The zip around a workbook, opened with suspicion.

Sizes written in a zip can lie, and the parser behind this one aborts the whole process when it is
made to ask for too much memory; so every part is inflated once, counted, and looked at first.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from app.importing.errors import SourceError

UNZIPPED_LIMIT = 512 << 20
SMALL_PART = 16 << 20
_CHUNK = 1 << 18
"""Bytes inflated at a time; more would not stay in the cache while they are looked through."""
_LOCAL = struct.Struct("<4s22xHH")
_SHEET_TAG = re.compile(rb"sheet[\s/>]")
_PLAIN_PART = re.compile(r"xl/worksheets/\w+\.xml")


class Archive:
    """The parts of a zip file, each inflated with a running count of what really comes out."""

    def __init__(self, path: Path, name: str, limit: int = UNZIPPED_LIMIT) -> None:
        self.path, self.name, self.limit = path, name, limit
        try:
            with zipfile.ZipFile(path) as archive:
                self.entries = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise SourceError("broken-workbook", name, detail=error) from error
        self._check()

    def _check(self) -> None:
        if any(entry.flag_bits & 1 for entry in self.entries):
            raise SourceError("encrypted-workbook", self.name)
        methods = {entry.compress_type for entry in self.entries}
        if not methods <= {ZIP_STORED, ZIP_DEFLATED}:
            raise SourceError("broken-workbook", self.name, detail=f"zip {sorted(methods)}")
        if sum(entry.file_size for entry in self.entries) > self.limit:
            raise self.unsafe(f"> {self.limit >> 20} MB")

    def unsafe(self, detail: str) -> SourceError:
        return SourceError("unsafe-workbook", self.name, detail=detail)

    def chunks(self, entry: ZipInfo) -> Iterator[bytes]:
        """What a part inflates to. Raises when that is not the size the zip claims."""
        out = 0
        try:
            for chunk in self._inflate(entry):
                out += len(chunk)
                if out > entry.file_size:
                    raise self.unsafe(f"{entry.filename} > {entry.file_size} B")
                yield chunk
        except (zlib.error, struct.error, EOFError) as error:
            raise SourceError("broken-workbook", self.name, detail=error) from error
        if out != entry.file_size:
            raise SourceError("broken-workbook", self.name, detail=entry.filename)

    def _inflate(self, entry: ZipInfo) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            file.seek(entry.header_offset)
            magic, name_length, extra_length = _LOCAL.unpack(file.read(_LOCAL.size))
            if magic != b"PK\x03\x04":
                raise EOFError(entry.filename)
            file.seek(name_length + extra_length, 1)
            stored = _stored(file, entry.compress_size)
            if entry.compress_type == ZIP_STORED:
                yield from stored
                return
            decoder = zlib.decompressobj(-15)
            for data in stored:
                while data:
                    yield decoder.decompress(data, _CHUNK)
                    data = decoder.unconsumed_tail
            yield decoder.flush(_CHUNK)

    def small(self, name: str) -> bytes | None:
        """A small part by its name, or None where there is none."""
        for entry in reversed(self.entries):
            if entry.filename.lower() == name.lower():
                if entry.file_size > SMALL_PART:
                    raise self.unsafe(entry.filename)
                return b"".join(self.chunks(entry))
        return None


def _stored(file: IO[bytes], length: int) -> Iterator[bytes]:
    while length > 0:
        data = file.read(min(_CHUNK, length))
        if not data:
            raise EOFError("unexpected end of file")
        length -= len(data)
        yield data


class SheetPart(NamedTuple):
    """A sheet as the workbook names it, and the part of the zip (in lower case) that it is."""

    name: str
    part: str


def sheet_parts(archive: Archive) -> tuple[list[SheetPart], bool]:
    """The sheets of a workbook, from it and its relations; and whether they are told plainly.

    Plainly: so that no other reader can take another part for a sheet than we do.
    """
    book = archive.small("xl/workbook.xml")
    links = archive.small("xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        raise SourceError("not-a-workbook", archive.name)
    try:
        targets = [(link.get("Id"), link.get("Target") or "") for link in _tree(links, archive)]
        nodes = [node for node in _tree(book, archive).iter() if node.tag.endswith("}sheet")]
    except ET.ParseError as error:
        raise SourceError("broken-workbook", archive.name, detail=error) from error
    found = {told: target.removeprefix("/xl/").removeprefix("./") for told, target in targets}
    sheets = [
        SheetPart(node.get("name") or "", f"xl/{found.get(_relation(node), '')}".lower())
        for node in nodes
    ]
    alone = len(found) == len(targets) and len(_SHEET_TAG.findall(book)) == len(nodes)
    return sheets, alone and _are_plain(sheets, nodes, archive)


def _are_plain(sheets: list[SheetPart], nodes: list[ET.Element], archive: Archive) -> bool:
    """Whether each sheet has a name, a relation and a part of its own."""
    entries = [entry.filename.lower() for entry in archive.entries]
    return (
        len({one.name for one in sheets}) == len({one.part for one in sheets}) == len(sheets)
        and all(_PLAIN_PART.fullmatch(one.part) for one in sheets)
        and all(entries.count(one.part) == 1 for one in sheets)
        and all(sum(name.endswith("}id") for name in node.attrib) == 1 for node in nodes)
    )


def _relation(sheet: ET.Element) -> str | None:
    """The r:id of a sheet, in the transitional or the strict namespace."""
    return next((value for name, value in sheet.items() if name.endswith("}id")), None)


def _tree(data: bytes, archive: Archive) -> ET.Element:
    """Parse a small part. Without a DTD there are no entities to blow up."""
    if b"<!DOCTYPE" in data:
        raise archive.unsafe("DTD")
    return ET.fromstring(data)  # noqa: S314
