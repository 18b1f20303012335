"""Pages and data share addresses: each reader gets what it prefers."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from tests.factories import catalogue as c

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CODE = c.code_of(c.local())
SHARED = (
    "/guides",
    f"/guides/{CODE}",
    "/lists",
    "/lists/at-most-one-visit",
    "/audit/findings",
    "/audit/rules",
    "/audit/rules/catch-all-material",
    f"/audit/items/{CODE}",
)


@pytest.fixture
def filled(database: Database, client: TestClient) -> TestClient:
    """A client of a catalogue with one audited item and its standard."""
    c.write(database, c.base(), c.local(), audited=True)
    return client


@pytest.mark.parametrize("address", SHARED)
def test_browsers_get_a_page_and_programs_get_data(filled: TestClient, address: str) -> None:
    page = filled.get(address, headers={"accept": BROWSER})
    assert page.status_code == 200, page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Accept" in page.headers["vary"]
    for accept in ("application/json", "*/*", ""):
        data = filled.get(address, headers={"accept": accept})
        assert data.status_code == 200, data.text
        assert data.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize("address", ["/", "/audit"])
def test_pages_of_their_own_are_there_for_everybody(filled: TestClient, address: str) -> None:
    for accept in (BROWSER, "application/json", "*/*"):
        answer = filled.get(address, headers={"accept": accept})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_format_asked_for_is_given_to_browsers_too(filled: TestClient) -> None:
    for address in ("/audit/findings", "/lists/one-network"):
        answer = filled.get(address, params={"format": "csv"}, headers={"accept": BROWSER})
        assert answer.headers["content-type"].startswith("text/csv")


def test_other_methods_are_told_what_the_address_takes(filled: TestClient) -> None:
    answer = filled.post("/guides", headers={"accept": BROWSER})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert filled.head("/", headers={"accept": BROWSER}).status_code == 200


@pytest.mark.parametrize(
    "address, status",
    [
        ("/guides/nothing", 404),
        ("/audit/items/nothing", 404),
        ("/audit/rules/nothing", 404),
        ("/lists/nothing", 404),
        ("/guides?limit=100000", 422),
        ("/guides?region=1", 422),
        ("/audit/findings?cursor=nothing", 422),
        ("/?region=987654321000", 404),
    ],
)
def test_problems_of_a_page_are_told_as_a_page(
    filled: TestClient, address: str, status: int
) -> None:
    answer = filled.get(address, headers={"accept": BROWSER, "accept-language": "zh"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert 'href="/problems/' in answer.text


def test_a_page_that_the_reader_holds_is_not_sent_again(filled: TestClient) -> None:
    for address in ("/", "/audit", f"/guides/{CODE}"):
        page = filled.get(address, headers={"accept": BROWSER})
        again = filled.get(
            address, headers={"accept": BROWSER, "if-none-match": page.headers["etag"]}
        )
        assert again.status_code == 304
        assert again.content == b""


def test_pages_speak_the_language_of_the_reader(filled: TestClient) -> None:
    for language, word in (("zh-CN", "一致率"), ("en", "Consistency")):
        page = filled.get("/", headers={"accept": BROWSER, "accept-language": language})
        assert word in page.text
        assert page.headers["content-language"] == language[:2]


def test_an_empty_catalogue_says_so(client: TestClient) -> None:
    for address in ("/", "/audit", "/guides", "/lists", "/lists/one-network", "/audit/findings"):
        assert client.get(address, headers={"accept": BROWSER}).status_code == 200
    assert "yizhi sample load" in client.get("/", headers={"accept": BROWSER}).text
