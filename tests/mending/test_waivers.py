"""Waivers: shown with the finding, counted apart, narrow or wide, and gone by date alone."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.kernel.clock import today
from app.kernel.db import Database
from tests.factories.audited import found_now, put
from tests.factories.catalogue import BODIES, CITY, COUNTY, OTHER_COUNTY, base, code_of, local

RULE = "catch-all-material"
OTHER = [{"name": "其他材料"}, {"name": "其他有关材料"}]
DAY = timedelta(days=1)


@pytest.fixture
def client_of(writing_client: TestClient, database: Database) -> TestClient:
    """A catalogue in which the rule finds two places in each of three items."""
    places = (CITY, COUNTY, OTHER_COUNTY)
    put(database, base(), *(local(region, materials=OTHER) for region in places))
    return writing_client


def _grant(client: TestClient, **fields: Any) -> dict[str, Any]:
    wanted = {
        "rule": RULE,
        "reason": "等待上级明确材料名称",
        "approver": "示例市政务服务管理局",
        "expires": str(today() + 30 * DAY),
        **fields,
    }
    answer = client.post("/audit/waivers", json=wanted)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def _waived(client: TestClient) -> set[tuple[str, str]]:
    page = client.get("/audit/findings", params={"rule": RULE}).json()
    assert page["total"] == 6
    found = {
        (one["item"]["region"], one["place"]["pointer"]) for one in page["items"] if one["waiver"]
    }
    assert page["waived"] == len(found)
    only = client.get("/audit/findings", params={"rule": RULE, "waived": True}).json()
    assert {(one["item"]["region"], one["place"]["pointer"]) for one in only["items"]} == found
    rest = client.get("/audit/findings", params={"rule": RULE, "waived": False}).json()
    assert (only["total"], rest["total"]) == (len(found), 6 - len(found))
    return found


def _at(*regions: str) -> set[tuple[str, str]]:
    return {(region, f"/materials/{place}/name") for region in regions for place in (0, 1)}


def test_a_waiver_for_an_item_a_body_and_a_region(client_of: TestClient) -> None:
    _grant(client_of, item=code_of(local(CITY)))
    assert _waived(client_of) == _at(CITY)
    _grant(client_of, agency=BODIES[COUNTY][0])
    assert _waived(client_of) == _at(CITY, COUNTY)
    _grant(client_of, region=CITY)
    assert _waived(client_of) == _at(CITY, COUNTY, OTHER_COUNTY)


def test_a_waiver_for_one_place(client_of: TestClient) -> None:
    _grant(client_of, item=code_of(local(CITY)), pointer="/materials/1")
    assert _waived(client_of) == {(CITY, "/materials/1/name")}


def test_the_narrowest_waiver_is_shown_with_the_finding(client_of: TestClient) -> None:
    _grant(client_of, region=CITY, reason="全市")
    _grant(client_of, item=code_of(local(CITY)), reason="这一项")
    page = client_of.get("/audit/findings", params={"rule": RULE}).json()["items"]
    shown = {one["item"]["region"]: one["waiver"]["reason"] for one in page}
    assert shown == {CITY: "这一项", COUNTY: "全市", OTHER_COUNTY: "全市"}
    item = client_of.get(f"/audit/items/{code_of(local(COUNTY))}").json()[0]
    waivers = {one["rule"]: one["waiver"] for one in item["findings"]}
    assert waivers[RULE]["approver"] == "示例市政务服务管理局"
    assert any(waiver is None for waiver in waivers.values())


def test_waived_findings_stand_and_are_counted_apart(
    client_of: TestClient, database: Database
) -> None:
    before = found_now(database)
    summary = client_of.get("/audit/summary").json()
    _grant(client_of, region=CITY)
    after = client_of.get("/audit/summary").json()
    assert found_now(database) == before
    assert after["findings"] == summary["findings"]
    assert sum(summary["waived"].values()) == 0
    assert sum(after["waived"].values()) == 6


def test_what_has_expired_or_is_to_come_covers_nothing(
    client_of: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _grant(client_of, region=CITY, expires=str(today()))
    _grant(client_of, region=CITY, granted=str(today() + 5 * DAY), expires=str(today() + 5 * DAY))
    for days, covers in ((0, True), (1, False), (5, True), (6, False)):
        _pretend(monkeypatch, today() + days * DAY)
        assert bool(_waived(client_of)) is covers
        monkeypatch.undo()
    states = [one["state"] for one in client_of.get("/audit/waivers").json()["items"]]
    assert states == ["in-force", "to-come"]


def _pretend(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr("app.auditing.waivers.today", lambda: day)


def test_a_withdrawn_waiver_stays_on_record(client_of: TestClient) -> None:
    made = _grant(client_of, region=CITY)
    assert client_of.get(f"/audit/waivers/{made['id']}").json() == made
    gone = client_of.delete(f"/audit/waivers/{made['id']}").json()
    assert gone == {**made, "state": "withdrawn"}
    assert not _waived(client_of)
    told = client_of.get("/audit/waivers", params={"state": "withdrawn"}).json()
    assert told["items"] == [gone]
    assert told["waived"] == 0
    assert client_of.get("/audit/waivers", params={"state": "in-force"}).json()["items"] == []
    assert client_of.delete("/audit/waivers/9").status_code == 404


def test_the_sheet_has_the_waiver_and_runs_no_formula(client_of: TestClient) -> None:
    _grant(client_of, region=CITY, reason="=1+1")
    sheet = client_of.get("/audit/findings", params={"rule": RULE, "format": "csv"}).text
    rows = list(csv.DictReader(io.StringIO(sheet.removeprefix("\ufeff"))))
    assert {row["豁免"][:5] for row in rows} == {"'=1+1"}


@pytest.mark.parametrize(
    "fields, status",
    [
        ({}, 422),
        ({"region": CITY, "item": "x"}, 422),
        ({"item": "nothing-has-this"}, 422),
        ({"region": "123456000000"}, 404),
        ({"region": CITY, "rule": "no-such-rule"}, 404),
        ({"region": CITY, "expires": "2020-01-01"}, 422),
        ({"region": CITY, "rule": "different-materials", "pointer": "/name"}, 422),
    ],
)
def test_what_cannot_be_granted(client_of: TestClient, fields: dict[str, Any], status: int) -> None:
    wanted = {"rule": RULE, "reason": "理由", "approver": "某局", "expires": "2999-01-01", **fields}
    answer = client_of.post("/audit/waivers", json=wanted)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert client_of.get("/audit/waivers").json()["items"] == []


def test_granting_asks_for_the_key(client: TestClient) -> None:
    assert client.post("/audit/waivers", json={}).status_code == 401
    assert client.delete("/audit/waivers/1").status_code == 401


def test_a_waiver_for_a_state_secret_is_for_holders_of_the_key(
    client_of: TestClient, database: Database
) -> None:
    made = _grant(client_of, item=code_of(local(CITY)))
    put(database, local(CITY, materials=OTHER, secret=True))
    del client_of.headers["X-API-Key"]
    assert client_of.get("/audit/waivers").json()["items"] == []
    assert client_of.get(f"/audit/waivers/{made['id']}").status_code == 404
