"""Baselines: reductions over the same items, whatever came and went; and how baselines are kept."""

from __future__ import annotations

from random import Random

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from tests.factories import catalogue as c
from tests.measuring.catalogues import Document, documents, elements, handling
from tests.measuring.oracle import (
    APPLIED,
    OWN,
    REDUCTIONS,
    Formula,
    days,
    expected,
    instant,
    limit,
    outside,
    reduction,
)
from tests.measuring.test_figures import everyone, figures, holds

NAME = "2026年初"


def changed(random: Random, before: list[Document]) -> list[Document]:
    """Return a later state: some items asked for less, some are gone, some are new."""
    after = []
    for document in before:
        later = dict(document)
        if random.random() < 0.6:
            later = {k: v for k, v in later.items() if k not in elements(Random(0))}
            later |= {k: v for k, v in elements(random).items() if v is not None}
            later["handling"] = handling(random)
        if random.random() < 0.4:
            later["status"] = random.choice(["1", "2", "3"])
        after.append(later)
    fresh = documents(random, len(before) + 20)[len(before) :]
    return [*after, *fresh]


@pytest.mark.parametrize("seed", range(3))
def test_reductions_are_what_each_item_says(
    database: Database, writing_client: TestClient, seed: int
) -> None:
    random = Random(seed)
    before = documents(random, 80)
    c.write(database, *before)
    assert writing_client.post("/indicators/baselines", json={"name": NAME}).status_code == 201
    after = changed(random, before)
    c.write(database, *after)
    population = frozenset(APPLIED)
    then = {d["handling_code"]: d for d in before if not outside(d, population)}
    now = {d["handling_code"]: d for d in after if not outside(d, population)}
    gone = len(then.keys() - now.keys())
    assert gone > 0
    found = figures(writing_client)
    formulas = {slug: reduction(name, then) for slug, name in REDUCTIONS.items()}
    formulas["promise-reduction"] = promises(then)
    for slug, formula in formulas.items():
        wanted = expected(formula, after)
        wanted.gone = gone
        holds(found[slug], wanted)
        assert wanted.excluded["new"] > 0
        opened = found[slug]["lists"]["denominator"]
        assert len(everyone(writing_client, opened)) == wanted.items
        rows = writing_client.get(f"/indicators/{slug}/breakdown?by=agency").json()["items"]
        assert sum(row["gone"] for row in rows) == gone
        assert sum(row["numerator"] for row in rows) == pytest.approx(
            found[slug]["numerator"], abs=0.01
        )


def promises(then: dict[str, Document]) -> Formula:
    """Return the formula of the reduction of promised limits."""

    def unstated(document: Document, suffix: str) -> str:
        number, unit = limit(document, "promised")
        if instant(document):
            return ""
        if number is None:
            return f"missing-{suffix}"
        return "" if number == 0 or unit in OWN else f"unit-{suffix}"

    def left_out(document: Document) -> str:
        before = then.get(document["handling_code"])
        return "new" if before is None else unstated(before, "then") or unstated(document, "now")

    return Formula(
        left_out=left_out,
        above=lambda d: days(then[d["handling_code"]], "promised", OWN) - days(d, "promised", OWN),
        below=lambda d: days(then[d["handling_code"]], "promised", OWN),
    )


def test_sixty_percent_fewer_materials(database: Database, writing_client: TestClient) -> None:
    five, two = ([{"name": f"材料{place}"} for place in range(n)] for n in (5, 2))
    c.write(database, c.local(materials=five))
    writing_client.post("/indicators/baselines", json={"name": NAME})
    c.write(database, c.local(materials=two))
    figure = figures(writing_client)["material-reduction"]
    assert (figure["value"], figure["target"], figure["reached"]) == (0.6, 0.6, True)


def test_a_reduction_needs_a_baseline(database: Database, client: TestClient) -> None:
    c.write(database, c.local())
    for address in ("", "/items?part=denominator", "/breakdown?by=region"):
        answer = client.get(f"/indicators/material-reduction{address}")
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/no-baseline")
    assert figures(client)["material-reduction"] is None
    answer = client.get("/indicators/material-reduction?baseline=nowhere")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-baseline")


def test_baselines_are_kept_by_name(database: Database, writing_client: TestClient) -> None:
    c.write(database, c.local(), c.local(c.COUNTY, status="2"))
    first = writing_client.post("/indicators/baselines", json={"name": NAME, "note": "清理之前"})
    assert first.json() | {"taken_on": "", "version": 0} == {
        "name": NAME, "taken_on": "", "version": 0, "items": 1, "note": "清理之前",
    }  # fmt: skip
    again = writing_client.post("/indicators/baselines", json={"name": NAME})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/baseline-exists")
    writing_client.post("/indicators/baselines", json={"name": "另一个"})
    listed = writing_client.get("/indicators/baselines").json()["items"]
    assert [row["name"] for row in listed] == ["另一个", NAME]
    assert writing_client.get("/indicators").json()["baseline"] == "另一个"
    assert writing_client.delete(f"/indicators/baselines/{NAME}").status_code == 204
    assert writing_client.delete(f"/indicators/baselines/{NAME}").status_code == 404


def test_taking_and_dropping_need_the_key(client: TestClient) -> None:
    assert client.post("/indicators/baselines", json={"name": NAME}).status_code == 401
    assert client.delete(f"/indicators/baselines/{NAME}").status_code == 401


def test_the_baseline_to_compare_with_can_be_chosen(
    database: Database, writing_client: TestClient
) -> None:
    for number, name in ((4, "一"), (2, "二"), (1, "")):
        c.write(database, c.local(materials=[{"name": f"材料{place}"} for place in range(number)]))
        if name:
            writing_client.post("/indicators/baselines", json={"name": name})
    address = "/indicators/material-reduction"
    values = {
        query: writing_client.get(address + query).json()["figure"]["value"]
        for query in ("", "?baseline=一", "?baseline=二")
    }
    assert values == {"": 0.5, "?baseline=一": 0.75, "?baseline=二": 0.5}


def test_a_baseline_taken_anew_under_its_old_name(
    database: Database, writing_client: TestClient
) -> None:
    for number in (4, 2):
        c.write(database, c.local(materials=[{"name": f"材料{place}"} for place in range(number)]))
        writing_client.delete(f"/indicators/baselines/{NAME}")
        writing_client.post("/indicators/baselines", json={"name": NAME})
        figure = figures(writing_client)["material-reduction"]
        assert (figure["denominator"], figure["numerator"]) == (number, 0)
