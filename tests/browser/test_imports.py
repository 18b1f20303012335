"""Files brought in as administrators do it: dropped on the page, looked at, committed, taken back."""

from __future__ import annotations

import io
import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Download, Page, expect

from app.exporting.scope import Scope
from app.exporting.workbook import workbook
from app.importing.workbooks.marks import RED, SUMMARY
from app.kernel.db import Database
from tests.browser.conftest import sign_in
from tests.factories.files import table
from tests.factories.gates import Gate, gated

pytestmark = pytest.mark.browser

REGION = 990100000000
XLSX = re.compile(r"\.xlsx$")
JOB = re.compile(r"/imports/[0-9a-f]{16}$")
BATCH = re.compile(r"/imports/batches/\d+$")


@pytest.fixture
def catalogue(sample: Path, tmp_path: Path) -> Iterator[Database]:
    """A copy of the sample catalogue that may be written to."""
    path = tmp_path / "catalogue.db"
    shutil.copyfile(sample, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture
def sqlite_url(catalogue: Database) -> str:
    """What the server of these tests serves."""
    return catalogue.url.render_as_string()


@pytest.fixture
def wide(browser: Browser, address: str) -> Iterator[Page]:
    """One administrator at a desk, signed in."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    sign_in(page, address, "/imports/new")
    yield page
    page.close()
    assert faults == []


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Every import stops before its audit."""
    yield from gated(monkeypatch)


def edited(database: Database, *edits: tuple[str, int, Any]) -> bytes:
    """The workbook of a city with cells changed: (header, row, value)."""
    with database.read() as connection:
        scope = Scope(kind="implementation", region=REGION)
        content = b"".join(workbook(connection, scope))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["事项"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for header, row, value in edits:
        sheet.cell(row, column[header]).value = value  # type: ignore[arg-type]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    """Drop files on the page, as from the desktop."""
    told = [[name, b64encode(content).decode()] for name, content in files]
    dropped = page.evaluate_handle(
        """files => {
          const transfer = new DataTransfer();
          for (const [name, content] of files)
            transfer.items.add(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name));
          return transfer;
        }""",
        told,
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(".drop", event, {"dataTransfer": dropped})


def saved(download: Download) -> io.BytesIO:
    """What was downloaded."""
    return io.BytesIO(download.path().read_bytes())


def test_an_edited_workbook_is_seen_committed_marked_and_undone(
    catalogue: Database, wide: Page
) -> None:
    content = edited(
        catalogue,
        ("受理条件", 2, "持有营业执照，场所符合动物防疫条件。"),
        ("承诺办结时限数值", 3, "若干天"),
    )
    drop(wide, ("江平市.xlsx", content))
    expect(wide.locator("#sent h3")).to_have_text("江平市.xlsx")
    wide.get_by_label("只导入合格的行").check()
    wide.get_by_role("button", name="上传").click()
    wide.wait_for_url(JOB)
    expect(wide.get_by_text("试运行的结果，还没有写入目录")).to_be_visible(timeout=60_000)

    change = wide.locator("details.change").first
    expect(change).to_contain_text("与居民生活区")
    expect(change.locator("mark").last).to_have_text("持有营业执照，场所符合动物防疫条件。")
    expect(wide.get_by_role("cell", name="若干天", exact=True)).to_be_visible()
    with wide.expect_download() as download:
        wide.get_by_role("link", name="下载标注好的原工作簿").click()
    marked = openpyxl.load_workbook(saved(download.value))
    assert marked.sheetnames[0] == SUMMARY["zh"]
    red = [c for row in marked["事项"] for c in row if c.fill.fgColor.rgb == RED]
    assert [cell.value for cell in red] == ["若干天"]

    wide.get_by_role("button", name="正式导入").click()
    wide.wait_for_url(BATCH, timeout=60_000)
    expect(wide.locator(".counts")).to_contain_text("更新1")
    expect(wide.get_by_text("测试科").first).to_be_visible()
    wide.get_by_text("撤销这个批次").click()
    wide.get_by_role("button", name="确认撤销批次").click()
    expect(wide.get_by_role("heading", level=1)).to_contain_text("撤销批次 3")
    wide.get_by_role("link", name="导入批次").click()
    expect(wide.locator("tbody tr").nth(1)).to_contain_text("已撤销")


def test_several_files_go_one_after_another_each_with_its_result(
    catalogue: Database, page: Page, address: str
) -> None:
    good = table(
        ["11990121550500202H4990120001000", "改了名的事项"],
        headers=("实施编码", "事项名称"),
        encoding="gb18030",
    )
    unknown = table(["1", "2"], headers=("甲", "乙"))
    sign_in(page, address, "/imports/new")
    drop(page, ("清单.csv", good), ("残缺.xlsx", edited(catalogue)[:5000]), ("别的.csv", unknown))
    page.get_by_label("全有或全无").check()
    page.get_by_label("直接导入").check()
    page.get_by_role("button", name="上传").click()
    results = page.locator("#sent li")
    expect(results.nth(2)).to_contain_text("认不出文件", timeout=60_000)
    expect(results.nth(0)).to_contain_text("已导入：新增 0，更新 1")
    expect(results.nth(1)).to_contain_text("请重新导出或重新上传")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("document.documentElement.clientWidth")
    results.nth(2).get_by_role("link").click()
    page.get_by_role("button", name="为这种文件建立映射").click()
    expect(page.get_by_role("rowheader", name="甲")).to_be_visible(timeout=30_000)


def test_progress_is_seen_and_an_import_is_cancelled(
    gate: Gate, catalogue: Database, wide: Page
) -> None:
    drop(wide, ("江平市.xlsx", edited(catalogue, ("受理条件", 2, "改了。"))))
    wide.get_by_label("只导入合格的行").check()
    wide.get_by_label("直接导入").check()
    wide.get_by_role("button", name="上传").click()
    wide.wait_for_url(JOB)
    assert gate.reached.wait(60)
    expect(wide.locator(".stage")).to_have_text("正在审核")
    assert wide.locator("progress").evaluate("bar => bar.value") == 1
    expect(wide.locator(".far")).to_contain_text("已读 421 行")
    wide.get_by_role("button", name="取消").click()
    gate.opened.set()
    wide.wait_for_url(BATCH, timeout=60_000)
    expect(wide.get_by_text("已取消，没有写入任何内容")).to_be_visible()


def test_without_a_script_the_form_is_sent_and_the_page_looks_again(
    browser: Browser, address: str, shared_data: Path
) -> None:
    path = shared_data / "guangdong_implementation_list_2021.csv"
    few = b"".join(path.read_bytes().splitlines(keepends=True)[:60])
    page = browser.new_page(
        viewport={"width": 390, "height": 844}, locale="zh-CN", java_script_enabled=False
    )
    sign_in(page, address, "/imports/new")
    page.get_by_label("选择文件，或拖到这里").set_input_files(
        {"name": "广东.csv", "mimeType": "text/csv", "buffer": few}
    )
    page.get_by_label("只导入合格的行").check()
    page.get_by_label("直接导入").check()
    page.get_by_role("button", name="上传").click()
    page.wait_for_url(BATCH, timeout=60_000)
    expect(page.locator(".counts")).to_contain_text("共读入59")
    page.close()


def test_a_dry_workbook_page_downloads_a_scope(wide: Page, address: str) -> None:
    wide.goto(f"{address}/workbooks")
    wide.get_by_label("地区").select_option("990100000000")
    wide.get_by_role("button", name="看看有多少").click()
    expect(wide.get_by_role("status")).to_contain_text("421")
    with wide.expect_download() as download:
        wide.get_by_role("button", name="下载工作簿").click()
    book = openpyxl.load_workbook(saved(download.value))
    assert book["事项"].max_row == 422
