"""边读边标注: a large workbook of ours, written again row by row, is the workbook that came in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.exporting.marked import record_of
from app.importing.apart import Limits
from app.importing.errors import RowError
from app.importing.intake import intake
from app.importing.readers.form import HIDDEN
from app.importing.workbooks import marking
from app.importing.workbooks.marking import write_marked
from app.importing.workbooks.marks import AUTHOR, RED, SUMMARY
from tests.factories.catalogue import CITY, COUNTY, local
from tests.factories.workbooks import exported_workbook

ODD = "  _x0041_ <b>&\n=1+1 ＡＢ"
ITEMS = (
    local(CITY, materials=[{"name": ODD, "copies": 2}, {"name": "身份证"}], conditions=ODD),
    local(COUNTY, conditions="长" * 40_000, materials=[]),
    local(COUNTY, serial=1),
)
BAD = RowError("no-date", sheet="事项", row=3, letter="C", column="生效日期", value="昨天")
EMPTY = RowError("no-code", {"columns": "实施编码"}, sheet="材料", row=2, letter="BZ")
ROW = RowError("no-code", {"columns": "实施编码"}, sheet="事项", row=4)


@pytest.fixture(scope="module")
def exported(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of three items."""
    return exported_workbook(sqlite_template, tmp_path_factory.mktemp("marked"), *ITEMS)


@pytest.fixture(scope="module")
def marked(exported: Path) -> Path:
    return mark(exported, exported.with_stem("marked"), BAD, BAD, EMPTY, ROW)


def mark(path: Path, target: Path, *errors: RowError) -> Path:
    """Mark a workbook as if it were a large one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marking, "STREAMED", 0)
        write_marked(path, target, errors, len(errors), Limits())
    return target


def looks(sheet: Any) -> Iterator[Any]:
    """What a sheet is beside its values."""
    yield sheet.title, sheet.sheet_state, sheet.freeze_panes
    yield sorted((str(d.sqref), d.formula1) for d in sheet.data_validations.dataValidation)
    yield [(name, one.width, one.hidden) for name, one in sheet.column_dimensions.items()]
    yield [(c.value, c.fill.fgColor.rgb, c.comment and c.comment.text) for c in sheet[1] if c.value]


def values(sheet: Any) -> Iterator[list[Any]]:
    """The rows of a sheet, as far as they are filled."""
    for row in sheet.values:
        yield list(
            row[: 1 + max((n for n, cell in enumerate(row) if cell is not None), default=-1)]
        )


def test_it_is_the_same_workbook(exported: Path, marked: Path) -> None:
    before, after = openpyxl.load_workbook(exported), openpyxl.load_workbook(marked)
    assert after.sheetnames == [SUMMARY["zh"], *before.sheetnames]
    for name in before.sheetnames:
        assert list(map(str, looks(after[name]))) == list(map(str, looks(before[name])))
        assert list(values(after[name])) == list(values(before[name]))
        formats = {c.number_format for row in after[name].iter_rows(2) for c in row if c.value}
        assert formats <= {"@", "General"}


def test_cells_are_red_and_say_why(marked: Path) -> None:
    book = openpyxl.load_workbook(marked)
    found = [
        (sheet.title, cell.coordinate, cell.comment.text.count("\n"))
        for sheet in book
        for row in sheet.iter_rows(2)
        for cell in row
        if cell.comment and cell.comment.author == AUTHOR and cell.fill.fgColor.rgb == RED
    ]
    assert found == [("事项", "C3", 4), ("事项", "A4", 1), ("材料", "BZ2", 1)]
    summary = book[SUMMARY["zh"]]
    assert book.active is summary
    assert "4" in str(summary["A1"].value)
    assert [cell.value for cell in summary[4]][:5] == ["事项", "3", "生效日期", "C3", "昨天"]
    assert summary["D4"].hyperlink.location == "'事项'!C3"


def test_what_nobody_touched_is_known_to_be_untouched(exported: Path, marked: Path) -> None:
    def rows(path: Path) -> list[Any]:
        with intake(path, path.name) as opened:
            return [one for chunk in opened.chunks(100) for one in chunk.rows]

    before, after = rows(exported), rows(marked)
    assert [one.whole for one in after] == [one.whole for one in before]
    assert [one.revision for one in after] == [one.revision for one in before]
    assert [bool(one.untouched) for one in after] == [True, True, True]


def test_sheets_and_columns_are_those_of_the_file(exported: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(exported)
    book["事项"].delete_cols(5)
    book["事项"].insert_cols(1)
    book["事项"]["A1"], book["事项"]["A2"] = "经办", dt.date(2026, 1, 31)
    book["事项"]["A3"], book["事项"]["A4"] = True, 1.5
    del book["问答"]
    book.create_sheet("说明", 0)["B3"] = "自己的表"
    book["说明"].sheet_state = "hidden"
    edited = tmp_path / "edited.xlsx"
    book.save(edited)
    once = mark(edited, tmp_path / "once.xlsx", BAD)
    book = openpyxl.load_workbook(mark(once, tmp_path / "twice.xlsx", ROW))
    before = openpyxl.load_workbook(edited)
    assert book.sheetnames == [SUMMARY["zh"], *before.sheetnames]
    assert [cell.value for cell in book["事项"][1]] == [cell.value for cell in before["事项"][1]]
    cells = [book["事项"].cell(row, 1) for row in (2, 3, 4)]
    assert [str(cell.value) for cell in cells] == ["2026-01-31 00:00:00", "True", "1.5"]
    assert (book["说明"]["B3"].value, book["说明"].sheet_state) == ("自己的表", "hidden")
    red = [c.coordinate for row in book["事项"] for c in row if c.fill.fgColor.rgb == RED]
    assert red == ["A4"]


def test_a_workbook_of_others_is_none_of_ours(exported: Path, tmp_path: Path) -> None:
    assert record_of(exported) == "implementation"
    book = openpyxl.load_workbook(exported)
    del book[HIDDEN]
    book.save(tmp_path / "other.xlsx")
    assert record_of(tmp_path / "other.xlsx") is None
    held = mark(tmp_path / "other.xlsx", tmp_path / "marked.xlsx", ROW)
    assert openpyxl.load_workbook(held)["事项"]["A4"].fill.fgColor.rgb == RED
