from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from app.laws import load_laws


@pytest.fixture(autouse=True)
def _laws(database: Database) -> None:
    with database.write() as connection:
        load_laws(connection)


def test_laws_are_found_by_name_number_rank_and_status(client: TestClient) -> None:
    found = client.get("/laws", params={"q": "国务院令第650号"}).json()["items"]
    assert [(law["name"], law["status"]) for law in found] == [("医疗器械监督管理条例", "amended")]
    gone = client.get("/laws", params={"q": "中华人民共和国合同法", "status": "repealed"}).json()
    assert [law["name"] for law in gone["items"]] == [
        "合同法", "经济合同法", "涉外经济合同法", "技术合同法",
    ]  # fmt: skip
    rules = client.get("/laws", params={"rank": 4, "status": "repealed", "limit": 200}).json()
    assert rules["items"]
    assert {law["rank_name"] for law in rules["items"]} == {"部门规章"}


def test_pages_go_through_all_laws_once(client: TestClient) -> None:
    seen, cursor = [], None
    while True:
        page = client.get("/laws", params={"limit": 200, **({"cursor": cursor} if cursor else {})})
        seen += [law["id"] for law in page.json()["items"]]
        cursor = page.json()["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) > 500


def test_one_law_with_its_versions(client: TestClient) -> None:
    number = client.get("/laws", params={"q": "国务院令第650号"}).json()["items"][0]["id"]
    law = client.get(f"/laws/{number}").json()
    assert [(one["number"], one["status"]) for one in law["versions"]] == [
        ("国务院令第739号", "in-force"),
        ("国务院令第276号", "amended"),
    ]


@pytest.mark.parametrize(
    "path, status, kind",
    [("/laws/99999", 404, "law-not-found"), ("/laws/x", 422, "invalid-request")],
)
def test_what_is_not_there(client: TestClient, path: str, status: int, kind: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{kind}")
