"""Figures that the audit counts: its own rates, divided as far as it divides them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from tests.factories import catalogue as c
from tests.measuring.catalogues import documents

RATES = {
    "element-completeness": "completeness",
    "ten-same-rate": "consistency",
    "claim-rate": "coverage",
    "correctness-rate": "correctness",
}


@pytest.fixture
def audited(database: Database) -> Database:
    """A random catalogue with its findings."""
    written = [c.base(), *documents(Random(7), 60)]
    c.write(database, *written, audited=True)
    return database


def figure(client: TestClient, slug: str, query: str = "") -> dict[str, Any]:
    answer = client.get(f"/indicators/{slug}{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["figure"]
    return found


@pytest.mark.parametrize("query", ["", f"?region={c.COUNTY}", f"?agency={c.BODIES[c.CITY][0]}"])
def test_they_are_the_rates_of_the_audit(audited: Database, client: TestClient, query: str) -> None:
    rates = client.get(f"/audit/summary{query}").json()["rates"]
    for slug, name in RATES.items():
        found = figure(client, slug, query)
        made = {"numerator": found["numerator"], "denominator": found["denominator"]}
        assert {**made, "ratio": found["value"]} == rates[name]
    assert rates["completeness"]["denominator"] > rates["completeness"]["numerator"] > 0


def test_they_add_up(audited: Database, client: TestClient) -> None:
    for slug in RATES.keys() - {"claim-rate"}:
        whole = figure(client, slug)
        for by in ("region", "agency"):
            rows = client.get(f"/indicators/{slug}/breakdown?by={by}").json()["items"]
            assert sum(row["numerator"] for row in rows) == whole["numerator"]
            assert sum(row["denominator"] for row in rows) == whole["denominator"]


def test_they_are_not_divided_by_type_and_have_no_items(
    audited: Database, client: TestClient
) -> None:
    for address in ("?type=01", "/breakdown?by=level", "/items?part=numerator"):
        answer = client.get(f"/indicators/ten-same-rate{address}")
        assert answer.status_code == 422
        assert answer.json()["type"] == "/problems/cannot-be-divided"
    every = client.get("/indicators?type=01").json()["items"]
    assert {row["slug"] for row in every if row["figure"] is None} >= RATES.keys()


def test_the_shortfall_of_claims_is_the_list_of_findings(
    audited: Database, client: TestClient
) -> None:
    found = figure(client, "claim-rate")
    findings = client.get(found["lists"]["shortfall"]).json()
    assert findings["total"] == found["denominator"] - found["numerator"]
    narrowed = figure(client, "claim-rate", f"?region={c.CITY}")
    assert client.get(narrowed["lists"]["matrix"]).status_code == 200


def test_the_shortfall_opens_into_findings_by_rule(audited: Database, client: TestClient) -> None:
    for query in ("", f"?region={c.COUNTY}"):
        for slug in ("element-completeness", "ten-same-rate"):
            found = figure(client, slug, query)
            behind = found["findings"]
            short = found["denominator"] - found["numerator"]
            assert sum(one["findings"] for one in behind) == short > 0
            for one in behind:
                assert client.get(one["href"]).json()["total"] == one["findings"]


def test_items_without_a_finding_of_a_family(audited: Database, client: TestClient) -> None:
    """Each item of the denominator is asked of the audit by itself."""
    for slug, faulty in (
        ("complete-items-rate", lambda code: code.startswith("missing-")),
        ("all-ten-same-rate", lambda code: code.partition("-")[0] in ANSWERS),
    ):
        sound = codes(client, slug, "numerator")
        everything = codes(client, slug, "denominator")
        assert everything
        for code in everything:
            (audit,) = client.get(f"/audit/items/{code}").json()
            found = [finding["rule"] for finding in audit["findings"]]
            assert (code in sound) is not any(faulty(rule) for rule in found), (slug, found)


ANSWERS = ("worse", "different", "unproven")


def codes(client: TestClient, slug: str, part: str) -> set[str]:
    rows = client.get(f"/indicators/{slug}/items?part={part}&limit=200").json()["items"]
    return {row["code"] for row in rows}
