"""Kept pages are right: they go when anything changes, whoever changed it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from sqlalchemy import text
from starlette.testclient import TestClient

from app.kernel.db import Database
from app.publishing import fastpath, watching
from app.publishing.answers import Rendered
from app.publishing.fastpath import Press
from app.publishing.lru import ByteLru
from app.publishing.shelf import Key, Shelf
from tests.factories import catalogue as c

CODE = c.code_of(c.local())
KEY = Key(f"/guides/{CODE}", b"", "application/json", "zh")


def press_of(client: TestClient) -> Press:
    """Return what the application keeps."""
    press: Press = client.app.state.press  # type: ignore[attr-defined]
    return press


def page_of(press: Press) -> Rendered | None:
    """Return the page of the guide as the fast path has it."""
    with start_blocking_portal() as portal:  # in a thread: a browser test may have its loop here
        return portal.call(press.page, KEY)


def soon(right: Callable[[], bool]) -> bool:
    """Wait, as PostgreSQL's notifications take a moment."""
    deadline = time.monotonic() + 5
    while not right() and time.monotonic() < deadline:
        time.sleep(0.01)
    return right()


def name(client: TestClient) -> Any:
    """Return the name in the guide."""
    return client.get(f"/guides/{CODE}").json().get("name")


def test_a_page_is_kept_until_the_catalogue_changes(database: Database, client: TestClient) -> None:
    c.write(database, c.local())
    press = press_of(client)
    assert soon(lambda: name(client) == c.NAME and len(press.shelf) == 1)
    made = press.shelf.get(KEY)
    name(client)
    assert press.shelf.get(KEY) is made
    c.write(database, c.local(name="改了"))
    assert soon(lambda: name(client) == "改了")
    assert press.shelf.get(KEY) is not made


def test_a_change_of_the_standard_is_seen(database: Database, client: TestClient) -> None:
    c.write(database, c.base(), c.local())
    tag = client.get(f"/guides/{CODE}").headers["etag"]
    c.write(database, c.base(conditions="改了的条件"))

    def seen() -> bool:
        answer = client.get(f"/guides/{CODE}", headers={"If-None-Match": tag})
        return answer.status_code == 200 and (
            answer.json()["elements"]["conditions"]["value"] == "改了的条件"
        )

    assert soon(seen)


def test_a_change_of_status_is_seen(database: Database, client: TestClient) -> None:
    c.write(database, c.local())
    assert name(client) == c.NAME
    c.write(database, c.local(status="3"))
    assert soon(lambda: client.get(f"/guides/{CODE}").status_code == 410)


def test_a_new_name_of_a_region_changes_the_tag(database: Database, client: TestClient) -> None:
    c.write(database, c.local())
    tag = client.get(f"/guides/{CODE}").headers["etag"]
    with database.write() as connection:
        connection.execute(
            text("UPDATE region SET name = '新市' WHERE id = :id"), {"id": int(c.CITY)}
        )
    c.write(database, c.local(c.COUNTY))
    assert soon(lambda: client.get(f"/guides/{CODE}").headers["etag"] != tag)
    assert client.get(f"/guides/{CODE}").json()["region"]["name"] == "新市"


def test_a_write_of_this_process_is_seen_at_once(database: Database, client: TestClient) -> None:
    c.write(database, c.local())
    for number in range(5):
        assert name(client) == (f"改了{number - 1}" if number else c.NAME)
        c.write(database, c.local(name=f"改了{number}"))
    assert name(client) == "改了4"


def test_a_write_of_another_process_is_seen_soon(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    c.write(database, c.local())
    press = Press(database)
    assert page_of(press) is page_of(press) is not None
    with closing(sqlite3.connect(str(database.url.database))) as other:  # not one of our writes
        other.execute("UPDATE item SET status = 3")
        other.commit()
    time.sleep(fastpath.LOOKING_SECONDS)
    assert page_of(press) is None
    press.close()
    database.dispose()


def test_a_fault_of_making_is_left_to_the_router(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(sqlite_url)
    c.write(database, c.local())
    press = Press(database)
    with monkeypatch.context() as broken:
        broken.setattr(press.maker, "fragments", None)
        assert page_of(press) is None
    assert page_of(press) is not None
    press.close()
    database.dispose()


def test_a_page_read_before_the_change_is_not_kept() -> None:
    shelf = Shelf()
    shelf.watched = True
    before = shelf.generation
    shelf.renew()
    shelf.put(KEY, Rendered(b"{}", KEY.media, "zh"), before)
    assert shelf.get(KEY) is None
    shelf.put(KEY, Rendered(b"{}", KEY.media, "zh"), shelf.generation)
    assert shelf.get(KEY) is not None


def test_nothing_is_kept_while_nobody_watches() -> None:
    shelf = Shelf()
    shelf.put(KEY, Rendered(b"{}", KEY.media, "zh"), shelf.generation)
    assert shelf.get(KEY) is None


def test_the_watch_recovers(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "RETRY_SECONDS", 0.01)
    database = Database(postgresql_url)
    press = Press(database)
    press.open()
    assert soon(lambda: press.shelf.watched)
    generation = press.shelf.generation
    with database.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'yizhi-watcher'"
        )
    assert soon(lambda: press.shelf.watched and press.shelf.generation > generation)
    generation = press.shelf.generation
    c.write(database, c.local())
    assert soon(lambda: press.shelf.generation > generation)
    press.close()
    assert not press.shelf.watched
    database.dispose()


def test_without_listen_the_version_is_looked_at(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "CHANNEL", "no such channel")
    monkeypatch.setattr(watching, "POLLING_SECONDS", 0.02)
    database = Database(postgresql_url)
    press = Press(database)
    press.open()
    assert soon(lambda: press.shelf.watched)
    generation = press.shelf.generation
    c.write(database, c.local())
    assert soon(lambda: press.shelf.generation > generation)
    press.close()
    database.dispose()


def test_a_missing_file_is_left_to_the_router(tmp_path: Any) -> None:
    press = Press(Database(f"sqlite:///{tmp_path}/none.db"))
    assert page_of(press) is None
    press.close()


def test_memory_is_bounded_by_bytes() -> None:
    lru: ByteLru[int, str] = ByteLru(100)
    for number in range(10):
        lru.put(number, str(number), 30)
        assert lru.get(0) == "0"
    assert len(lru) == 3
    assert lru.get(8) is not None or lru.get(9) is not None
    assert lru.get(1) is None
    lru.put(9, "again", 10)
    assert lru.size <= 100
    lru.put(11, "too large", 101)
    assert lru.get(11) is None
