"""Scores: the tiers and deductions as published, and the list behind every point taken."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from app.measuring.scoring import ScorePart, points_off, profile_named, tier_points
from tests.factories import catalogue as c


def part_of(profile: str, name: str) -> ScorePart:
    return next(part for part in profile_named(profile).parts if part.name == name)


@pytest.mark.parametrize(
    "name, rate, points",
    [
        ("county-claims", 0.9499, 0),
        ("county-claims", 0.95, 1),
        ("county-claims", 0.9899, 1),
        ("county-claims", 0.99, 1.5),
        ("county-claims", 0.9999, 1.5),
        ("county-claims", 1, 2),
        ("town-claims", 0.59, 0),
        ("town-claims", 0.6, 1),
        ("town-claims", 0.7, 1.5),
        ("town-claims", 0.8, 2),
        ("village-claims", 0.49, 0),
        ("village-claims", 0.5, 0.5),
        ("village-claims", 0.7, 1),
    ],
)
def test_the_published_tiers_of_claims(name: str, rate: float, points: float) -> None:
    """鄂州 2020: the steps of the assessment as they are printed, and the values just below."""
    assert tier_points(part_of("claim-tiers", name).tiers, rate) == points


@pytest.mark.parametrize("classes, off", [(0, 0), (1, 2), (3, 6), (7, 14), (8, 16), (9, 16)])
def test_two_points_for_each_class_at_most_sixteen(classes: int, off: float) -> None:
    assert points_off(part_of("class-deduction", "problems"), classes) == off


def scores(client: TestClient, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"/scores/{address}")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["items"]
    return rows


def test_a_class_is_taken_off_once_and_opens_into_its_findings(
    database: Database, client: TestClient
) -> None:
    county, city = c.local(c.COUNTY), c.local(c.CITY)
    c.write(database, county, c.local(c.COUNTY, serial=1), city)
    for document in (county, c.local(c.COUNTY, serial=1)):
        c.find(database, c.code_of(document), "catch-all-material")
    c.find(database, c.code_of(county), "missing-materials")
    rows = scores(client, "class-deduction?by=agency")
    assert [(row["agency"], row["score"]) for row in rows] == [
        (c.BODIES[c.COUNTY][0], 12),
        (c.BODIES[c.CITY][0], 16),
    ]
    deductions = rows[0]["parts"][0]["deductions"]
    assert [(one["rule"], one["findings"], one["off"]) for one in deductions] == [
        ("catch-all-material", 2, 2),
        ("missing-materials", 1, 2),
    ]
    for one in deductions:
        assert client.get(one["href"]).json()["total"] == one["findings"]


def test_claims_are_scored_by_the_level_of_the_region(
    database: Database, client: TestClient
) -> None:
    codes = [f"0001170010{place:02}" for place in range(20)]
    bases = [c.base(code, name=f"事项{code}", levels=["4", "5"]) for code in codes]
    claimed = [c.local(c.COUNTY, base_code=code, name=f"事项{code}") for code in codes[:19]]
    some = [c.local(c.OTHER_COUNTY, base_code=code, name=f"事项{code}") for code in codes[:18]]
    c.write(database, *bases, *claimed, *some, audited=True)
    rows = scores(client, f"claim-tiers?region={c.CITY}")
    assert [(row["region"], row["score"], row["full"]) for row in rows] == [
        (c.OTHER_COUNTY, 0, 2),
        (c.COUNTY, 1, 2),
    ]
    (deduction,) = rows[1]["parts"][0]["deductions"]
    assert (deduction["off"], deduction["value"]) == (1, 0.95)
    assert client.get(deduction["href"]).json()["figure"]["value"] == 0.95


def test_targets_without_data_are_not_counted(
    database: Database, writing_client: TestClient
) -> None:
    c.write(
        database,
        c.local(c.COUNTY, handling=c.handled(visits=3, hall=True, one_window=True)),
        c.local(c.OTHER_COUNTY, handling=c.handled(visits=1, hall=True, one_window=False)),
    )
    rows = {
        row["region"]: row for row in scores(writing_client, f"policy-2020-targets?region={c.CITY}")
    }
    county, other = rows[c.COUNTY], rows[c.OTHER_COUNTY]
    assert [(row["score"], row["full"]) for row in (county, other)] == [(2, 3), (2, 3)]
    (missed,) = county["parts"][0]["deductions"]
    assert missed["indicator"] == "at-most-one-visit-rate"
    behind = writing_client.get(missed["href"]).json()["items"]
    assert [row["region"] for row in behind] == [c.COUNTY]
    (missed,) = other["parts"][0]["deductions"]
    assert missed["indicator"] == "one-window-rate"


def test_the_profiles_are_listed(client: TestClient) -> None:
    rows = client.get("/scores").json()["items"]
    assert {row["name"] for row in rows} >= {"claim-tiers", "class-deduction"}
    for row in rows:
        assert client.get(row["href"]).status_code == 200
    answer = client.get("/scores/nothing")
    assert answer.json()["type"] == "/problems/unknown-scoring-profile"
