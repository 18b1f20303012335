"""The guard of workbooks: claims about the last cell are proved, and sheets told apart plainly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing.errors import SourceError
from app.importing.readers import guard
from app.importing.readers.archive import Archive, sheet_parts
from app.importing.readers.guard import Guard, _at_most, _Claim, column_number
from app.importing.readers.headers import letter
from tests.importing.zoo import raw_workbook, repacked

NUMBERS = st.integers(1, 20_000)
ROWS = '<dimension ref="A1:B2"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>{}</sheetData>'
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LINK = (
    '<Relationship Id="{}" Target="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet"/>'
)


@given(NUMBERS, NUMBERS)
def test_a_pattern_holds_what_is_not_beyond_the_last(last: int, other: int) -> None:
    rows = re.compile(_at_most(str(last), "0", "9"))
    columns = re.compile(_at_most(letter(last - 1), "A", "Z"))
    assert bool(rows.fullmatch(str(other))) is (other <= last)
    assert bool(columns.fullmatch(letter(other - 1))) is (other <= last)
    assert column_number(letter(other - 1)) == other


@pytest.mark.parametrize(
    "cell, holds",
    [
        ('<c r="B2"><v>1</v></c>', True),
        ('<cols><col min="1"/></cols><c r="A1"/>', True),
        ('<c r="C1"><v>1</v></c>', False),
        ('<c r="A3"><v>1</v></c>', False),
        ('<c r="A10"><v>1</v></c>', False),
        ('<c r="AA1"><v>1</v></c>', False),
        ("<c r='B2'/>", False),
        ("<c/>", False),
        ('<c s="1" r="B2"/>', False),
    ],
)
def test_a_claim_is_proved_by_every_cell(cell: str, holds: bool) -> None:
    claim = _Claim.of(b'<dimension ref="A1:B2"/><sheetData>')
    assert claim.holds_in(cell.encode()) is holds


@pytest.mark.parametrize("ref", ["A1:XFD1048576", "A1:ZZZ9999999", "A0", "a1:b2"])
def test_a_claim_that_would_not_fit_is_none(ref: str) -> None:
    claim = _Claim.of(f'<dimension ref="{ref}"/>'.encode())
    assert not claim.holds_in(b'<c r="A1"/>')


def test_a_cell_beyond_the_claim_is_found_in_any_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.importing.readers.archive._CHUNK", 100)
    path = raw_workbook(tmp_path / "a.xlsx", ROWS.format('<row r="2"/>' * 50 + FAR))
    with pytest.raises(SourceError, match="than it can safely be"):
        guard_all(path)


def test_a_sheet_nobody_asks_for_is_looked_through_all_the_same(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", ROWS.format(FAR))
    waiting = Guard(Archive(path, "a.xlsx"))
    with pytest.raises(SourceError, match="than it can safely be"):
        waiting.finish()


@pytest.mark.parametrize(
    "part, before, after",
    [
        ("xl/_rels/workbook.xml.rels", "</Rel", LINK.format("rId1", "worksheets/b.xml") + "</Rel"),
        ("xl/_rels/workbook.xml.rels", "worksheets/sheet1", "worksheets/../worksheets/sheet1"),
        ("xl/_rels/workbook.xml.rels", "worksheets/sheet1", "xl/worksheets/sheet1"),
        ("xl/workbook.xml", "r:id=", 'xmlns:z="z" z:id="rId1" r:id='),
        ("xl/workbook.xml", "<sheet ", '<sheet\txmlns="" name="S1" r:id="rId2"/><sheet '),
        ("xl/workbook.xml", "</sheets>", '<sheet name="b" sheetId="2" r:id="rId1"/></sheets>'),
    ],
)
def test_where_a_sheet_might_be_another_part_all_is_looked_through_first(
    tmp_path: Path, part: str, before: str, after: str
) -> None:
    plain = raw_workbook(tmp_path / "a.xlsx", ROWS.format(FAR))
    assert sheet_parts(Archive(plain, "a.xlsx"))[1]
    path = repacked(plain, part, before, after)
    assert not sheet_parts(Archive(path, "a.xlsx"))[1]
    with pytest.raises(SourceError, match="than it can safely be"):
        Guard(Archive(path, "a.xlsx"))


def test_what_holds_its_claim_is_not_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[bytes] = []
    monkeypatch.setattr(guard, "_list_cells", lambda window, _extent: listed.append(window))
    guard_all(raw_workbook(tmp_path / "a.xlsx", ROWS.format("")))
    assert not any(b"<c r=" in window for window in listed)


def guard_all(path: Path) -> None:
    Guard(Archive(path, path.name)).finish()
