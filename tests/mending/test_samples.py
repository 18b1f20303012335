"""Samples: anybody can draw them again, from the docstring alone."""

from __future__ import annotations

import csv
import io
from collections import Counter
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.kernel.db import Database
from app.mending.sampling.drawing import shares_of
from tests.factories.audited import put
from tests.factories.catalogue import BODIES, CITY, COUNTY, OTHER_COUNTY, base, local

PLACES = {CITY: 5, COUNTY: 3, OTHER_COUNTY: 2}


@pytest.fixture
def client_of(client: TestClient, database: Database) -> TestClient:
    """Ten items in three bodies, and three that are in no population."""
    many = [local(place, serial=s) for place, n in PLACES.items() for s in range(1, n + 1)]
    rest = (
        local(CITY, serial=11, status="3"),
        local(CITY, serial=12, status="2"),
        local(CITY, serial=13, secret=True),
    )
    put(database, base(), *many, *rest)
    return client


def _draw(client: TestClient, **query: Any) -> dict[str, Any]:
    answer = client.get("/audit/samples", params={"seed": "摇号 1", **query})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def _codes(sample: dict[str, Any]) -> list[str]:
    return [item["code"] for item in sample["items"]]


def test_the_sample_is_what_the_docstring_says(client_of: TestClient) -> None:
    everyone = _draw(client_of, size=5000)
    assert everyone["population"] == everyone["size"] == 10

    def order(item: dict[str, Any]) -> str:
        return sha256(f"摇号 1\n{item['code']}\n{item['qualifier']}".encode()).hexdigest()

    by_hand = sorted(everyone["items"], key=order)[:4]
    drawn = _draw(client_of, size=4)
    assert _codes(drawn) == [item["code"] for item in by_hand]
    assert [item["order"] for item in drawn["items"]] == [order(item) for item in by_hand]
    assert _draw(client_of, size=4) == drawn
    assert _codes(_draw(client_of, size=4, seed="摇号 2")) != _codes(drawn)


def test_strata_get_their_share(client_of: TestClient) -> None:
    for by in ("agency", "region"):
        drawn = _draw(client_of, share=0.5, by=by)
        assert [row["sample"] for row in drawn["strata"]] == [3, 1, 1]
        assert Counter(item[by] for item in drawn["items"]) == {
            row["stratum"]: row["sample"] for row in drawn["strata"]
        }
    cities = _draw(client_of, size=1, by="region")["strata"]
    assert cities[0]["name"] == "示例市"
    assert _draw(client_of, share=0.01, by="type")["size"] == 1


def test_the_population_can_be_narrowed(client_of: TestClient) -> None:
    assert _draw(client_of, size=9, region=COUNTY)["population"] == 3
    assert _draw(client_of, size=9, agency=BODIES[OTHER_COUNTY][0])["population"] == 2
    assert _draw(client_of, size=9, level=3)["population"] == 5
    assert _draw(client_of, size=9, type="99")["population"] == 0


def test_a_sample_is_of_one_version(client_of: TestClient, database: Database) -> None:
    drawn = _draw(client_of, size=3)
    assert _draw(client_of, size=3, version=drawn["version"]) == drawn
    put(database, local(CITY, serial=1, name="另一名称"))
    later = client_of.get(f"/audit/samples?seed=a&size=3&version={drawn['version']}")
    assert later.status_code == 409


def test_a_sheet_has_room_for_what_was_found(client_of: TestClient) -> None:
    sheet = client_of.get("/audit/samples?seed=a&size=3&format=csv").text
    rows = list(csv.DictReader(io.StringIO(sheet.removeprefix("\ufeff"))))
    assert len(rows) == 3
    assert {row["抽查结论"] for row in rows} <= {"", None}


def test_the_size_must_be_said_one_way(client_of: TestClient) -> None:
    for query in ("seed=a", "seed=a&size=1&share=0.5", "size=1"):
        assert client_of.get(f"/audit/samples?{query}").status_code == 422


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 1000), min_size=1), st.integers(0, 500))
def test_places_are_shared_out_fairly(population: dict[str, int], size: int) -> None:
    total = sum(population.values())
    size = min(size, total)
    quotas = shares_of(population, size)
    assert sum(quotas.values()) == size
    for code, number in population.items():
        assert size * number // total <= quotas[code] <= -(-size * number // total) <= number
