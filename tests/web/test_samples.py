"""Spot checks: the page draws what the interface draws, and hands on what is filled in by hand."""

from __future__ import annotations

from starlette.testclient import TestClient

from app.kernel.db import Database
from tests.factories import catalogue as c
from tests.web.reading import page


def test_nothing_is_drawn_without_a_seed(database: Database, client: TestClient) -> None:
    c.write(database, c.base(), c.local())
    shown = page(client, "/audit/samples")
    assert 'name="seed" required' in shown
    assert c.NAME not in shown


def test_the_page_draws_what_the_interface_draws(database: Database, client: TestClient) -> None:
    c.write(database, c.base(), c.local())
    asked = {"seed": "2026-11-26 07", "size": "5", "by": "type"}
    told = client.get("/audit/samples", params=asked).json()
    shown = page(client, "/audit/samples?seed=2026-11-26+07&size=5&by=type")
    assert [one["code"] in shown for one in told["items"]] == [True]
    assert f"抽出 {told['size']} 项，共 {told['population']} 项" in shown
    assert f"version={told['version']}&amp;format=xlsx" in shown
    page(client, "/audit/samples?seed=7", language="en")


def test_a_sample_of_nothing_and_bad_questions(database: Database, client: TestClient) -> None:
    c.write(database, c.base())
    assert "没有可抽的事项" in page(client, "/audit/samples?seed=7")
    page(client, "/audit/samples?seed=7&size=0", 422)
    page(client, "/audit/samples?seed=7&version=999", 409)
    page(client, "/audit/samples?seed=7&region=99", 404)
