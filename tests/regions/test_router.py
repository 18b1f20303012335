from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from app.regions import load_regions


@pytest.fixture(autouse=True)
def _regions(database: Database) -> None:
    with database.write() as connection:
        load_regions(connection)


def test_one_region_with_its_path_and_children(client: TestClient) -> None:
    response = client.get("/regions/440100")
    assert response.status_code == 200
    body = response.json()
    assert (body["code"], body["name"], body["level"]) == ("440100000000", "广州市", 3)
    assert body["parent"] == "440000000000"
    assert [region["name"] for region in body["path"]] == ["中华人民共和国", "广东省"]
    assert "番禺区" in [region["name"] for region in body["children"]]


def test_the_nation_has_no_parent(client: TestClient) -> None:
    body = client.get("/regions/000000000000").json()
    assert (body["name"], body["parent"], body["path"]) == ("中华人民共和国", None, [])
    assert len(body["children"]) == 34


@pytest.mark.parametrize(
    "code, status, kind", [("999999", 404, "region-not-found"), ("44x", 422, "invalid-region-code")]
)
def test_what_is_not_there(client: TestClient, code: str, status: int, kind: str) -> None:
    response = client.get(f"/regions/{code}")
    assert response.status_code == status
    assert response.json()["type"] == f"/problems/{kind}"
    assert code in response.json()["detail"]


def test_lists(client: TestClient) -> None:
    everything = client.get("/regions", params={"limit": 5000}).json()
    assert len(everything["items"]) == 3352
    assert everything["next"] is None
    provinces = client.get("/regions", params={"parent": "000000", "level": 2}).json()["items"]
    assert len(provinces) == 34
    found = client.get("/regions", params={"q": "番禺"}).json()["items"]
    assert [region["code"] for region in found] == ["440113000000"]
    assert client.get("/regions", params={"q": "4401", "level": 3}).json()["items"] == [
        {"code": "440100000000", "name": "广州市", "level": 3, "parent": "440000000000"}
    ]
    assert client.get("/regions", params={"q": "%"}).json()["items"] == []
    assert client.get("/regions", params={"parent": "4"}).status_code == 422


def test_pages_follow_each_other(client: TestClient) -> None:
    first = client.get("/regions", params={"level": 2, "limit": 20})
    assert len(first.json()["items"]) == 20
    assert 'rel="next"' in first.headers["link"]
    rest = client.get("/regions", params={"level": 2, "limit": 20, "cursor": first.json()["next"]})
    assert len(rest.json()["items"]) == 14
    assert rest.json()["next"] is None
    assert client.get("/regions", params={"cursor": "nonsense"}).status_code == 422
