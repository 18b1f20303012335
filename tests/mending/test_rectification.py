"""Rectification lists: frozen lines, a deadline in working days, and what became of each line."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from app.kernel.db import Database
from tests.factories.audited import put
from tests.factories.catalogue import BODIES, CITY, COUNTY, base, local

RULE = "catch-all-material"
OTHER = {"name": "其他材料"}
THIRD = {"name": "其他相关材料"}
FORM = {"name": "=排水许可申请表", "type": "2", "format": "3", "necessity": "1"}
CITY_BODY = BODIES[CITY][0]


@pytest.fixture
def client_of(writing_client: TestClient, database: Database) -> TestClient:
    """Two handling items of the city and one of the county, each with a catch-all."""
    put(
        database,
        base(),
        *(local(CITY, serial=serial, materials=[OTHER]) for serial in (1, 2, 3)),
        local(COUNTY, materials=[OTHER]),
    )
    return writing_client


def _issue(client: TestClient, **fields: Any) -> dict[str, Any]:
    wanted = {
        "agency": CITY_BODY,
        "severities": ["error", "warning", "info"],
        "rules": [RULE],
        "working_days": 10,
        **fields,
    }
    answer = client.post("/rectifications", json=wanted)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/rectifications/{answer.json()['id']}"
    return dict(answer.json())


def _states(client: TestClient) -> dict[str, str]:
    lines = client.get("/rectifications/1").json()["items"]
    return {line["item_code"][-2:]: line["state"] for line in lines}


def test_a_list_is_one_bodys_and_freezes_what_it_says(
    client_of: TestClient, database: Database
) -> None:
    made = _issue(client_of)
    assert (made["lines"], made["counts"]["standing"], made["done"]) == (3, 3, False)
    before = client_of.get("/rectifications/1").json()["items"]
    assert [line["number"] for line in before] == [1, 2, 3]
    assert "其他材料" in before[0]["message"]
    put(database, local(CITY, serial=1, materials=[FORM], name="改了名的事项"))
    after = client_of.get("/rectifications/1").json()["items"]
    assert [{**line, "state": ""} for line in after] == [{**line, "state": ""} for line in before]


def test_what_became_of_each_line(client_of: TestClient, database: Database) -> None:
    _issue(client_of)
    put(database, local(CITY, serial=1, materials=[FORM]))
    put(database, local(CITY, serial=2, materials=[FORM, THIRD]))
    put(database, local(CITY, serial=3, materials=[FORM, OTHER]))
    assert _states(client_of) == {"01": "mended", "02": "changed", "03": "standing"}
    put(database, local(CITY, serial=3, materials=[OTHER], status="3"))
    assert _states(client_of) == {"01": "mended", "02": "changed", "03": "gone-with-item"}
    waiver = {"rule": RULE, "agency": CITY_BODY, "reason": "理由", "approver": "某局"}
    put(database, local(CITY, serial=3, materials=[OTHER]))
    client_of.post("/audit/waivers", json={**waiver, "expires": "2999-01-01"})
    assert _states(client_of)["03"] == "waived"
    put(database, local(CITY, serial=2, materials=[FORM]))
    assert client_of.get("/rectifications/1").json()["done"]


def test_findings_that_are_waived_are_not_on_the_list(client_of: TestClient) -> None:
    waiver = {"rule": RULE, "agency": CITY_BODY, "reason": "理由", "approver": "某局"}
    client_of.post("/audit/waivers", json={**waiver, "expires": "2999-01-01"})
    wanted = {"agency": CITY_BODY, "rules": [RULE], "working_days": 5}
    wanted["severities"] = ["error", "warning", "info"]
    answer = client_of.post("/rectifications", json=wanted)
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("/nothing-to-mend")


def test_a_rule_that_is_switched_off_takes_its_lines_with_it(
    client_of: TestClient, database: Database
) -> None:
    _issue(client_of)
    with database.write() as connection:
        connection.execute(text(f"UPDATE audit_rule SET enabled = 0 WHERE code = '{RULE}'"))
        connection.execute(text("DELETE FROM finding"))
    assert set(_states(client_of).values()) == {"gone-with-rule"}


def test_two_equal_findings_are_two_lines(client_of: TestClient, database: Database) -> None:
    put(database, local(CITY, serial=1, materials=[OTHER, FORM, OTHER]))
    assert _issue(client_of)["lines"] == 4
    put(database, local(CITY, serial=1, materials=[FORM, OTHER]))
    counts = client_of.get("/rectifications/1").json()["counts"]
    assert (counts["standing"], counts["mended"]) == (3, 1)


def test_the_deadline_is_in_working_days(
    client_of: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _issue(client_of, issued_on="2026-09-28", working_days=5)
    assert made["due_on"] == "2026-10-10"  # seven days off, and a Saturday to make up for one
    assert made["holidays_announced"]
    for day, late in ((date(2026, 10, 10), 0), (date(2026, 10, 11), 0), (date(2026, 10, 13), 2)):
        monkeypatch.setattr("app.mending.rectifying.rechecking.today", lambda day=day: day)
        assert client_of.get("/rectifications/1").json()["overdue_working_days"] == late
    far = _issue(client_of, issued_on="2030-01-01", working_days=3)
    assert (far["due_on"], far["holidays_announced"]) == ("2030-01-04", False)


def test_lists_are_read_in_pages_and_as_sheets(client_of: TestClient) -> None:
    _issue(client_of, note="=HYPERLINK(1)")
    first = client_of.get("/rectifications/1?limit=2").json()
    second = client_of.get(f"/rectifications/1?limit=2&cursor={first['next']}").json()
    assert [line["number"] for line in first["items"] + second["items"]] == [1, 2, 3]
    assert second["next"] is None
    sheet = client_of.get("/rectifications/1?format=csv")
    rows = list(csv.DictReader(io.StringIO(sheet.text.removeprefix("\ufeff"))))
    assert [row["状态"] for row in rows] == ["未改"] * 3
    book = openpyxl.load_workbook(
        io.BytesIO(client_of.get("/rectifications/1?format=xlsx").content)
    )
    cells = list(book.worksheets[0].values)
    assert len(cells) == 4
    assert cells[1][2] == client_of.get("/rectifications/1").json()["items"][0]["item_code"]
    heads = client_of.get(f"/rectifications?agency={CITY_BODY}").json()["items"]
    assert [head["lines"] for head in heads] == [3]
    assert client_of.get("/rectifications?agency=" + BODIES[COUNTY][0]).json()["items"] == []


def test_a_sheet_runs_no_formula(client_of: TestClient, database: Database) -> None:
    put(database, local(CITY, serial=1, name="=1+1", materials=[OTHER]))
    _issue(client_of)
    book = openpyxl.load_workbook(
        io.BytesIO(client_of.get("/rectifications/1?format=xlsx").content)
    )
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n"}
    assert "'=1+1" in client_of.get("/rectifications/1?format=csv").text


def test_lines_on_state_secrets_are_for_holders_of_the_key(
    client_of: TestClient, database: Database
) -> None:
    _issue(client_of)
    put(database, local(CITY, serial=1, materials=[OTHER], secret=True))
    assert client_of.get("/rectifications/1").json()["lines"] == 3
    del client_of.headers["X-API-Key"]
    told = client_of.get("/rectifications/1").json()
    assert (told["lines"], len(told["items"])) == (2, 2)


def test_what_cannot_be_issued(client_of: TestClient) -> None:
    wanted = {"agency": CITY_BODY, "working_days": 5}
    assert client_of.post("/rectifications", json={**wanted, "agency": "x"}).status_code == 404
    assert client_of.post("/rectifications", json={**wanted, "rules": ["x"]}).status_code == 404
    assert client_of.post("/rectifications", json={**wanted, "working_days": 0}).status_code == 422
    assert client_of.get("/rectifications/7").status_code == 404
    del client_of.headers["X-API-Key"]
    assert client_of.post("/rectifications", json=wanted).status_code == 401
