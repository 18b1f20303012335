"""Figures that are kept: the trend of a place, and what was on a day."""

from __future__ import annotations

from datetime import date

from starlette.testclient import TestClient

from app.kernel.db import Database
from app.measuring.snapshots import take_snapshot
from tests.factories import catalogue as c
from tests.measuring.test_figures import figures

SLUG = "at-most-one-visit-rate"


def keep(database: Database, day: str, *visits: int) -> None:
    """Write one item of each region with these visits, and keep the day's figures."""
    places = (c.CITY, c.COUNTY, c.TOWN)
    items = [
        c.local(place, handling=c.handled(visits=n))
        for place, n in zip(places, visits, strict=False)
    ]
    c.write(database, *items)
    take_snapshot(database, day=date.fromisoformat(day))


def values(client: TestClient, query: str = "") -> dict[str, float]:
    """Return {day: value} of the trend."""
    answer = client.get(f"/indicators/{SLUG}/trend{query}")
    assert answer.status_code == 200, answer.text
    return {point["day"]: point["value"] for point in answer.json()["items"]}


def test_a_trend_tells_each_day_that_was_kept(database: Database, client: TestClient) -> None:
    keep(database, "2026-01-31", 3, 3, 3)
    keep(database, "2026-02-28", 1, 3, 3)
    keep(database, "2026-03-31", 1, 1, 3)
    third, two = 0.333333, 0.666667
    assert values(client) == {"2026-01-31": 0, "2026-02-28": third, "2026-03-31": two}
    county = values(client, f"?region={c.COUNTY}")
    assert county == {"2026-01-31": 0, "2026-02-28": 0, "2026-03-31": 0.5}
    body = values(client, f"?agency={c.BODIES[c.CITY][0]}")
    assert body == {"2026-01-31": 0, "2026-02-28": 1, "2026-03-31": 1}
    assert values(client, f"?region={c.TOWN}") == {}


def test_what_was_kept_is_what_is_told_now(database: Database, client: TestClient) -> None:
    keep(database, "2026-01-31", 1, 3, 3)
    now = figures(client)
    kept = client.get("/indicators?at=2026-12-31").json()["items"]
    assert {row["at"] for row in kept} == {"2026-01-31"}
    for row in kept:
        for name, number in (row["figure"] or {}).items():
            assert now[row["slug"]][name] == number
    assert {row["slug"] for row in kept if row["figure"]} == {
        slug for slug, figure in now.items() if figure and figure["denominator"]
    }


def test_a_second_snapshot_of_a_day_takes_the_place_of_the_first(
    database: Database, client: TestClient
) -> None:
    keep(database, "2026-01-31", 3)
    keep(database, "2026-01-31", 1)
    assert values(client) == {"2026-01-31": 1}


def test_the_last_snapshot_until_a_day_is_told(database: Database, client: TestClient) -> None:
    keep(database, "2026-01-31", 3)
    keep(database, "2026-02-28", 1)
    row = client.get(f"/indicators/{SLUG}?at=2026-02-27").json()
    assert (row["at"], row["figure"]["value"]) == ("2026-01-31", 0)
    early = client.get(f"/indicators/{SLUG}?at=2026-01-30")
    assert (early.status_code, early.json()["type"]) == (404, "/problems/no-snapshot")
    finer = client.get(f"/indicators/{SLUG}?at=2026-02-27&type=01")
    assert (finer.status_code, finer.json()["type"]) == (422, "/problems/cannot-be-divided")
