"""Workbooks that would take the process down: each is opened in a child with little memory."""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.importing.errors import SourceError
from app.importing.readers.archive import Archive
from tests.importing.zoo import HEADERS, ROWS, raw_workbook, text_row, write_workbook

FIRST = text_row(1, *HEADERS[:3])
FAR = '<row r="1048576"><c r="XFD1048576"{}>{}</c></row>'
HOSTILE = {
    "far cell": FAR.format("", "<v>1</v>"),
    "far cell, odd quotes": '<row r="1048576"><c t="n" r=\'XFD1048576\'><v>1</v></c></row>',
    "far cell, prefixed": '<x:row xmlns:x="u" r="1048576"><x:c r="XFD1048576"><v>1</v></x:c></x:row>',
    "far formula": FAR.format("", "<f>1+1</f>"),
    "column beyond Excel": '<row r="2"><c r="ZZZZZZ2"><v>1</v></c></row>',
    "row beyond Excel": '<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>',
    "wide row, far row": f'<row r="2">{"<c><v>1</v></c>" * 16_000}</row>'
    '<row r="1048576"><c><v>1</v></c></row>',
    "hidden in an attribute": '<row r="2"><c q=">" r="XFD1048576"><v>1</v></c></row>',
}
OPEN = """
import resource, sys
from app.importing.errors import SourceError
from app.importing.readers import open_source
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
try:
    with open_source(__import__("pathlib").Path(sys.argv[1])) as source:
        print(sum(1 for _ in source.rows()))
except SourceError as error:
    print(error.code)
"""


def outcome(path: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


@pytest.mark.parametrize("name", HOSTILE)
def test_cells_far_away_are_refused_before_memory_is_asked_for(tmp_path: Path, name: str) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", f"<sheetData>{FIRST}{HOSTILE[name]}</sheetData>")
    assert path.stat().st_size < 10_000
    assert outcome(path) == "unsafe-workbook"


def test_a_lying_count_of_strings_is_refused(tmp_path: Path) -> None:
    shared = '<sst xmlns="u" count="4000000000" uniqueCount="4000000000"><si><t>x</t></si></sst>'
    path = raw_workbook(tmp_path / "a.xlsx", f"<sheetData>{FIRST}</sheetData>", shared)
    assert outcome(path) == "unsafe-workbook"


def test_a_dtd_is_refused(tmp_path: Path) -> None:
    sheet = f'<sheetData>{FIRST}<row r="2"><c  r="A2"><v>1</v></c></row></sheetData>'
    path = raw_workbook(tmp_path / "a.xlsx", sheet)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = (
        b'<!DOCTYPE w [<!ENTITY a "aaaa">]>' + parts["xl/worksheets/sheet1.xml"]
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert outcome(path) == "unsafe-workbook"


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = {"xl/media/image.xml": " " * (8 << 20)}
    path = raw_workbook(tmp_path / "a.xlsx", f"<sheetData>{FIRST}</sheetData>", **bomb)
    assert path.stat().st_size < 20_000
    with pytest.raises(SourceError) as caught:
        Archive(path, "a.xlsx", limit=4 << 20)
    assert caught.value.code == "unsafe-workbook"


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    sheet = f"<sheetData>{FIRST}{' ' * (8 << 20)}</sheetData>"
    path = raw_workbook(tmp_path / "a.xlsx", sheet)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = struct.pack("<I", archive.getinfo("xl/worksheets/sheet1.xml").file_size)
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = struct.pack("<I", 1000)
    path.write_bytes(data)
    assert outcome(path) in {"unsafe-workbook", "broken-workbook"}


def test_harmless_oddities_of_exporters_are_read(tmp_path: Path) -> None:
    styled = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    sheet = (
        f'<dimension ref="A1:XFD1048576"/><sheetData>{FIRST}{text_row(2, *ROWS[0][:3])}'
        f"{styled}</sheetData>"
    )
    assert outcome(raw_workbook(tmp_path / "a.xlsx", sheet)) == "1"


def test_a_zip_that_is_no_workbook_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    assert outcome(tmp_path / "a.xlsx") == "not-a-workbook"


def test_an_honest_large_sheet_is_read(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"事项": [HEADERS, *ROWS * 5_000]})
    assert outcome(path) == "10000"
