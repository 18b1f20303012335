"""An unknown file in a real browser: proposed, changed by select, settled, named, imported."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from app.kernel.db import Database
from tests.browser.conftest import sign_in
from tests.factories.files import seeded
from tests.importing.kept.test_kept_mappings import FILE

pytestmark = pytest.mark.browser


def test_an_unknown_file_becomes_a_mapping(
    page: Page, address: str, sqlite_url: str, tmp_path: Path
) -> None:
    database = Database(sqlite_url)
    seeded(database)
    database.dispose()
    (tmp_path / "某市导出.csv").write_text(FILE, "utf-8")
    sign_in(page, address, "/mappings/new")
    page.get_by_label("选择文件").set_input_files(tmp_path / "某市导出.csv")
    page.get_by_role("button", name="看看怎么读").click()
    assert page.get_by_label("承诺期").evaluate("e => e.selectedOptions[0].text") == "承诺办结时限"
    page.get_by_label("办理部门").select_option(label="委托部门")
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]
    page.get_by_role("button", name="确认并保存").click()
    page.get_by_text("没有选定读法").first.wait_for()
    assert page.get_by_label("办理部门").evaluate("e => e.value") == "/authority/entrusted_by"
    page.get_by_label("1、2 对调").check()
    page.get_by_label("名称（小写字母").fill("old-city")
    page.get_by_role("button", name="确认并保存").click()
    page.wait_for_url(f"{address}/mappings/old-city?file=*")
    assert page.get_by_text("已确认").first.is_visible()
    assert page.get_by_role("button", name="先试运行").is_visible()
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]
    page.goto(f"{address}/mappings")
    assert page.get_by_role("link", name="某市导出").is_visible()
