"""Reports: every format tells every finding, opens in its own kind of reader, and leaks nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import orjson
import pytest
from openpyxl import load_workbook
from sarif_pydantic import Sarif
from starlette.testclient import TestClient

from app.auditing.filters import FindingFilter
from app.kernel.db import Database
from app.reporting import page as pages
from app.reporting import workbook as workbooks
from app.reporting.formats import FORMATS, Name, write
from app.reporting.report import open_report
from tests.conftest import WRITE_KEY
from tests.factories.audited import found_now, put
from tests.factories.catalogue import CITY, COUNTY, OTHER_COUNTY, base, local

EVIL = '=HYPERLINK("http://example.org")<script>'


@pytest.fixture
def catalogue(database: Database) -> Database:
    """A small catalogue with faults, one of them in a secret item."""
    put(
        database,
        base(),
        local(CITY, name=EVIL),
        local(COUNTY, materials=[{"name": "其他材料"}]),
        local(OTHER_COUNTY, name="不该看到的事项", secret=True),
    )
    return database


def fetched(client: TestClient, name: str, query: str = "", **headers: str) -> bytes:
    """Return a report as it is answered."""
    answer = client.get(f"/audit/report?format={name}{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].endswith(f'.{name}"')
    return answer.content


def number(client: TestClient) -> int:
    """Return how many findings everybody may see."""
    total: int = client.get("/audit/findings").json()["total"]
    assert total > 3
    return total


def sheet_rows(content: bytes, name: str) -> list[tuple[Any, ...]]:
    """Return the rows of a sheet, its header left out."""
    book = load_workbook(io.BytesIO(content))
    return [tuple(cell.value for cell in row) for row in book[name].iter_rows(min_row=2)]


def test_every_format_tells_every_finding(catalogue: Database, client: TestClient) -> None:
    total = number(client)
    document = orjson.loads(fetched(client, "json"))
    assert document["total"] == len(document["findings"]) == total
    assert document["summary"]["rates"]["consistency"]["denominator"] > 0
    rows = list(csv.reader(io.StringIO(fetched(client, "csv").decode("utf-8-sig"))))
    assert len(rows) == total + 1
    assert len(sheet_rows(fetched(client, "xlsx"), "发现")) == total
    run = orjson.loads(fetched(client, "sarif"))["runs"][0]
    assert len(run["results"]) == total
    assert fetched(client, "html").decode().count("<tr><td>") >= total


def test_sarif_is_sarif(catalogue: Database, client: TestClient) -> None:
    told = Sarif.model_validate_json(fetched(client, "sarif"))
    rules = told.runs[0].tool.driver.rules or []
    for result in told.runs[0].results or []:
        assert rules[result.rule_index or 0].id == result.rule_id
        assert result.locations
    marks = [
        orjson.dumps(result["partialFingerprints"])
        for result in orjson.loads(fetched(client, "sarif"))["runs"][0]["results"]
    ]
    assert len(set(marks)) == len(marks)


def test_a_fingerprint_outlives_a_full_run(catalogue: Database, client: TestClient) -> None:
    def prints() -> set[str]:
        results = orjson.loads(fetched(client, "sarif"))["runs"][0]["results"]
        return {result["partialFingerprints"]["yizhiFinding/v1"] for result in results}

    before = prints()
    client.post("/audit/runs?anew=true", headers={"X-API-Key": WRITE_KEY}).raise_for_status()
    assert prints() == before


def test_nothing_in_a_table_can_run(catalogue: Database, client: TestClient) -> None:
    assert b"\n=HYPERLINK" not in fetched(client, "csv")
    book = load_workbook(io.BytesIO(fetched(client, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == EVIL for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]
    shown = fetched(client, "html").decode()
    assert "&lt;script&gt;" in shown
    assert "<script" not in shown


@pytest.mark.parametrize("name", list(FORMATS))
def test_secret_items_are_for_holders_of_the_key(
    name: Name, catalogue: Database, client: TestClient
) -> None:
    def text_of(content: bytes) -> str:
        if name != "xlsx":
            return content.decode()
        return str(sheet_rows(content, "发现"))

    assert "不该看到的事项" not in text_of(fetched(client, name))
    assert "不该看到的事项" in text_of(fetched(client, name, **{"X-API-Key": WRITE_KEY}))


def test_a_filter_narrows_a_report(catalogue: Database, client: TestClient) -> None:
    document = orjson.loads(fetched(client, "json", f"&region={COUNTY}&severity=error"))
    assert document["scope"] == "甲县"
    assert {found["rule"] for found in document["findings"]} >= {"catch-all-material"}
    assert {found["item"]["region"] for found in document["findings"]} == {COUNTY}
    assert client.get("/audit/report?rule=nothing").status_code == 404


def test_a_page_that_cannot_show_all_says_so(
    catalogue: Database, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "本页列出前" not in fetched(client, "html").decode()
    monkeypatch.setattr(pages, "MOST", 2)
    assert "本页列出前 2" in fetched(client, "html").decode().replace("\n", " ")


def test_findings_that_do_not_fit_a_sheet_go_to_the_next(
    catalogue: Database, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 3)
    content = fetched(client, "xlsx")
    names = [name for name in load_workbook(io.BytesIO(content)).sheetnames if "发现" in name]
    assert names[:2] == ["发现", "发现2"]
    assert sum(len(sheet_rows(content, name)) for name in names) == number(client)


def test_a_report_is_written_whole_or_not_at_all(
    catalogue: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    file = folder / "report.json"
    file.write_text("before", encoding="utf-8")
    with catalogue.read() as connection:
        report = open_report(connection, FindingFilter(), "zh")
        monkeypatch.setattr("app.reporting.document.orjson.dumps", _full)
        with pytest.raises(OSError, match="full"):
            write(report, "json", file)
    assert file.read_text(encoding="utf-8") == "before"
    assert list(folder.iterdir()) == [file]


def _full(*_: object, **__: object) -> bytes:
    raise OSError("full")


def test_a_report_reads_one_snapshot(catalogue: Database) -> None:
    with catalogue.read() as connection:
        report = open_report(connection, FindingFilter(secrets=True), "zh")
        put(catalogue, local(CITY))
        assert len(list(report.findings())) == report.total
    assert found_now(catalogue).total() < report.total
