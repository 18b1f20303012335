"""未动的行: items that nobody touched in a workbook are not read, and it makes no difference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.importing.intake import Taken, intake
from app.importing.readers.form import HIDDEN, form
from tests.factories.catalogue import CITY, COUNTY, TOWN, local
from tests.factories.workbooks import exported_workbook

PRINT = 3
"""The column of the hidden sheet with the prints."""
MATERIALS = [{"name": "=1+1", "copies": 2}, {"name": "身份证"}]
ITEMS = (
    local(CITY, materials=MATERIALS, questions=[{"question": "多久？", "answer": "十天"}]),
    local(COUNTY, materials=MATERIALS[:1]),
    local(CITY, serial=1, materials=MATERIALS[1:]),
    local(TOWN, materials=MATERIALS, conditions="一、甲\n二、乙"),
)
SHEETS = [sheet.name for sheet in form("implementation")]
Edit = Callable[[Any, int, int], None]


@pytest.fixture(scope="module")
def exported(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of three items."""
    return exported_workbook(sqlite_template, tmp_path_factory.mktemp("untouched"), *ITEMS)


def taken(path: Path) -> list[Taken]:
    """Return the rows of a workbook, as the import gets them."""
    with intake(path, path.name) as opened:
        return [row for chunk in opened.chunks(100) for row in chunk.rows]


def told(path: Path) -> list[str]:
    """Return what every row comes to when it is read in full, in an order of its own."""
    with intake(path, path.name) as opened:
        rows = [row for chunk in opened.chunks(100) for row in chunk.rows]
        rows = [row.untouched() if row.untouched else row for row in rows]
    return sorted(
        repr((row.document, [(e.code, e.sheet, e.row) for e in row.errors], row.row, row.revision))
        for row in rows
    )


def test_of_an_export_nothing_is_read(exported: Path) -> None:
    rows = taken(exported)
    assert [bool(row.untouched) for row in rows] == [True] * len(ITEMS)
    documents = [row.untouched().document["materials"] for row in rows if row.untouched]
    assert documents == [item["materials"] for item in ITEMS]


def test_of_an_edited_workbook_only_what_was_touched(exported: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(exported)
    book["材料"].cell(3, column(book["材料"], "材料名称")).value = "户口簿"
    path = tmp_path / "edited.xlsx"
    book.save(path)
    rows = {row.document["code"]: row.untouched for row in taken(path)}
    touched = {code for code, whole in rows.items() if whole is None}
    assert touched == {ITEMS[0]["code"]}, "and the ways of handling it, which share its code"
    assert len(rows) == len(ITEMS) - 1


def column(sheet: Any, header: str) -> int:
    """Return the column of a header."""
    return next(int(cell.column) for cell in sheet[1] if cell.value == header)


def _write(sheet: Any, row: int, place: int) -> None:
    sheet.cell(row, place).value = "改"


def _clear(sheet: Any, row: int, place: int) -> None:
    sheet.cell(row, place).value = None


def _delete(sheet: Any, row: int, _place: int) -> None:
    sheet.delete_rows(row)


def _copy(sheet: Any, row: int, _place: int) -> None:
    sheet.append([cell.value for cell in sheet[row]])


def _copied_without_tie(sheet: Any, row: int, _place: int) -> None:
    sheet.append([cell.value for cell in sheet[row]][:-1])


def _copied_by_code(sheet: Any, row: int, _place: int) -> None:
    values = [cell.value for cell in sheet[row]][:-1]
    values[column(sheet, "业务办理项编码") - 1] = None
    values[column(sheet, "实施编码") - 1] = ITEMS[0]["code"]
    sheet.append(values)


def _to_another(sheet: Any, row: int, _place: int) -> None:
    place = column(sheet, "实施编码")
    sheet.cell(row, place).value = ITEMS[2]["code"]


def _tie_of_another(sheet: Any, row: int, _place: int) -> None:
    sheet.cell(row, sheet.max_column).value = f"{ITEMS[1]['code']}|"


def _without_column(sheet: Any, _row: int, place: int) -> None:
    sheet.delete_cols(place)


def _blank_row(sheet: Any, row: int, _place: int) -> None:
    sheet.insert_rows(row)


def _merged(sheet: Any, row: int, place: int) -> None:
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=place, end_column=place)


def _title(sheet: Any, _row: int, _place: int) -> None:
    sheet.insert_rows(1)
    sheet.cell(1, 1).value = "某市"


def _last_first(sheet: Any, row: int, _place: int) -> None:
    values = [[cell.value for cell in sheet[number]] for number in (row, sheet.max_row)]
    for number, cells in ((sheet.max_row, values[0]), (row, values[1])):
        for place, value in enumerate(cells, 1):
            sheet.cell(number, place).value = value


EDITS: tuple[Edit, ...] = (
    _write, _clear, _delete, _copy, _copied_without_tie, _copied_by_code, _to_another, _tie_of_another,
    _without_column, _blank_row, _merged, _title, _last_first,
)  # fmt: skip


@pytest.mark.slow
@settings(
    max_examples=40,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    edits=st.lists(
        st.tuples(
            st.sampled_from(EDITS),
            st.sampled_from((SHEETS[0], "材料", "问答")),
            st.integers(2, 5),
            st.integers(1, 12),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_it_makes_no_difference_what_was_not_read(
    exported: Path, tmp_path: Path, edits: list[tuple[Edit, str, int, int]]
) -> None:
    book = openpyxl.load_workbook(exported)
    for change, sheet, row, place in edits:
        change(book[sheet], row, place)
    with_prints, without = tmp_path / "with.xlsx", tmp_path / "without.xlsx"
    book.save(with_prints)
    for row in range(2, book[HIDDEN].max_row + 1):
        book[HIDDEN].cell(row, PRINT).value = ""
    book.save(without)
    assert told(with_prints) == told(without)
