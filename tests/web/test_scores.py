"""Scores: what a point was taken for has words, and opens into what it was counted from."""

from __future__ import annotations

from starlette.testclient import TestClient

from app.kernel.db import Database
from tests.factories import catalogue as c
from tests.web.reading import page


def test_the_profiles_say_how_points_are_given(client: TestClient) -> None:
    shown = page(client, "/scores")
    for words in (
        "认领分档得分",
        "达到 95.0% 得 1",
        "扣 2，最多扣 16",
        "≥ 85.0%",
        'href="/scores/claim-tiers',
    ):
        assert words in shown
    page(client, "/scores", language="en")


def test_every_deduction_opens(database: Database, client: TestClient) -> None:
    catch_all = [{"name": "排水许可申请表"}, {"name": "其他材料"}]
    c.write(database, c.base(), c.local(materials=catch_all), audited=True)
    told = client.get("/scores/class-deduction", params={"by": "agency"}).json()["items"]
    taken = [one for part in told[0]["parts"] for one in part["deductions"]]
    shown = page(client, "/scores/class-deduction?by=agency")
    assert "catch-all-material" in {one["rule"] for one in taken}
    for one in taken:
        assert one["title"] in shown
        assert f'href="{one["href"]}"'.replace("&", "&amp;") in shown
    assert f"{told[0]['score']:g}" in shown


def test_a_missed_target_has_the_words_of_its_indicator(
    database: Database, client: TestClient
) -> None:
    c.write(database, c.base(), c.local(handling={"visits": 3}), audited=True)
    shown = page(client, "/scores/policy-2020-targets")
    assert "最多跑一次率" in shown
    assert "现值 0.0%，要求 85.0%" in shown
    page(client, "/scores/policy-2020-targets?by=agency", language="en")


def test_nothing_is_scored_where_nothing_is(client: TestClient) -> None:
    assert "没有可以计分的" in page(client, "/scores/claim-tiers")
    page(client, "/scores/none-such", 404)
    page(client, "/scores/claim-tiers?region=x", 422)
