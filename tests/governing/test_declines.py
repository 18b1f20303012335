"""不认领: said with a reason a gap is none; withdrawn, it is found again; nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from app.kernel.db import Database
from tests.factories.audited import found_again, found_now, put
from tests.factories.catalogue import (
    BASE_CODE,
    BODIES,
    CITY,
    COUNTY,
    NATION,
    OTHER_COUNTY,
    PROVINCE,
    base,
    local,
)

OTHER = "000117002000"
UNCLAIMED = "unclaimed-base-item"
WISH = {
    "base_code": OTHER,
    "region": COUNTY,
    "reason": "no-institution",
    "note": "本县没有这一机构，由市级办理",
    "by": "甲县政务服务管理局",
}


@pytest.fixture
def client_of(writing_client: TestClient, database: Database) -> TestClient:
    """Two base items for cities and counties; of the second nobody lists anything."""
    put(database, base(), base(OTHER, name="建筑垃圾处置核准"))
    put(database, local(CITY), local(COUNTY), local(OTHER_COUNTY))
    return writing_client


def _gaps(database: Database) -> set[tuple[str, str]]:
    return {
        (told[0], told[4].split('"region":"')[1][:12])
        for told in found_now(database)
        if told[2] == UNCLAIMED
    }


def _decline(client: TestClient, status: int = 201, **fields: Any) -> dict[str, Any]:
    answer = client.post("/claims/declines", json={**WISH, **fields})
    assert answer.status_code == status, answer.text
    return dict(answer.json())


def test_what_is_declined_is_not_found_until_it_is_withdrawn(
    client_of: TestClient, database: Database
) -> None:
    every = {(OTHER, CITY), (OTHER, COUNTY), (OTHER, OTHER_COUNTY)}
    assert _gaps(database) == every
    made = _decline(client_of)
    assert (made["state"], made["reason_words"], made["issuer"]) == ("in-force", "机构缺失", NATION)
    assert _gaps(database) == every - {(OTHER, COUNTY)}
    assert found_again(database) == (0, found_now(database))
    gone = client_of.delete(f"/claims/declines/{made['id']}", params={"by": "甲县政府"}).json()
    assert (gone["state"], gone["withdrawn_by"]) == ("withdrawn", "甲县政府")
    assert _gaps(database) == every
    assert found_again(database) == (0, found_now(database))


def test_the_same_said_again_changes_nothing_and_another_reason_takes_its_place(
    client_of: TestClient,
) -> None:
    made = _decline(client_of)
    assert _decline(client_of, 200) == made
    other = _decline(client_of, reason="moved-down", note=None)
    states = {one["id"]: one["state"] for one in client_of.get("/claims/declines").json()["items"]}
    assert states == {made["id"]: "withdrawn", other["id"]: "in-force"}


def test_what_cannot_be_declined(client_of: TestClient) -> None:
    assert _decline(client_of, 409, base_code=BASE_CODE)["type"] == "/problems/already-claimed"
    assert _decline(client_of, 409, region=PROVINCE)["type"] == "/problems/not-asked"
    assert _decline(client_of, 404, base_code="000117009000")["type"] == "/problems/item-not-found"
    assert _decline(client_of, 404, region="880000000000")["type"] == "/problems/unknown-place"
    unsaid = _decline(client_of, 422, reason="other", note=" ")
    assert unsaid["type"] == "/problems/reason-unsaid"
    assert _decline(client_of, 422, reason="lazy")["type"] == "/problems/invalid-request"
    assert client_of.delete("/claims/declines/9?by=某局").status_code == 404
    assert client_of.get("/claims/declines").json()["total"] == 0


def test_nobody_declines_without_the_key(client_of: TestClient) -> None:
    client_of.headers.pop("X-API-Key")
    _decline(client_of, 401)


def test_an_item_listed_after_all_makes_the_record_idle(
    client_of: TestClient, database: Database
) -> None:
    made = _decline(client_of)
    put(database, local(COUNTY, base_code=OTHER))
    assert client_of.get(f"/claims/declines/{made['id']}").json()["state"] == "idle"
    put(database, local(COUNTY, base_code=OTHER, status="3"))
    assert client_of.get(f"/claims/declines/{made['id']}").json()["state"] == "in-force"
    assert (OTHER, COUNTY) not in _gaps(database)
    assert found_again(database) == (0, found_now(database))


def test_the_claim_rate_leaves_out_what_is_declined_and_opens_it(client_of: TestClient) -> None:
    def figure(region: str = "") -> dict[str, Any]:
        query = f"?region={region}" if region else ""
        found: dict[str, Any] = client_of.get(f"/indicators/claim-rate{query}").json()["figure"]
        return found

    assert (figure()["numerator"], figure()["denominator"]) == (3, 6)
    _decline(client_of)
    _decline(client_of, region=CITY, reason="other", note="市级权限已收回")
    assert (figure()["numerator"], figure()["denominator"]) == (3, 4)
    for region, number in (("", 2), (COUNTY, 1)):
        (left,) = [one for one in figure(region)["excluded"] if one["reason"] == "declined"]
        assert (left["words"], left["items"]) == ("当地写明原因不认领", number)
        assert client_of.get(left["href"]).json()["total"] == number
    summary = client_of.get("/audit/summary").json()
    assert summary["declined"] == 2
    assert summary["rates"]["coverage"] == {"numerator": 3, "denominator": 4, "ratio": 0.75}


def test_tiers_of_claims_are_reached_by_declining(client_of: TestClient) -> None:
    def points() -> float:
        told = client_of.get(f"/scores/claim-tiers?region={CITY}").json()["items"]
        (row,) = [row for row in told if row["region"] == COUNTY]
        found: float = next(one["points"] for one in row["parts"] if one["points"] is not None)
        return found

    assert points() == 0
    _decline(client_of)
    assert points() == 2


def test_the_matrix_tells_declined_from_missing(client_of: TestClient) -> None:
    _decline(client_of)
    told = client_of.get(f"/survey/matrix?region={CITY}").json()
    assert (told["counts"]["declined"], told["counts"]["missing"]) == (1, 1)
    (row,) = [row for row in told["rows"] if row["code"] == OTHER]
    cells = {peer["region"]: cell for peer, cell in zip(told["peers"], row["cells"], strict=True)}
    assert cells[COUNTY]["decline"]["reason"] == "no-institution"
    assert (cells[OTHER_COUNTY]["state"], row["missing"]) == ("missing", 1)


def test_declines_are_listed_by_region_reason_state_and_base_item(client_of: TestClient) -> None:
    _decline(client_of, agency=BODIES[COUNTY][0])
    _decline(client_of, region=CITY, reason="no-power")
    for query, number in (
        ("", 2), (f"region={COUNTY}", 1), (f"region={CITY}", 2), ("reason=no-power", 1),
        ("state=withdrawn", 0), (f"base_code={OTHER}", 2), (f"base_code={BASE_CODE}", 0),
    ):  # fmt: skip
        page = client_of.get(f"/claims/declines?{query}").json()
        assert (page["total"], len(page["items"])) == (number, number), query
    first = client_of.get("/claims/declines?limit=1").json()
    rest = client_of.get(f"/claims/declines?limit=1&cursor={first['next']}").json()
    assert [first["items"][0]["agency_name"], rest["items"][0]["agency_name"]] == [
        BODIES[COUNTY][1],
        None,
    ]


def test_declines_of_secret_base_items_are_for_holders_of_the_key(
    client_of: TestClient, database: Database
) -> None:
    made = _decline(client_of)
    with database.write() as connection:
        connection.execute(text("UPDATE item SET secret = 1 WHERE code = :code"), {"code": OTHER})
    assert client_of.get("/claims/declines").json()["total"] == 1
    client_of.headers.pop("X-API-Key")
    assert client_of.get("/claims/declines").json()["total"] == 0
    assert client_of.get(f"/claims/declines/{made['id']}").status_code == 404
