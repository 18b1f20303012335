"""A workbook is looked through before it is parsed.

Three things are wanted: the grid must be one that can be held in memory (one filled cell at
XFD1048576 in a 5 KB file makes the parser ask for 500 GB, which kills the process), counts must
not lie, and cells the parser silently shows as empty (Excel errors, formulas saved without their
result) must be known by their place. Normal files pass a quick scan; only irregular ones are
read with an XML parser. The sheet's own ``<dimension>`` is no evidence, exporters write any; it
is a claim, and cheap to prove: one search for a cell beyond it, where listing millions of
references takes most of the scan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from zipfile import ZipInfo

from app.importing.errors import SourceError
from app.importing.readers.archive import Archive, sheet_parts

CELLS_LIMIT = 10_000_000
ROWS, COLUMNS = 1 << 20, 1 << 14
_MEDIA = ("xl/media/", "xl/theme/", "xl/printersettings/", "docprops/", "customxml/")
_REF = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"')
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OTHER = re.compile(rb"<c[A-Za-z]")
_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})"')
_ODD = tuple(map(re.compile, (rb"\x00", rb":c", rb"<f[ >/]", rb' t="e"')))
"""Cells of another encoding or prefix, formulas, errors. Several searches, because they are many
times as fast as one expression for all; of an expression, because ``in`` is half as fast."""
_COUNTED = re.compile(rb"ount")
_COUNT = re.compile(rb"""<[^<>]*[cC]ount\s*=\s*["'](?!\d{1,7}["'])""")
_TAIL = 1 << 16

BadCells = dict[tuple[int, int], tuple[str, str]]
"""(row, column), both 1-based → (error code, text)."""


@dataclass(slots=True)
class Extent:
    """The rectangle of filled cells."""

    top: int = ROWS + 1
    left: int = COLUMNS + 1
    bottom: int = 0
    right: int = 0

    def take(self, row: int, column: int) -> None:
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    @property
    def fits(self) -> bool:
        inside = self.bottom <= ROWS and self.right <= COLUMNS
        area = (self.bottom - self.top + 1) * (self.right - self.left + 1)
        return not self.bottom or (inside and area <= CELLS_LIMIT)

    def __str__(self) -> str:
        return f"{self.bottom:,} × {self.right:,}"


class Guard:
    """看门的: looks through the parts of a workbook; each sheet at the latest before it is parsed.

    What is not a sheet is looked through when the workbook is opened; so is everything, where it
    is not told plainly which part a sheet is.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        sheets, plain = sheet_parts(archive)
        _refuse_what_acts(archive)
        names = {one.part: one.name for one in sheets}
        self._waiting: dict[str, ZipInfo] = {}
        self._bad: dict[str, BadCells] = {}
        for entry in archive.entries:
            part = entry.filename.lower()
            name = names.get(part, part)
            if plain and part in names:
                self._waiting[name] = entry
            elif not part.startswith(_MEDIA) and not entry.is_dir():
                self._look(name, entry)

    def bad_cells(self, sheet: str) -> BadCells:
        """Look through a sheet, if that is still to be done. Raises ``SourceError`` if unsafe."""
        if entry := self._waiting.pop(sheet, None):
            self._look(sheet, entry)
        return self._bad.get(sheet, {})

    def finish(self) -> None:
        """Look through what nobody asked for: hidden sheets can do harm where they are handed on."""
        for sheet in list(self._waiting):
            self.bad_cells(sheet)

    def _look(self, name: str, entry: ZipInfo) -> None:
        extent, close = _quick_scan(self._archive, entry)
        if close or not extent.fits:
            extent, self._bad[name] = _close_look(self._archive, entry)
        if not extent.fits:
            raise self._archive.unsafe(f"{name}: {extent}")


def _refuse_what_acts(archive: Archive) -> None:
    """Macros and links to other files: what is kept and handed on must do nothing when opened."""
    parts = [entry.filename.lower() for entry in archive.entries]
    if any(part.endswith("vbaproject.bin") for part in parts):
        raise SourceError("macros", archive.name)
    if any(part.startswith("xl/externallinks/") for part in parts):
        raise SourceError("external-links", archive.name)


def _quick_scan(archive: Archive, entry: ZipInfo) -> tuple[Extent, bool]:
    """Extent by the regular form of cell references; and whether a closer look is needed."""
    extent, close, claim = Extent(), False, _Claim()
    for number, window in enumerate(_windows(archive.chunks(entry))):
        if not number:
            claim = _Claim.of(window)
        if claim.holds_in(window):
            extent.take(claim.row, claim.column)
        else:
            close = _list_cells(window, extent) or close
        close = close or any(odd.search(window) for odd in _ODD)
        if _COUNTED.search(window) and _COUNT.search(window):
            raise archive.unsafe(f"{entry.filename}: count")
    return extent, close and (extent.bottom > 0 or entry.filename.lower().endswith(".xml"))


def _list_cells(window: bytes, extent: Extent) -> bool:
    """Take the cells written as ``<c r="B2"``; whether there are any others."""
    refs = _REF.findall(window)
    places = b" ".join(refs)  # taken apart all at once: there are millions of them
    if rows := set(map(int, set(places.translate(None, _LETTERS).split()))):
        extent.take(min(rows), 1)
        extent.take(max(rows), 1)
    for column in set(places.translate(None, _DIGITS).split()):
        extent.take(extent.bottom, column_number(column.decode()))
    tags = window.count(b"<c")
    return tags != len(refs) and tags != len(refs) + len(_OTHER.findall(window))


@dataclass(frozen=True, slots=True)
class _Claim:
    """The last cell that a sheet says it has, where that would fit; ``beyond`` finds others."""

    row: int = 0
    column: int = 0
    beyond: re.Pattern[bytes] | None = None

    @classmethod
    def of(cls, window: bytes) -> _Claim:
        """Read what the beginning of a sheet claims."""
        if not (told := _DIMENSION.search(window)):
            return cls()
        letters, digits = (one.decode() for one in told.groups())
        row, column, extent = int(digits), column_number(letters), Extent()
        extent.take(1, 1)
        extent.take(row, column)
        if not row or not extent.fits:
            return cls()
        inside = f"(?:{_at_most(letters, 'A', 'Z')})(?:{_at_most(digits, '0', '9')})"
        return cls(row, column, re.compile(f'<c(?! r="{inside}"|[A-Za-z])'.encode()))

    def holds_in(self, window: bytes) -> bool:
        """Whether every cell of a window is written as ``<c r="B2"``, and is not beyond the last."""
        return self.beyond is not None and not self.beyond.search(window)


def _at_most(last: str, lowest: str, highest: str) -> str:
    """A pattern of the signs that are shorter than ``last``, or as long and not beyond it."""
    sign = f"[{lowest}-{highest}]"
    lower = (
        f"{last[:i]}[{lowest}-{chr(ord(one) - 1)}]{sign}{{{len(last) - i - 1}}}"
        for i, one in enumerate(last)
        if one > lowest
    )
    shorter = (f"{sign}{{1,{len(last) - 1}}}",) if len(last) > 1 else ()
    return "|".join((*lower, last, *shorter))


def _windows(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Chunks cut before their last tag, so that no tag is split between two."""
    tail = b""
    for chunk in chunks:
        window = tail + chunk
        cut = window.rfind(b"<")
        if cut <= 0 or len(window) - cut > _TAIL:
            cut = len(window)
        tail = window[cut:]
        yield window[:cut]
    yield tail


def column_number(letters: str) -> int:
    """1-based column of its letters; anything beyond what Excel has comes back as too large."""
    number = 0
    for letter in letters.upper()[:6]:
        number = number * 26 + ord(letter) - 64
    return number


_PLACE = re.compile(r"\s*([A-Za-z]*)(\d*)\s*$")


@dataclass(slots=True)
class _Reader:
    """Walks the cells of a sheet as the parser would, cells without a reference included."""

    extent: Extent = field(default_factory=Extent)
    bad: BadCells = field(default_factory=dict)
    row: int = 0
    column: int = 0
    type: str = ""
    inside: str = ""
    formula: bool = False
    text: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self.row = int(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = 0
        elif name == "c":
            self._enter(attributes)
        elif self.inside:
            self.extent.take(self.row, self.column)
            self.inside = name
            self.formula = self.formula or name == "f"

    def _enter(self, attributes: dict[str, str]) -> None:
        letters, digits = "", ""
        if place := _PLACE.match(attributes.get("r", "")):
            letters, digits = place.groups()
        self.column = column_number(letters) if letters else self.column + 1
        self.row = int(digits[:9]) if digits else self.row
        self.inside, self.type, self.formula, self.text = "c", attributes.get("t", ""), False, ""

    def characters(self, text: str) -> None:
        if self.inside and self.inside != "f":
            self.text += text

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            if self.type == "e":
                self.bad[self.row, self.column] = ("excel-error", self.text)
            elif self.formula and not self.text and self.type != "str":
                self.bad[self.row, self.column] = ("formula-without-value", "")
            self.inside = ""
        elif self.inside:
            self.inside = "c"


def _close_look(archive: Archive, entry: ZipInfo) -> tuple[Extent, BadCells]:
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters

    def refuse(*_: Any) -> None:
        raise archive.unsafe(f"{entry.filename}: DTD")

    parser.StartDoctypeDeclHandler = refuse
    try:
        for chunk in archive.chunks(entry):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise archive.unsafe(f"{entry.filename}: {error}") from error
    return reader.extent, reader.bad
