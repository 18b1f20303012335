"""筛选: what is asked for, all of it, nothing else, and exactly counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.auditing.filters import FindingFilter
from app.auditing.findings import read_findings
from app.auditing.rule import Severity
from app.auditing.totals import count_findings, total_of
from app.kernel.db import Database
from tests.factories import catalogue as c
from tests.factories.audited import put


@pytest.fixture(autouse=True)
def catalogue(database: Database) -> None:
    """Items with defects of many elements, some by rules that speak of any element."""
    put(
        database,
        c.base(),
        c.local(
            conditions="第一条<br>第二条",
            materials=[{"name": "营业执照&nbsp;"}, {"name": "其他材料"}],
            process={"text": "受理<p>", "steps": [{"name": "受理"}]},
            links={"online": "http://10.0.0.1/apply"},
        ),
        c.local(c.COUNTY, type="0X", handling=c.handled(depth=["77"], visits=-1)),
    )


def _all(client: TestClient) -> list[dict[str, Any]]:
    return list(client.get("/audit/findings?limit=200").json()["items"])


def test_every_element_finds_just_its_own(client: TestClient) -> None:
    counts = Counter(finding["element"] for finding in _all(client))
    assert {"conditions", "materials", "process", "links", "handling", "type"} <= counts.keys()
    for element, number in counts.items():
        found = client.get(f"/audit/findings?element={element}&limit=200").json()
        assert found["total"] == len(found["items"]) == number, element
        assert {one["element"] for one in found["items"]} == {element}


def test_rules_that_speak_of_any_element_are_found_by_the_element(client: TestClient) -> None:
    rules = {
        element: {
            one["rule"] for one in client.get(f"/audit/findings?element={element}").json()["items"]
        }
        for element in ("conditions", "materials", "handling", "type", "links")
    }
    assert "markup-in-text" in rules["conditions"] & rules["materials"]
    assert {"undefined-code", "negative-number"} <= rules["handling"]
    assert "undefined-code" in rules["type"]
    assert "private-link" in rules["links"]


def test_a_filter_joins_with_the_others(client: TestClient) -> None:
    query = "/audit/findings?element=materials&rule=markup-in-text&region=990100"
    found = client.get(query).json()
    assert found["total"] == 1
    assert found["items"][0]["place"]["pointer"] == "/materials/0/name"
    assert client.get(query.replace("materials", "fees")).json()["total"] == 0
    assert client.get("/audit/findings?element=mat%25").json()["total"] == 0


def test_pages_of_an_element_follow_each_other(client: TestClient) -> None:
    wanted = client.get("/audit/findings?element=handling&limit=200").json()["items"]
    path, paged = "/audit/findings?element=handling&limit=1", []
    while path:
        answer = client.get(path)
        paged += answer.json()["items"]
        path = answer.links["next"]["url"] if "next" in answer.links else ""
    assert paged == wanted


@pytest.mark.parametrize("secrets", [False, True])
@pytest.mark.parametrize("region", [None, c.PROVINCE, c.CITY, c.COUNTY, c.OTHER_COUNTY])
def test_what_is_summed_per_body_is_what_is_found(
    database: Database, region: str | None, *, secrets: bool
) -> None:
    put(database, c.local(c.OTHER_COUNTY, type="0X", secret=True))
    place = None if region is None else int(region)
    everywhere = FindingFilter(region=place, secrets=secrets)
    narrowed: list[dict[str, Any]] = [
        {},
        *({"severity": severity} for severity in Severity),
        {"aspect": "correctness"},
        {"rule": "undefined-code"},
        {"element": "legal_basis"},
        {"waived": False},
    ]
    with database.read() as reader:
        for only in narrowed:
            wanted = replace(everywhere, **only)
            total = total_of(reader, wanted)
            assert total == count_findings(reader, wanted), wanted
            assert total == len(read_findings(reader, wanted, "zh", limit=1000)), wanted
        assert total_of(reader, everywhere) > 0 or (region == c.OTHER_COUNTY and not secrets)
