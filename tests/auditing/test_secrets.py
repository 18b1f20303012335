"""涉密事项: nobody without the key sees them in the audit, or learns that they are there."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from tests.conftest import WRITE_KEY
from tests.factories import catalogue as c
from tests.factories.audited import put

KEY = {"X-API-Key": WRITE_KEY}
NAME = "不该看到的事项"
SECRET = c.code_of(c.local(c.COUNTY))
OPEN = c.code_of(c.local())


@pytest.fixture(autouse=True)
def catalogue(database: Database) -> None:
    """One open item, one secret item, and their standard; both items have findings."""
    put(database, c.base(), c.local(), c.local(c.COUNTY, name=NAME, secret=True))


def _codes(found: dict[str, Any]) -> set[str]:
    return {finding["item"]["code"] for finding in found["items"]}


def test_findings_leave_secrets_out(client: TestClient) -> None:
    found = client.get("/audit/findings?limit=200").json()
    assert SECRET not in _codes(found)
    assert found["total"] == len(found["items"])
    assert NAME not in client.get("/audit/findings?format=csv").text
    assert client.get("/audit/findings?region=990101").json()["total"] == 0
    for element in ("name", "links", "materials"):
        assert SECRET not in _codes(client.get(f"/audit/findings?element={element}").json())


def test_holders_of_the_key_see_them(client: TestClient) -> None:
    answer = client.get("/audit/findings?limit=200", headers=KEY)
    assert SECRET in _codes(answer.json())
    assert answer.json()["total"] == len(answer.json()["items"])
    assert answer.headers["cache-control"] == "private, no-store"
    bearer = {"Authorization": f"Bearer {WRITE_KEY}"}
    assert NAME in client.get("/audit/findings?format=csv", headers=bearer).text
    audits = client.get(f"/audit/items/{SECRET}", headers=KEY).json()
    assert [audit["item"]["name"] for audit in audits] == [NAME]


def test_an_item_that_is_secret_is_not_there(client: TestClient) -> None:
    answer = client.get(f"/audit/items/{SECRET}")
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/item-not-found"
    assert client.get(f"/audit/items/{OPEN}").status_code == 200


def test_a_wrong_key_is_told_and_not_taken_for_none(client: TestClient) -> None:
    answer = client.get("/audit/findings", headers={"X-API-Key": "another"})
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/write-key-wrong")


def test_answers_vary_by_who_asks(client: TestClient) -> None:
    for path in ("/audit/findings", "/audit/findings?format=csv", f"/audit/items/{OPEN}"):
        varies = client.get(path).headers["vary"]
        assert varies == "Accept, Accept-Language, Authorization, X-API-Key"
    for path in ("/audit/rules", "/audit/rules/duplicate-code"):
        assert client.get(path).headers["vary"] == "Accept"


@pytest.mark.parametrize("headers", [{}, KEY])
def test_the_summary_counts_no_secrets_and_says_how_many(
    client: TestClient, headers: dict[str, str]
) -> None:
    whole = client.get("/audit/summary", headers=headers).json()
    assert (whole["items"], whole["implementation_items"]) == (2, 1)
    assert whole["excluded"] == {"secret": 1}
    found = client.get("/audit/findings?limit=200").json()["items"]
    assert sum(whole["findings"].values()) == len(found)
    county = client.get("/audit/summary?region=990101", headers=headers).json()
    assert (county["items"], county["excluded"]) == (0, {"secret": 1})
    assert county["rates"]["completeness"]["denominator"] == 0


def test_rules_count_what_readers_may_see(client: TestClient) -> None:
    found = client.get("/audit/findings?limit=200").json()["items"]
    rules = client.get("/audit/rules").json()["items"]
    assert sum(rule["findings"] for rule in rules) == len(found)


def test_a_finding_on_an_open_item_does_not_tell_of_a_secret_one(
    database: Database, client: TestClient
) -> None:
    twin = c.local(c.OTHER_COUNTY)
    put(database, twin, {**twin, "row_id": "2", "secret": True})
    found = client.get("/audit/findings?rule=duplicate-code").json()
    assert found["total"] == 0
    with_key = client.get("/audit/findings?rule=duplicate-code", headers=KEY).json()
    assert [one["item"]["qualifier"] for one in with_key["items"]] == ["2"]
