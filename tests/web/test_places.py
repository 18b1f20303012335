"""参与地区: what filters offer to choose from, however many regions there are."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from app.web import places
from tests.factories import catalogue as c
from tests.factories.audited import put

PAGE = {"Accept": "text/html"}


@pytest.fixture(autouse=True)
def catalogue(database: Database) -> None:
    """One base item, and one item each in a city, two counties of it and a town."""
    put(database, c.base(), *map(c.local, (c.CITY, c.COUNTY, c.OTHER_COUNTY, c.TOWN)))


def _offered(database: Database) -> list[tuple[str, int]]:
    with database.read() as reader:
        return [(place.code, place.depth) for place in places.taking_part(reader)]


def test_regions_with_items_are_offered_below_what_they_lie_in(database: Database) -> None:
    tree = [(c.PROVINCE, 0), (c.CITY, 1), (c.COUNTY, 2), (c.TOWN, 3), (c.OTHER_COUNTY, 2)]
    assert _offered(database) == tree


def test_of_too_many_regions_the_lowest_levels_are_left_out(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "MOST", 4)
    assert {code for code, _ in _offered(database)} == {
        *(c.PROVINCE, c.CITY, c.COUNTY, c.OTHER_COUNTY)
    }
    monkeypatch.setattr(places, "MOST", 3)
    assert _offered(database) == [(c.PROVINCE, 0), (c.CITY, 1)]


def test_a_region_that_is_not_offered_stays_chosen(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "MOST", 3)
    page = client.get(f"/audit/findings?region={c.TOWN}", headers=PAGE).text
    assert f"<option selected>{c.TOWN}</option>" in page
    assert "<option selected>" not in client.get("/audit/findings", headers=PAGE).text


def test_parts_are_compared_where_there_are_several(client: TestClient) -> None:
    page = client.get("/survey/spread", headers=PAGE).text
    assert f'<option value="{c.CITY}" selected>' in page  # two counties; the province has one city
    assert f'<option value="{c.PROVINCE}"' not in page
    below = client.get(f"/survey/matrix?region={c.COUNTY}", headers=PAGE).text
    assert f'<option value="{c.COUNTY}" selected>' in below
