"""``/mappings`` over HTTP: proposing, reading, saving, removing; and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.importing.mappings import load_mappings
from app.kernel.db import Database
from app.kernel.paging import encode
from tests.factories.files import seeded
from tests.importing.kept.test_kept_mappings import FILE

NAME = "/mappings/old-city"


def proposed(client: TestClient, content: bytes = FILE.encode(), **more: Any) -> Any:
    return client.post("/mappings/proposals", files={"file": ("a.csv", content), **more})


def imported(client: TestClient) -> Any:
    asked: dict[str, str | int] = {"mode": "all", "wait": 60}
    return client.post("/imports", params=asked, files={"file": ("a.csv", FILE.encode())}).json()


def settled(told: dict[str, Any]) -> dict[str, Any]:
    """The proposed mapping with its one open question answered."""
    mapping = told["mapping"]
    ((pointer, asked),) = mapping.pop("undecided").items()
    reading = next(one for one in asked["readings"] if one["name"] == "swapped")
    mapping["fields"][pointer]["table"] = reading["table"]
    return {"mapping": mapping, "confirmed": True, "author": "某科"}


def test_from_an_unknown_file_to_its_import(database: Database, writing_client: TestClient) -> None:
    client = writing_client
    seeded(database)
    failed = imported(client)
    assert failed["state"] == "failed"
    assert "/mappings/new" in failed["problem"]["detail"]
    answer = proposed(client)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["record"], told["looked_at"], told["complete"]) == ("implementation", 2, True)
    assert told["sheets"][0]["header_row"] == 2
    draft = client.put(NAME, json={"mapping": told["mapping"]}).json()
    assert (draft["state"], draft["undecided"], draft["version"]) == ("draft", 1, 1)
    refused = client.put(NAME, json={"mapping": told["mapping"], "confirmed": True})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/mapping-undecided")
    saved = client.put(NAME, json=settled(told))
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    assert client.get("/mappings").json()["items"][0]["name"] == "old-city"
    done = imported(client)
    assert (done["state"], done["mapping"], done["counts"]["created"]) == ("done", "old-city@2", 2)
    assert client.delete(NAME).status_code == 204
    assert client.get(NAME).status_code == 404
    assert client.get(NAME, params={"version": 1}).json()["undecided"] == 1


def test_nobody_proposes_or_saves_without_the_key(database: Database, client: TestClient) -> None:
    for answer in (
        proposed(client), client.put(NAME, json={"mapping": {}}), client.delete(NAME),
    ):  # fmt: skip
        assert answer.status_code == 401
    assert client.get("/mappings").status_code == 200
    assert client.get("/mappings/sheet").json()["state"] == "shipped"


def test_pages_go_through_all_mappings_once_those_made_here_first(
    writing_client: TestClient,
) -> None:
    body = settled(proposed(writing_client).json())
    for name in ("z-city", "a-city", "gone"):
        assert writing_client.put(f"/mappings/{name}", json=body).status_code == 200
    writing_client.delete("/mappings/gone")
    whole = writing_client.get("/mappings", params={"limit": 200}).json()
    assert whole["next"] is None
    pages = list(_pages(writing_client, 2))
    assert [len(page) for page in pages[:-1]] == [2] * (len(pages) - 1)
    assert [one for page in pages for one in page] == whole["items"]
    names = [one["name"] for one in whole["items"]]
    assert names == ["a-city", "z-city", *sorted(load_mappings())]


def _pages(client: TestClient, limit: int) -> Iterator[list[dict[str, Any]]]:
    cursor = None
    while True:
        asked = {"limit": limit, **({"cursor": cursor} if cursor else {})}
        page = client.get("/mappings", params=asked).json()
        yield page["items"]
        cursor = page["next"]
        if cursor is None:
            return


@pytest.mark.parametrize("cursor", ["nonsense", encode([1]), encode([1, 2, 3])])
def test_a_cursor_of_another_list_is_refused(client: TestClient, cursor: str) -> None:
    answer = client.get("/mappings", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-cursor")
    assert client.get("/mappings", params={"cursor": encode([0, 3])}).status_code == 200


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "/problems/mapping-file-unreadable"),
        (b"<html><title>login</title></html>", "/problems/mapping-file-unreadable"),
        (b"PK\x03\x04nonsense", "/problems/mapping-file-unreadable"),
        (b"%PDF-1.4", "/problems/mapping-file-unreadable"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    writing_client: TestClient, content: bytes, said: str
) -> None:
    answer = proposed(writing_client, content)
    assert (answer.status_code, answer.json()["type"]) == (422, said)


def test_a_broken_correspondence_says_so(writing_client: TestClient) -> None:
    answer = proposed(writing_client, correspondence=("b.csv", b"a,b\n1,2\n"))
    assert answer.json()["type"] == "/problems/correspondence-unreadable"


def test_a_change_based_on_an_old_version_is_not_saved(writing_client: TestClient) -> None:
    told = proposed(writing_client).json()
    body = settled(told)
    assert writing_client.put(NAME, json={**body, "based_on": 0}).status_code == 200
    again = writing_client.put(NAME, json={**body, "confirmed": False, "based_on": 0})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/mapping-changed-meanwhile")


@pytest.mark.parametrize(
    "body, pointer",
    [
        ({"mapping": []}, "/mapping"),
        ({}, "/mapping"),
        ({"mapping": {}, "confirmed": "perhaps"}, "/confirmed"),
        ({"mapping": {}, "other": 1}, "/other"),
        ({"mapping": {"name": "old-city"}}, "/mapping/"),
    ],
)
def test_what_is_no_mapping_is_refused_at_its_place(
    writing_client: TestClient, body: dict[str, Any], pointer: str
) -> None:
    answer = writing_client.put(NAME, json=body)
    assert answer.status_code == 422
    assert any(error["pointer"].startswith(pointer) for error in answer.json()["errors"])


@pytest.mark.parametrize("name", ["Alt", "a_b", "-a", "中文", "a" * 81])
def test_names_are_plain(writing_client: TestClient, name: str) -> None:
    assert writing_client.put(f"/mappings/{name}", json={"mapping": {}}).status_code == 422
