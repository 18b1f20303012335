"""What stands in refused cells is for who may write: a refused row may speak of a state secret."""

from __future__ import annotations

from string import Formatter
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.importing.errors import _OURS, WITHHELD, RowError, SourceError
from app.importing.said.of_files import OF_FILES
from app.importing.said.of_rows import OF_ROWS
from app.kernel.db import Database
from tests.conftest import WRITE_KEY
from tests.factories.catalogue import CITY, COUNTY, local
from tests.factories.files import lines, seeded
from tests.web.pages import sign_in

CELL = "机要一号"
FILE = lines(
    local(CITY, secret=True),
    {**local(COUNTY, secret=True), "region": CELL},
    {**local(COUNTY), "type": [CELL]},
)
HTML = {"Accept": "text/html"}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("code", OF_ROWS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_words_about_a_row_quote_it_to_strangers(code: str, language: Any) -> None:
    asked = set().union(*map(fields, OF_ROWS[code])) - {"column", "row", "value"}
    facts = {name: "ours" if name in _OURS else CELL for name in asked}
    told = RowError(code, facts, row=2, column="编码", value=CELL).withheld()
    assert CELL not in repr(told.as_dict(language))
    assert told.as_dict(language)["row"] == 2


@pytest.mark.parametrize("code", OF_FILES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_words_about_a_file_quote_it_to_strangers(code: str, language: Any) -> None:
    asked = set().union(*map(fields, OF_FILES[code])) - {"file"}
    facts = {name: "ours" if name in _OURS else CELL for name in asked}
    told = SourceError(code, "清单.csv", **facts).withheld()
    assert CELL not in repr(told.as_dict(language))
    assert (told.code, told.file) == (code, "清单.csv")


@pytest.fixture(params=["batch", "trial"])
def sent(request: pytest.FixtureRequest, database: Database, writing_client: TestClient) -> Any:
    """An import with refused rows, or a dry run of it; the client has no key afterwards."""
    seeded(database)
    asked = {"mode": "valid", "wait": 60, "dry_run": request.param == "trial"}
    answer = writing_client.post("/imports", params=asked, files={"file": ("a.jsonl", FILE)})
    del writing_client.headers["X-API-Key"]
    assert answer.json()["counts"]["refused"] == 2
    assert CELL in answer.text  # it was their file
    return answer.json()


def addresses(job: dict[str, Any]) -> list[str]:
    own = [f"/imports/{job['id']}{end}" for end in ("", "/events", "/refusals")]
    if job["batch"] is None:
        return own
    batch = f"/imports/batches/{job['batch']}/refusals"
    return [*own, batch, f"{batch}?format=csv"]


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.csv", f"1,{CELL},01\n2,乙,02\n".encode()),
        ("a.xls", f"<html><title>{CELL}</title></html>".encode()),
        ("a.jsonl", f'["{CELL}"]\n'.encode()),
    ],
    ids=["no header", "web page", "no records"],
)
def test_what_cannot_be_read_is_quoted_to_who_may_write(
    writing_client: TestClient, name: str, content: bytes
) -> None:
    asked: dict[str, Any] = {"mode": "valid", "wait": 60}
    job = writing_client.post("/imports", params=asked, files={"file": (name, content)}).json()
    addresses = [f"/imports/{job['id']}", f"/imports/{job['id']}/events"]
    assert job["state"] == "failed"
    key = writing_client.headers.pop("X-API-Key")
    for address in addresses:
        stranger = writing_client.get(address)
        assert stranger.status_code == 200
        assert CELL not in stranger.text
        assert name in stranger.text
        assert f"“{name}”" in writing_client.get(address, headers=HTML).text
        assert CELL not in writing_client.get(address, headers=HTML).text
        quoted = writing_client.get(address, headers={"X-API-Key": key}).text
        assert (CELL in quoted) is (name != "a.jsonl")  # whose words quote nothing


def test_a_row_that_seems_a_header_is_quoted_to_who_may_write(
    database: Database, writing_client: TestClient
) -> None:
    content = f"1,{CELL},01\n2,乙,02\n".encode()
    asked: dict[str, Any] = {"mode": "valid", "wait": 60, "mapping": "sheet"}
    job = writing_client.post("/imports", params=asked, files={"file": ("a.csv", content)}).json()
    assert (job["state"], job["unread"]) == ("done", ["1", CELL, "01"])
    del writing_client.headers["X-API-Key"]
    for headers in ({}, HTML):
        assert CELL not in writing_client.get(f"/imports/{job['id']}", headers=headers).text
    assert writing_client.get(f"/imports/{job['id']}").json()["unread"] == [WITHHELD] * 3


def test_a_batch_that_failed_halfway_tells_everybody_where_and_nobody_what(
    database: Database, writing_client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> int:
        raise SourceError("broken-csv", "a.jsonl", line=3, detail=CELL)

    seeded(database)
    monkeypatch.setattr("app.importing.pipeline.write_chunk", broken)
    asked: dict[str, Any] = {"mode": "valid", "wait": 60}
    job = writing_client.post("/imports", params=asked, files={"file": ("a.jsonl", FILE)}).json()
    assert CELL in job["problem"]["detail"]
    for headers in ({}, HTML):
        told = writing_client.get(f"/imports/batches/{job['batch']}", headers=headers).text
        assert "第 3 行起无法按 CSV 读取" in told
        assert CELL not in told


def test_strangers_read_where_and_why_but_no_cell(sent: Any, client: TestClient) -> None:
    for address in addresses(sent):
        answer = client.get(address)
        assert answer.status_code == 200
        assert CELL not in answer.text
        assert "不在行政区划表中" in answer.text
        assert f"“{WITHHELD}”" in answer.text


def test_who_holds_the_key_reads_all_of_it(sent: Any, client: TestClient) -> None:
    for address in addresses(sent):
        assert CELL in client.get(address, headers={"X-API-Key": WRITE_KEY}).text
        assert client.get(address, headers={"X-API-Key": "wrong"}).status_code == 403


def test_pages_show_cells_to_who_signed_in(sent: Any, client: TestClient) -> None:
    page = f"/imports/{sent['id']}"
    stranger = client.get(page, headers=HTML)
    assert CELL not in stranger.text
    assert "登录后可见" in stranger.text
    assert CELL not in client.get("/imports", headers=HTML).text
    sign_in(client)
    assert CELL in client.get(page, headers=HTML).text
    for address in addresses(sent):
        assert CELL in client.get(address).text
