"""Counts are made ahead, stored, and read by whoever starts next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from app.auditing import tally
from app.auditing.following import followers, forget
from app.auditing.warming import Warmer
from app.kernel.db import Database
from app.measuring import baselines, counting
from tests.factories.audited import put
from tests.factories.catalogue import CITY, COUNTY, base, local

NAMES = {"audit", "betters", "indicators", "lists"}


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what is counted from nothing, as it happens."""
    counted: list[str] = []

    def noting(name: str, count: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*asked: Any) -> Any:
            counted.append(name)
            return count(*asked)

        return noted

    for one in followers():
        if one.form is not None:
            monkeypatch.setattr(one, "_whole", noting(one.form.name, one._whole))
    return counted


def _versions(database: Database) -> dict[str, int]:
    with database.read() as connection:
        rows = connection.execute(text("SELECT name, version FROM kept_count"))
        return {row.name: row.version for row in rows}


def test_who_starts_next_counts_nothing(database: Database, whole: list[str]) -> None:
    put(database, base(), local(CITY), local(COUNTY))
    Warmer(database, small=0).look()
    assert set(whole) == NAMES == _versions(database).keys()
    whole.clear()
    forget()
    put(database, local(COUNTY, name="另一名称"))
    Warmer(database, small=0).look()
    with database.read() as connection:
        counting.count(connection)
        tally.count(connection)
    assert whole == []


def test_small_catalogues_are_left_alone(database: Database, whole: list[str]) -> None:
    put(database, base(), local(CITY))
    Warmer(database).look()
    assert whole == []
    assert _versions(database) == {}


def test_what_is_counted_otherwise_now_is_counted_again(
    database: Database, whole: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, base(), local(CITY))
    Warmer(database, small=0).look()
    whole.clear()
    forget()
    form = counting._FORM
    other = replace(form, terms=lambda _: "another formula")
    monkeypatch.setattr(counting._follower, "form", other)
    Warmer(database, small=0).look()
    assert whole == ["indicators"]
    assert _versions(database).keys() == NAMES


def test_a_count_far_behind_is_stored_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.auditing.following.STORED_AGAIN", 1)
    put(database, base(), local(CITY))
    warmer = Warmer(database, small=0)
    warmer.look()
    before = _versions(database)
    for name in ("甲", "乙"):
        put(database, local(CITY, name=name))
    warmer.look()
    assert _versions(database) == {name: version + 2 for name, version in before.items()}


def test_waiving_counts_nothing_again(
    database: Database, whole: list[str], writing_client: TestClient
) -> None:
    put(database, base(), local(CITY, name="另一名称"))
    with database.read() as connection:
        before = tally.count(connection)
    whole.clear()
    waiver = {
        "rule": "different-name",
        "item": local(CITY)["code"],
        "reason": "已报批",
        "approver": "审改办",
        "expires": "2099-12-31",
    }
    answer = writing_client.post("/audit/waivers", json=waiver)
    assert answer.status_code == 201, answer.text
    with database.read() as connection:
        after = tally.count(connection)
    assert after.version == before.version + 1
    assert after.sums.places == before.sums.places
    assert whole == []


def test_a_baseline_takes_its_count_along(database: Database) -> None:
    put(database, base(), local(CITY))
    for name in ("甲", "乙"):
        with database.write() as connection:
            baselines.take(connection, name)
        with database.read() as connection:
            baselines.count_since(connection, name)
    Warmer(database, small=0).look()
    assert {"since:1:1", "since:2:1"} <= _versions(database).keys()
    with database.write() as connection:
        baselines.drop(connection, "甲")
    assert [name for name in _versions(database) if name.startswith("since")] == ["since:2:1"]
