"""A real Chromium on a real server; skipped, saying so, where there is none."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Request, sync_playwright
from pydantic import SecretStr

from app.kernel.db import Database
from app.main import create_app
from app.sample.loading import load
from app.settings import Settings
from tests.conftest import WRITE_KEY

# Chromium's own calls home are refused on closed networks, many at a time
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. No browser is downloaded."""
    found = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if found is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", *QUIET]
        chromium = playwright.chromium.launch(executable_path=found, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def sample(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample catalogue, loaded once; who writes makes a copy."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    for report in load(database, "policy-2020"):
        report.refusals.close()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture
def address(sqlite_url: str, tmp_path: Path) -> Iterator[str]:
    """The address of a running server over a fresh catalogue in SQLite."""
    settings = Settings(
        _env_file=None,
        database_url=sqlite_url,
        write_key=SecretStr(WRITE_KEY),
        files_folder=tmp_path / "files",
    )
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def sign_in(page: Page, address: str, leads_to: str = "/") -> None:
    """Sign in as an administrator does, and go on to a page."""
    page.goto(f"{address}/sign-in?{urlencode({'next': leads_to})}")
    page.get_by_label("写入密钥").fill(WRITE_KEY)
    page.get_by_label("您的称呼").fill("测试科")
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(address + leads_to)


def _failed(request: Request) -> Iterator[str]:
    """Yield the address of what could not be had; an event stream ends by being closed."""
    if not request.url.endswith("/events"):
        yield request.url


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["wide", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page, wide and as wide as a phone, that fails the test when a script of it fails."""
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.extend(_failed(request)))
    yield page
    page.close()
    assert faults == []
