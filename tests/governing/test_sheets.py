"""Declines as CSV: written and read with the same headers, wrong rows told one by one."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.cli import app
from app.kernel.db import Database
from tests.factories.audited import put
from tests.factories.catalogue import BASE_CODE, CITY, COUNTY, base, local

OTHER = "000117002000"
GOOD = f"{OTHER},{COUNTY},机构缺失,甲县政府,由市级办理"
BAD = (
    (f"{OTHER},{CITY},太忙,某局,", "原因", "unknown-reason"),
    (f"{OTHER},{CITY},无权限,,", "填报人", "missing"),
    (f"{BASE_CODE},{CITY},无权限,某局,", "", "already-claimed"),
    (f"{OTHER},{CITY},其他,某局,", "", "reason-unsaid"),
)
run = CliRunner()


@pytest.fixture
def catalogue(database: Database) -> Database:
    """Two base items; of the second nobody lists anything."""
    put(database, base(), base(OTHER, name="建筑垃圾处置核准"), local(CITY), local(COUNTY))
    return database


def _sheet(*rows: str) -> bytes:
    return "\n".join(("基本编码,区划代码,原因,填报人,说明", *rows)).encode("gb18030")


def _send(client: TestClient, content: bytes, query: str = "") -> Any:
    return client.post(f"/claims/sheets{query}", files={"file": ("d.csv", content)})


def test_rows_are_taken_and_come_back_as_they_were(
    catalogue: Database, writing_client: TestClient
) -> None:
    assert _send(writing_client, _sheet(GOOD)).json()["created"] == 1
    text = writing_client.get("/claims/declines?csv=true")
    assert text.headers["content-type"].startswith("text/csv")
    again = _send(writing_client, text.content).json()
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 1)
    (row,) = csv.DictReader(io.StringIO(text.text.removeprefix("\ufeff")))
    assert (row["原因"], row["说明"], row["状态"]) == ("机构缺失", "由市级办理", "in-force")


def test_wrong_rows_are_told_with_line_and_column(
    catalogue: Database, writing_client: TestClient
) -> None:
    rows = [row for row, _, _ in BAD]
    refused = _send(writing_client, _sheet(GOOD, *rows))
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/sheet-refused")
    expected = [
        (f"/{line}/{column}" if column else f"/{line}", code)
        for line, (_, column, code) in enumerate(BAD, 3)
    ]
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == expected
    assert writing_client.get("/claims/declines").json()["total"] == 0
    taken = _send(writing_client, _sheet(GOOD, *rows), "?mode=valid").json()
    assert (taken["created"], taken["refused"]) == (1, len(BAD))


@pytest.mark.parametrize("content", [b"\xff\xfe\xff", "基本编码,原因\n1,2".encode()])
def test_what_is_no_such_sheet_is_refused(
    catalogue: Database, writing_client: TestClient, content: bytes
) -> None:
    answer = _send(writing_client, content)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/sheet-unreadable")


def test_the_same_at_the_terminal(
    catalogue: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)  # no .env of the developer's
    url = catalogue.url.render_as_string(hide_password=False)
    monkeypatch.setenv("YIZHI_DATABASE_URL", url)

    def told(*words: str, code: int = 0) -> Any:
        result = run.invoke(app, ["claims", *words, "--json"])
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)

    said = ("--reason", "no-power", "--by", "示例市政府")
    made = told("decline", OTHER, CITY, *said)
    assert made["state"] == "in-force"
    Path("good.csv").write_bytes(_sheet(GOOD))
    assert told("import", "good.csv")["created"] == 1
    Path("bad.csv").write_bytes(_sheet(BAD[0][0]))
    assert told("import", "bad.csv", code=1)["refused"] == 1
    assert told("withdraw", str(made["id"]), "--by", "示例市政府")["state"] == "withdrawn"
    assert [one["state"] for one in told("list")] == ["withdrawn", "in-force"]
    assert run.invoke(app, ["claims", "list", "--sheet", "all.csv"]).exit_code == 0
    assert told("import", "all.csv")["unchanged"] == 1
