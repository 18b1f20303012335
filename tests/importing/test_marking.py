"""标注: any workbook comes back as it was, with marks that go when they are put again."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from app.importing.apart import Limits
from app.importing.errors import RowError
from app.importing.problems import ImportFileNotMarkable
from app.importing.workbooks import marking
from app.importing.workbooks.marking import write_marked
from app.importing.workbooks.marks import AUTHOR, RED
from tests.importing.zoo import HEADERS, ROWS, write_workbook

BAD = RowError(
    "unreadable-value",
    {"title": "次数", "title_en": "visits", "example": "1"},
    sheet="清单", row=2, letter="B", column="=列", value="=1+1",
)  # fmt: skip
ROW = RowError("no-code", {"columns": "实施编码"}, sheet="清单", row=3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workbook that is none of ours."""
    return write_workbook(tmp_path / "a.xlsx", {"清单": [HEADERS, *ROWS]})


def test_cells_are_marked_and_everything_else_stays(path: Path, tmp_path: Path) -> None:
    before = [list(row) for row in openpyxl.load_workbook(path)["清单"].values]
    target = tmp_path / "marked.xlsx"
    write_marked(path, target, [BAD, ROW], 2, Limits())
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["拒收汇总", "清单"]
    assert [list(row) for row in book["清单"].values] == before
    red = [c.coordinate for row in book["清单"] for c in row if c.fill.fgColor.rgb == RED]
    assert red == ["B2", "A3"]
    summary = book["拒收汇总"]
    assert (summary["E4"].value, summary["E4"].data_type) == ("=1+1", "s")
    assert summary["D4"].hyperlink.location or summary["D4"].hyperlink.target


def test_marks_of_an_earlier_time_go(path: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_marked(path, first, [BAD], 1, Limits())
    write_marked(first, second, [ROW], 1, Limits())
    book = openpyxl.load_workbook(second)
    assert book.sheetnames == ["拒收汇总", "清单"]
    marked = [c.coordinate for row in book["清单"] for c in row if c.comment]
    assert marked == ["A3"]
    comment = book["清单"]["A3"].comment
    assert comment is not None
    assert comment.author == AUTHOR


def test_what_is_no_workbook_too_large_or_too_much_is_refused(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "marked.xlsx"
    text = tmp_path / "a.csv"
    text.write_text("编码,名称\n", encoding="utf-8")
    with pytest.raises(ImportFileNotMarkable):
        write_marked(text, target, [ROW], 1, Limits())
    with pytest.raises(ImportFileNotMarkable):
        write_marked(path, target, [ROW], 1, Limits(memory_mb=64))
    monkeypatch.setattr(marking, "MOST_BYTES", 100)
    with pytest.raises(ImportFileNotMarkable):
        write_marked(path, target, [ROW], 1, Limits())
    assert not target.exists()
