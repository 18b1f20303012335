"""Figures: the same as recomputed one by one, as the lists' shares, and as their own lists."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from app.measuring.definitions import indicators
from tests.conftest import WRITE_KEY
from tests.factories import catalogue as c
from tests.measuring.catalogues import Document, documents
from tests.measuring.oracle import FORMULAS, Expected, expected

LISTS = {
    "at-most-one-visit-rate": "at-most-one-visit",
    "one-network-rate": "one-network",
    "one-network-one-visit-rate": "one-network-one-visit",
    "fully-online-rate": "fully-online",
    "zero-visit-rate": "zero-visit",
}
KEY = {"X-API-Key": WRITE_KEY}


@pytest.fixture(params=range(3))
def catalogue(request: pytest.FixtureRequest, database: Database) -> list[Document]:
    """A random catalogue."""
    made = documents(Random(request.param), 120)
    c.write(database, c.base(), *made)
    return made


def figures(client: TestClient, query: str = "") -> dict[str, Any]:
    """Return all figures by indicator."""
    answer = client.get(f"/indicators{query}")
    assert answer.status_code == 200, answer.text
    return {row["slug"]: row["figure"] for row in answer.json()["items"]}


def holds(figure: dict[str, Any], wanted: Expected) -> None:
    """Hold a figure against what it should be."""
    if wanted.value is None:
        assert figure["value"] is None
    else:
        assert figure["value"] == pytest.approx(wanted.value, abs=2e-6)
    assert figure["numerator"] == pytest.approx(float(wanted.numerator), abs=6e-4)
    assert figure["denominator"] == pytest.approx(float(wanted.denominator), abs=6e-4)
    counts = {name: figure[name] for name in ("population", "items", "unknown", "gone")}
    assert counts == {name: getattr(wanted, name) for name in counts}
    assert {one["reason"]: one["items"] for one in figure["excluded"]} == dict(wanted.excluded)


def test_figures_are_what_each_item_says(catalogue: list[Document], client: TestClient) -> None:
    found = figures(client)
    for slug, formula in FORMULAS.items():
        holds(found[slug], expected(formula, catalogue))


def test_figures_of_a_part(catalogue: list[Document], client: TestClient) -> None:
    body = c.BODIES[c.COUNTY][0]
    parts: dict[str, Callable[[Document], bool]] = {
        f"?region={c.COUNTY}": lambda d: d["region"] in (c.COUNTY, c.TOWN),
        f"?agency={body}": lambda d: d["region"] == c.COUNTY,
        "?type=01": lambda d: d.get("type") == "01",
        "?level=4": lambda d: d["level"] == "4",
        f"?region={c.CITY}&type=20&level=3": lambda d: d["level"] == "3" and d.get("type") == "20",
    }
    for query, within in parts.items():
        found = figures(client, query)
        chosen = [document for document in catalogue if within(document)]
        for slug, formula in FORMULAS.items():
            holds(found[slug], expected(formula, chosen))
            alone = client.get(f"/indicators/{slug}{query}").json()["figure"]
            assert alone == found[slug]


def test_every_indicator_over_items_is_recomputed() -> None:
    counted = {
        slug
        for slug, one in indicators().items()
        if not (one.audited or one.against_baseline or "finding" in str(one.measure))
    }
    assert counted == FORMULAS.keys()


def test_figures_are_the_shares_of_the_lists(catalogue: list[Document], client: TestClient) -> None:
    for query in ("", f"?region={c.COUNTY}"):
        found = figures(client, query)
        for slug, name in LISTS.items():
            share = client.get(f"/lists/{name}/summary{query}").json()
            figure = found[slug]
            assert (figure["value"], figure["numerator"]) == (share["share"], share["members"])
            assert figure["denominator"] == figure["population"] == share["population"]
            assert (figure["unknown"], figure["target"]) == (share["unknown"], share["target"])
            reasons = {one["reason"]: one["items"] for one in figure["excluded"]}
            assert reasons == {one["reason"]: one["items"] for one in share["excluded"]}


def test_breakdowns_add_up_to_the_whole(catalogue: list[Document], client: TestClient) -> None:
    found = figures(client)
    for slug in FORMULAS:
        for by in ("region", "agency", "type", "level"):
            answer = client.get(f"/indicators/{slug}/breakdown?by={by}").json()
            for name in ("population", "items", "unknown", "numerator", "denominator"):
                total = sum(row[name] for row in answer["items"])
                assert total == pytest.approx(found[slug][name], abs=0.02), (slug, by, name)


def test_a_breakdown_by_region_starts_at_any_region(
    catalogue: list[Document], client: TestClient
) -> None:
    rows = client.get(f"/indicators/online-rate/breakdown?by=region&region={c.CITY}").json()
    assert {row["region"] for row in rows["items"]} == {c.CITY, c.COUNTY, c.OTHER_COUNTY}
    for row in rows["items"]:
        own = f"?agency={c.BODIES[c.CITY][0]}" if row["region"] == c.CITY else ""
        alone = figures(client, own or f"?region={row['region']}")["online-rate"]
        assert row["value"] == alone["value"]


def test_those_farthest_behind_come_first(catalogue: list[Document], client: TestClient) -> None:
    up = client.get("/indicators/online-rate/breakdown?by=agency").json()["items"]
    down = client.get("/indicators/average-visits/breakdown?by=agency").json()["items"]
    assert [row["value"] for row in up] == sorted(row["value"] for row in up)
    assert [row["value"] for row in down] == sorted((r["value"] for r in down), reverse=True)


def everyone(client: TestClient, address: str, **sent: Any) -> list[dict[str, Any]]:
    """Return the rows of all pages of a list."""
    rows, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{address}&limit=37{cursor and f'&cursor={cursor}'}", **sent).json()
        rows += page["items"]
        cursor = page["next"]
    return rows


def test_every_number_opens_into_its_items(catalogue: list[Document], client: TestClient) -> None:
    for slug in FORMULAS:
        figure = client.get(f"/indicators/{slug}").json()["figure"]
        lists = {name: everyone(client, href) for name, href in figure["lists"].items()}
        assert len(lists["denominator"]) == figure["items"]
        if "shortfall" in lists:
            assert len(lists["numerator"]) == figure["numerator"]
            assert len(lists["shortfall"]) == figure["items"] - figure["numerator"]
        else:
            total = sum(row["counted"]["numerator"] for row in lists["numerator"])
            assert total == pytest.approx(figure["numerator"], abs=1e-3)
        assert len(lists.get("unknown", ())) == figure["unknown"]
        for one in figure["excluded"]:
            rows = everyone(client, one["href"], headers=KEY)
            assert len(rows) == one["items"]
            assert {row["excluded"]["words"] for row in rows} == {one["words"]}


def test_lists_are_of_the_right_items(catalogue: list[Document], client: TestClient) -> None:
    for slug, formula in FORMULAS.items():
        if formula.share is None:
            continue
        rows = everyone(client, f"/indicators/{slug}/items?part=numerator&region={c.COUNTY}")
        wanted = [
            document["handling_code"]
            for document in catalogue
            if document["region"] in (c.COUNTY, c.TOWN)
            and expected(formula, [document]).numerator == 1
        ]
        assert sorted(row["code"] for row in rows) == sorted(wanted)


def test_secrets_are_counted_and_shown_to_holders_of_the_key_only(
    catalogue: list[Document], client: TestClient
) -> None:
    address = "/indicators/online-rate/items?part=excluded&reason=secret"
    secret = expected(FORMULAS["online-rate"], catalogue).excluded["secret"]
    hidden, shown = client.get(address), client.get(f"{address}&limit=200", headers=KEY)
    assert secret > 0
    assert (hidden.json()["items"], hidden.json()["total"]) == ([], secret)
    assert len(shown.json()["items"]) == secret
    assert shown.headers["cache-control"] == "private, no-store"
    every = everyone(client, "/indicators/online-rate/items?part=excluded")
    codes = {document["handling_code"] for document in catalogue if document.get("secret")}
    assert not codes & {row["code"] for row in every}


def test_a_list_as_csv(catalogue: list[Document], client: TestClient) -> None:
    address = "/indicators/limit-compression/items?part=denominator"
    figure = client.get("/indicators/limit-compression").json()["figure"]
    answer = client.get(f"{address}&format=csv")
    assert answer.text.startswith("\ufeff编码,事项名称")
    assert len(answer.text.splitlines()) == 1 + figure["items"]
    assert "limit-compression-denominator.csv" in answer.headers["content-disposition"]


def test_figures_follow_the_catalogue(database: Database, client: TestClient) -> None:
    c.write(database, c.local(handling=c.handled(visits=3)))
    assert figures(client)["at-most-one-visit-rate"]["value"] == 0
    c.write(database, c.local(handling=c.handled(visits=1)))
    figure = figures(client)["at-most-one-visit-rate"]
    assert (figure["value"], figure["target"], figure["reached"]) == (1, 0.85, True)


def test_nothing_counted_is_no_figure(client: TestClient) -> None:
    figure = figures(client)["at-most-one-visit-rate"]
    assert (figure["value"], figure["denominator"], figure["reached"]) == (None, 0, None)


def test_numbers_beyond_belief_are_not_summed(database: Database, client: TestClient) -> None:
    absurd = {"number": 2_000_000_000, "unit": "4"}
    limits = {"statutory": absurd, "promised": absurd}
    c.write(database, c.local(time_limit=limits), c.local(c.COUNTY, time_limit=limits))
    figure = figures(client)["limit-compression"]
    assert [one["reason"] for one in figure["excluded"]] == ["statutory-missing"]
    assert figure["value"] is None
