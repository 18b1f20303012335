"""The API reference works without anything from outside."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_the_reference_shows_the_interface_and_asks_no_other_host(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/docs")
    page.get_by_text("进程是否在运行").first.wait_for(state="attached")
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
