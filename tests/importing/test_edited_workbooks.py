"""改过的工作簿: what an edit changes, who else edited meanwhile, and the file that comes back marked."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.cli import app
from app.exporting.scope import Scope, documents
from app.exporting.workbook import empty_workbook, workbook
from app.importing.readers.form import HIDDEN, TIE
from app.importing.workbooks import marking
from app.importing.workbooks.marks import RED, SUMMARY
from app.kernel.console import Exit
from app.kernel.db import Database
from tests.factories.audited import dump, found_now, put
from tests.factories.catalogue import CITY, COUNTY, Document, base, code_of, local

MATERIALS = [
    {"name": "=1+1", "type": "2", "copies": 2, "remark": "一、甲\n二、乙"},
    {"name": "身份证", "type": "1"},
]
ITEM = local(
    CITY, materials=MATERIALS, conditions="须有许可。", contact={"consult": "010-55550000"}
)
OTHER = local(COUNTY, serial=1)
Edit = Callable[[Any], None]
Sent = Callable[..., Any]


@pytest.fixture
def exported(database: Database, tmp_path: Path) -> Path:
    """A workbook of two items, and a catalogue that has them."""
    put(database, base(), ITEM, OTHER)
    path = tmp_path / "workbook.xlsx"
    with database.read() as connection:
        path.write_bytes(b"".join(workbook(connection, Scope())))
    return path


@pytest.fixture
def send(writing_client: TestClient) -> Sent:
    """Send a workbook to a route."""

    def send(route: str, path: Path, **asked: Any) -> Any:
        files = {"file": ("目录.xlsx", path.read_bytes())}
        return writing_client.post(route, params=asked, files=files)

    return send


def edit(path: Path, *edits: tuple[str, str, int, Any]) -> Path:
    """Write cells by (sheet, header, row, value)."""
    book = openpyxl.load_workbook(path)
    for sheet, header, row, value in edits:
        book[sheet].cell(row, column(book[sheet], header)).value = value
    book.save(path)
    return path


def column(sheet: Any, header: str) -> int:
    return next(int(cell.column) for cell in sheet[1] if cell.value == header)


def now(database: Database, code: str) -> Document:
    with database.read() as connection:
        return next(documents(connection, Scope(codes=(code,)))).content


def test_a_workbook_shows_words_and_hides_what_ties_it_together(exported: Path) -> None:
    book = openpyxl.load_workbook(exported)
    assert book.sheetnames[0] == "事项"
    assert book[HIDDEN].sheet_state == "veryHidden"
    items = book["事项"]
    assert items.freeze_panes == "C2"
    assert items.cell(2, column(items, "事项类型")).value == "行政许可"
    code = items.cell(2, column(items, "实施编码"))
    assert (code.value, code.number_format, code.data_type) == (code_of(ITEM), "@", "s")
    letter = get_column_letter(column(items, TIE))
    assert items.column_dimensions[letter].hidden
    assert "必填" in str(items.cell(1, column(items, "事项名称")).comment)
    lists = [one for one in items.data_validations.dataValidation if one.type == "list"]
    assert len(lists) > 20
    name = book["材料"].cell(2, column(book["材料"], "材料名称"))
    assert (name.value, name.data_type) == ("=1+1", "s")


def test_a_preview_tells_parts_and_findings_and_writes_nothing(
    exported: Path, send: Sent, database: Database
) -> None:
    edit(exported, ("事项", "咨询方式", 2, "12"), ("材料", "材料名称", 3, "居民身份证"))
    before = dump(database)
    told = send("/workbooks/preview", exported).json()
    assert dump(database) == before
    assert told["changes"] == {
        "items": 1, "created": 0, "edited": 2, "meanwhile": 0, "conflict": 0,
    }  # fmt: skip
    (item,) = told["items"]
    assert (item["code"], item["row"], item["created"]) == (code_of(ITEM), 2, False)
    parts = {part["part"]: part for part in item["parts"]}
    assert parts["contact"]["now"] == {"consult": "010-55550000"}
    assert parts["contact"]["workbook"] == {"consult": "12"}
    assert parts["materials"]["workbook"] == [MATERIALS[0], {"name": "居民身份证", "type": "1"}]
    assert told["counts"]["changed"] == 1
    stood = found_now(database)
    answer = send("/imports", exported, mode="all", wait=60).json()
    assert answer["counts"]["changed"] == 1, answer
    new, mended = (told["findings"][side]["count"] for side in ("new", "mended"))
    stands = found_now(database)
    assert new == (stands - stood).total()
    assert mended == (stood - stands).total()
    assert new


def test_a_cell_can_be_emptied_and_a_row_taken_out(
    exported: Path, send: Sent, database: Database
) -> None:
    book = openpyxl.load_workbook(exported)
    book["事项"].cell(2, column(book["事项"], "受理条件")).value = None
    materials = book["材料"]
    materials.cell(2, column(materials, "备注")).value = None
    materials.delete_rows(3)
    book.save(exported)
    assert send("/imports", exported, mode="all", wait=60).json()["counts"]["changed"] == 1
    wanted = {"name": "=1+1", "type": "2", "copies": 2}
    assert now(database, code_of(ITEM)) == {
        **{name: value for name, value in ITEM.items() if name != "conditions"},
        "materials": [wanted],
    }


def test_a_column_taken_out_wipes_nothing(exported: Path, send: Sent, database: Database) -> None:
    book = openpyxl.load_workbook(exported)
    for sheet, header in (("事项", "咨询方式"), ("材料", "复印件份数"), ("材料", "备注")):
        book[sheet].delete_cols(column(book[sheet], header))
    book.save(exported)
    assert send("/imports", exported, mode="all", wait=60).json()["counts"]["unchanged"] == 2
    assert now(database, code_of(ITEM)) == ITEM


def test_a_copied_row_with_a_new_code_is_a_new_item(
    exported: Path, send: Sent, database: Database
) -> None:
    book = openpyxl.load_workbook(exported)
    items, materials = book["事项"], book["材料"]
    new = code_of(local(COUNTY, serial=7))
    items.append([cell.value for cell in items[2]])
    items.cell(4, column(items, "实施编码")).value = new[:31]
    items.cell(4, column(items, "业务办理项编码")).value = new
    materials.append([cell.value for cell in materials[3]])
    materials.cell(4, column(materials, "实施编码")).value = new[:31]
    materials.cell(4, column(materials, "业务办理项编码")).value = new
    book.save(exported)
    counts = send("/imports", exported, mode="all", wait=60).json()["counts"]
    assert (counts["created"], counts["unchanged"]) == (1, 2)
    assert now(database, new)["materials"] == [MATERIALS[1]]
    assert now(database, code_of(ITEM)) == ITEM


@pytest.mark.parametrize("on_conflict", ["refuse", "theirs", "mine"])
def test_conflicts_are_those_of_parts(
    exported: Path, send: Sent, database: Database, on_conflict: str
) -> None:
    edit(exported, ("事项", "咨询方式", 2, "010-11110000"), ("事项", "受理条件", 2, "文件的条件"))
    edit(exported, ("事项", "事项名称", 3, "文件改的名"))
    theirs = {**ITEM, "conditions": "别人的条件", "status": "2"}
    put(database, theirs)
    told = send("/workbooks/preview", exported, on_conflict=on_conflict).json()
    changes = told["changes"]
    assert (changes["edited"], changes["meanwhile"], changes["conflict"]) == (2, 1, 1)
    answer = send("/imports", exported, mode="valid", wait=60, on_conflict=on_conflict).json()
    assert now(database, code_of(OTHER))["name"] == "文件改的名"
    if on_conflict == "refuse":
        refused = send("/imports", exported, mode="valid", dry_run=True, wait=60).json()
        assert refused["counts"]["refused"] == answer["counts"]["refused"] == 1
        (error,) = told["refusals"]
        assert (error["code"], error["pointer"], error["row"]) == (
            "edited-meanwhile", "/conditions", 2,
        )  # fmt: skip
        assert now(database, code_of(ITEM)) == theirs
        return
    kept = {"theirs": "别人的条件", "mine": "文件的条件"}[on_conflict]
    assert now(database, code_of(ITEM)) == {
        **theirs, "contact": {"consult": "010-11110000"}, "conditions": kept,
    }  # fmt: skip


@pytest.fixture(params=["held in memory", "row by row"])
def marked_so(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of marking a workbook of ours: as if it were small, as if it were large."""
    if request.param == "row by row":
        monkeypatch.setattr(marking, "STREAMED", 0)


@pytest.mark.usefixtures("marked_so")
def test_what_is_refused_comes_back_marked_and_can_be_put_right(
    exported: Path, send: Sent, writing_client: TestClient, database: Database, tmp_path: Path
) -> None:
    edit(exported, ("事项", "到办事现场次数", 2, "很多"), ("事项", "事项名称", 3, "改名"))
    answer = send("/imports", exported, mode="valid", wait=60).json()
    assert (answer["counts"]["refused"], answer["counts"]["changed"]) == (1, 1)
    marked = writing_client.get(f"/imports/{answer['batch']}/marked")
    assert marked.status_code == 200, marked.text
    assert "%E7%9B%AE%E5%BD%95-marked.xlsx" in marked.headers["content-disposition"]
    path = tmp_path / "marked.xlsx"
    path.write_bytes(marked.content)
    book = openpyxl.load_workbook(io.BytesIO(marked.content))
    assert book.sheetnames[0] == SUMMARY["zh"]
    cell = book["事项"].cell(2, column(book["事项"], "到办事现场次数"))
    assert (cell.value, cell.fill.fgColor.rgb) == ("很多", RED)
    assert "读不出" in str(cell.comment)
    assert [book[SUMMARY["zh"]].cell(4, place).value for place in (1, 2, 4, 5)] == [
        "事项", "2", cell.coordinate, "很多",
    ]  # fmt: skip
    assert book[HIDDEN].sheet_state == "veryHidden"
    edit(path, ("事项", "到办事现场次数", 2, 1))
    again = send("/imports", path, mode="all", wait=60).json()
    assert (again["counts"]["refused"], again["counts"]["unchanged"]) == (0, 2), again
    assert now(database, code_of(ITEM)) == ITEM


def test_what_cannot_be_marked_says_so(
    exported: Path, writing_client: TestClient, database: Database
) -> None:
    files = {"file": ("a.jsonl", b'{"name": "x", "base_code": "000117001001", "issuer": "12"}')}
    asked: dict[str, str | int] = {"mode": "all", "wait": 60}
    batch = writing_client.post("/imports", params=asked, files=files).json()["batch"]
    answer = writing_client.get(f"/imports/{batch}/marked")
    assert (answer.status_code, answer.json()["type"]) == (
        422, "/problems/import-file-not-markable",
    )  # fmt: skip
    other = writing_client.post("/workbooks/preview", files=files)
    assert other.status_code == 422


def test_workbooks_are_to_be_had_by_scope_and_empty(client: TestClient, exported: Path) -> None:
    answer = client.get("/workbooks", params={"code": code_of(OTHER)})
    assert answer.status_code == 200
    items = openpyxl.load_workbook(io.BytesIO(answer.content))["事项"]
    assert items.max_row == 2
    for kind, sheet in (("implementation", "事项"), ("base", "基本目录")):
        answer = client.get("/workbooks/empty", params={"kind": kind})
        assert openpyxl.load_workbook(io.BytesIO(answer.content))[sheet].max_row == 1


def test_an_empty_form_is_filled_in_and_imported(
    database: Database, send: Sent, tmp_path: Path, exported: Path
) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(b"".join(empty_workbook("base")))
    told = {"基本编码": "000117002000", "事项名称": "建筑垃圾处置核准", "事项类型": "行政许可"}
    edit(path, *(("基本目录", header, 2, value) for header, value in told.items()))
    edit(path, ("材料", "基本编码", 2, "000117002000"), ("材料", "材料名称", 2, "申请表"))
    assert send("/imports", path, mode="all", wait=60).json()["counts"]["created"] == 1
    assert now(database, "000117002000") == {
        "base_code": "000117002000",
        "name": "建筑垃圾处置核准",
        "type": "01",
        "materials": [{"name": "申请表"}],
    }


def test_without_its_hidden_sheet_it_is_an_ordinary_table(
    exported: Path, send: Sent, database: Database
) -> None:
    book = openpyxl.load_workbook(exported)
    del book[HIDDEN]
    items = book["事项"]
    items.delete_cols(column(items, TIE))
    items.cell(3, column(items, "事项名称")).value = "改名"
    book.save(exported)
    answer = send("/imports", exported, mode="all", wait=60).json()
    assert answer["mapping"] == "sheet"
    counts = answer["counts"]
    assert (counts["rows"], counts["changed"], counts["unchanged"]) == (2, 1, 1)
    assert now(database, code_of(OTHER))["name"] == "改名"
    assert send("/workbooks/preview", exported).json()["type"] == "/problems/workbook-not-ours"


def test_the_command_line_exports_previews_imports_and_marks(
    exported: Path, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)  # where the original files of PostgreSQL are kept
    monkeypatch.setenv("YIZHI_DATABASE_URL", database.url.render_as_string(hide_password=False))
    run = CliRunner()
    path, marked = tmp_path / "out.xlsx", tmp_path / "marked.xlsx"
    done = run.invoke(app, ["export", "workbook", str(path)])
    assert (done.exit_code, "2 个事项" in done.output) == (0, True), done.output
    edit(path, ("事项", "咨询方式", 2, "12"), ("事项", "到办事现场次数", 3, "很多"))
    told = run.invoke(app, ["import", "preview", str(path)])
    assert (told.exit_code, "改动 1 个事项" in told.output) == (0, True), told.output
    asked = ["import", str(path), "--mode", "valid", "--marked", str(marked)]
    assert run.invoke(app, asked).exit_code == Exit.FINDINGS
    assert openpyxl.load_workbook(marked).sheetnames[0] == SUMMARY["zh"]
    assert now(database, code_of(ITEM))["contact"] == {"consult": "12"}


@pytest.mark.parametrize(
    "told",
    ["{", "[]", '{"name": 1}', '{"name": []}', '{"raw": [1, 2]}', '{"raw": [{"/x": 1}, ""]}'],
)
def test_a_hidden_sheet_that_was_tampered_with_counts_as_none(
    exported: Path, send: Sent, database: Database, told: str
) -> None:
    book = openpyxl.load_workbook(exported)
    book[HIDDEN]["B2"].value, book[HIDDEN]["C2"].value = "zz", told
    book.save(exported)
    counts = send("/imports", exported, mode="all", wait=60).json()["counts"]
    assert (counts["rows"], counts["refused"]) == (2, 0)
    assert now(database, code_of(ITEM))["code"] == ITEM["code"]
