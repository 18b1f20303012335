"""CSV and XLSX that we write run nothing: every file of every route, for texts made to be run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.exporting.package import write_package
from app.exporting.scope import Scope
from app.kernel.db import Database
from app.kernel.sheets import BOM, safe_cell, safe_text, unguarded
from app.main import create_app
from app.settings import Settings
from tests.factories.audited import put
from tests.factories.catalogue import CITY, COUNTY, base, local
from tests.factories.files import HEADERS, row, table

VISITS = "到办事现场次数"
EVIL = "=cmd|' /C calc'!A0"
STARTS = (
    "=1+1",
    "+86",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠A",
    "'=1",
    "''@",
)
RUNS = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
HARMLESS = re.compile(r"\t\d+|-?\d+(\.\d+)?")
"""A code kept from being a number by a tab; a number."""
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILLED: dict[str, dict[str, list[dict[str, Any]]]] = {
    "/lists/{slug}": {"slug": [{"slug": "one-network"}, {"slug": "at-most-one-visit"}]},
    "/indicators/{slug}/items": {"slug": [{"slug": "at-most-one-visit-rate"}]},
    "/rectifications/{number}": {"number": [{"number": 1}]},
    "/imports/batches/{batch_id}/refusals": {"batch": [{"batch_id": 1}, {"batch_id": 2}]},
    "/imports/{job_id}/refusals": {"job": [{"job_id": 1}, {"job_id": 2}]},
    "/imports/{job_id}/marked": {"batch": [{"job_id": 2}]},
    "/exports/{format}": {"format": [{"format": "csv"}, {"format": "workbook"}]},
}
"""How to fill the addresses that have a name or number in them."""


def formulas(content: bytes, media: str) -> Iterator[str]:
    """Yield what a spreadsheet would run of a file."""
    if media == CSV:
        for cells in csv.reader(io.StringIO(content.decode().removeprefix(BOM), newline="")):
            yield from (c for c in cells if RUNS.match(c) and not HARMLESS.fullmatch(c))
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                yield from re.findall(r"<f[ >].*?</f>", archive.read(name).decode())
            assert "externalLink" not in name


def writers() -> list[tuple[str, str]]:
    """Return (address, media type) of everything that can be asked for as CSV or XLSX."""
    found = []
    for address, methods in create_app(Settings(_env_file=None)).openapi()["paths"].items():
        content = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        found += [(address, media) for media in (CSV, XLSX) if media in content]
    return found


@pytest.fixture
def evil(database: Database, writing_client: TestClient) -> TestClient:
    """A client of a catalogue in which every text begins a formula."""
    told: dict[str, Any] = {
        "name": EVIL,
        "materials": [{"name": EVIL, "remark": "@x"}],
        "conditions": "+1",
        "agency": {"code": "11990100MB0A56783W", "name": EVIL},
    }
    put(database, base(name=EVIL), local(CITY, **told), local(COUNTY, name="@SUM(A1)"))
    writing_client.post("/audit/runs")
    refused = [*row({**local(CITY), "code": EVIL, "name": "@x", "type": "-1"}), EVIL]
    content = table(refused, headers=(*HEADERS, VISITS))
    for name, sent in (("=1.csv", content), ("@.xlsx", workbook())):
        done = writing_client.post(
            "/imports", params={"mode": "valid", "wait": 60}, files={"file": (name, sent)}
        )
        assert done.json()["counts"]["refused"], done.json()
    made = writing_client.post(
        "/rectifications", json={"agency": "11990100MB0A56783W", "working_days": 5}
    )
    assert made.status_code < 300, made.text
    return writing_client


def workbook() -> bytes:
    """Return a workbook with a row that is refused."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    with Workbook(buffer, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, (*HEADERS, VISITS))
        sheet.write_row(1, 0, ["1.1E+30", "", EVIL, "=1", "@", "+2", "-3", EVIL])
    return buffer.getvalue()


@pytest.mark.slow
def test_no_file_of_any_route_holds_a_formula(evil: TestClient) -> None:
    seen = set()
    for address, _ in writers():
        (filled,) = FILLED.get(address, {"": [{}]}).values()
        for names in filled:
            for form in ("csv", "xlsx"):
                asked = {"format": form, "csv": "true", "seed": 1, "size": 5}
                answer = evil.get(address.format(**names), params=asked)
                given = answer.headers["content-type"].partition(";")[0]
                if given in (CSV, XLSX):
                    assert list(formulas(answer.content, given)) == [], address
                    seen.add((address, given))
    assert seen >= set(writers())


def test_neither_do_the_exchange_tables_and_the_open_data(
    evil: TestClient, database: Database, tmp_path: Any
) -> None:
    answer = evil.get("/exports/exchange", params={"source": "1"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name.endswith(".csv")}
    assert f"'{EVIL}" in files["up_task_general_basic.csv"].decode()
    with database.read() as connection:
        write_package(connection, Scope(), tmp_path / "open", "http://example.org/")
    files["items.csv"] = (tmp_path / "open" / "items.csv").read_bytes()
    for name, content in files.items():
        assert list(formulas(content, CSV)) == [], name


@given(text=st.one_of(st.sampled_from(STARTS), st.text(), st.sampled_from(STARTS).map("'".__add__)))
def test_what_is_kept_from_running_comes_back_as_it_was(text: str) -> None:
    assert not RUNS.match(safe_text(text))
    assert unguarded(safe_text(text)) == text
    cell = safe_cell(text)
    assert isinstance(cell, str)
    assert HARMLESS.fullmatch(cell) or not RUNS.match(cell)
