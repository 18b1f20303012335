from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.agencies import AgencyIndex
from app.kernel.db import Database
from app.regions import load_regions

CODE = "11440100007483172Q"


@pytest.fixture(autouse=True)
def _agencies(database: Database) -> None:
    with database.write() as connection:
        load_regions(connection)
        index = AgencyIndex(connection)
        index.intern(CODE, "广州市公安局", 440100000000)
        index.intern("TE44", "番禺区教育局", 440113000000)
        index.intern(None, "深圳市教育局", 440300000000)
        index.intern("X9", "无处可归的局", None)
        index.flush(connection)


def names(client: TestClient, **params: str) -> list[str]:
    response = client.get("/agencies", params=params)
    assert response.status_code == 200, response.text
    return [agency["name"] for agency in response.json()["items"]]


def test_one_agency(client: TestClient) -> None:
    assert client.get(f"/agencies/{CODE}").json() == {
        "code": CODE,
        "name": "广州市公安局",
        "line": "公安",
        "region": "440100000000",
        "region_name": "广州市",
        "is_credit_code": True,
    }


def test_no_such_agency(client: TestClient) -> None:
    response = client.get("/agencies/nobody")
    assert response.status_code == 404
    assert response.json()["type"] == "/problems/agency-not-found"


def test_a_body_known_by_name_has_an_address_too(client: TestClient) -> None:
    found = client.get("/agencies", params={"q": "深圳"}).json()["items"][0]
    assert client.get(f"/agencies/{found['code']}").json() == found


def test_filters(client: TestClient) -> None:
    assert len(names(client)) == 4
    assert names(client, region="4401".ljust(6, "0")) == ["广州市公安局", "番禺区教育局"]
    assert names(client, region="440113") == ["番禺区教育局"]
    assert len(names(client, region="000000")) == 3
    assert names(client, line="教育") == ["番禺区教育局", "深圳市教育局"]
    assert names(client, q="公安") == ["广州市公安局"]
    assert names(client, q="TE") == ["番禺区教育局"]
    assert names(client, q="_") == []
    assert client.get("/agencies", params={"region": "x"}).status_code == 422


def test_pages_follow_each_other(client: TestClient) -> None:
    first = client.get("/agencies", params={"limit": 3}).json()
    assert len(first["items"]) == 3
    assert names(client, limit="3", cursor=first["next"]) == ["无处可归的局"]
