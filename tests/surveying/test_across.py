"""Across levels and across peers: chain, versions, claims, counts, proposals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text
from starlette.testclient import TestClient

from app.kernel.db import Database
from tests.factories.audited import put
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

PROMISED = {"statutory": {"number": 20, "unit": "1"}, "promised": {"number": 10, "unit": "1"}}
SHORTER = {"statutory": {"number": 20, "unit": "1"}, "promised": {"number": 3, "unit": "1"}}


def got(client: TestClient, address: str, status: int = 200) -> Any:
    """Return what an address answers."""
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_chain_leads_from_the_nation_down_and_compares_every_link(
    database: Database, client: TestClient
) -> None:
    put(database, base(), base(issuer=PROVINCE, name="污水排放许可"), local(CITY), local(COUNTY))
    told = got(client, f"/survey/chain/{BASE_CODE}")
    assert [link["issuer"] for link in told["links"]] == [NATION, PROVINCE]
    top, lower = told["links"]
    assert top["follows"] is None
    assert top["answers"] == []
    assert lower["follows"]["issuer"] == NATION
    answers = {one["element"]: one["answer"] for one in lower["answers"]}
    assert (answers["name"], answers["materials"]) == ("different", "same")
    assert lower["local"] == [
        {"level": 3, "items": 1, "behind": 0},
        {"level": 4, "items": 1, "behind": 0},
    ]
    assert told["more"] == 0


def test_a_chain_goes_through_upper_codes(database: Database, client: TestClient) -> None:
    own = "990117001001"
    put(database, base(), base(own, issuer=PROVINCE, upper_code=BASE_CODE), base("000117009001"))
    for code in (BASE_CODE, own):
        told = got(client, f"/survey/chain/{code}")
        assert [link["code"] for link in told["links"]] == [BASE_CODE, own]
        assert {one["answer"] for one in told["links"][1]["answers"]} <= {"same", "unproven"}


def test_an_unknown_base_code_has_no_chain(client: TestClient) -> None:
    assert got(client, "/survey/chain/000199999999", 404)["type"] == "/problems/item-not-found"


def test_items_behind_their_standard_are_told_until_they_are_written_again(
    database: Database, client: TestClient
) -> None:
    put(database, base(), local(CITY), local(COUNTY))
    assert got(client, "/survey/behind")["items"] == []
    put(database, base(conditions="改过的条件，污水须达到新的标准。"))
    with database.write() as connection:  # as if it had been changed some time ago
        connection.execute(text("UPDATE revision SET recorded_at = '2026-01-05 01:00:00'"))
    page = got(client, "/survey/behind?limit=1")
    assert page["total"] == 2
    assert (page["items"][0]["followed_revision"], page["items"][0]["revision"]) == (1, 2)
    assert page["items"][0]["since"] == "2026-01-05"
    assert page["items"][0]["working_days"] > 100
    following = got(client, f"/survey/behind?limit=1&cursor={page['next']}")
    assert {page["items"][0]["region"], following["items"][0]["region"]} == {CITY, COUNTY}
    assert following["next"] is None
    assert got(client, f"/survey/behind?region={COUNTY}")["total"] == 1
    put(database, local(COUNTY, conditions="改过的条件，污水须达到新的标准。"))
    assert got(client, "/survey/behind")["total"] == 1


def test_the_matrix_tells_who_claimed_and_who_did_not(
    database: Database, client: TestClient
) -> None:
    other = "000117002001"
    put(
        database,
        base(levels=["4"]),
        base(other, name="燃气经营许可", levels=["3"]),
        local(COUNTY),
        local(OTHER_COUNTY, base_code=other, name="燃气经营许可"),
    )
    told = got(client, f"/survey/matrix?region={CITY}")
    assert [peer["region"] for peer in told["peers"]] == [COUNTY, OTHER_COUNTY]
    cells = {row["code"]: [cell["state"] for cell in row["cells"]] for row in told["rows"]}
    assert cells == {BASE_CODE: ["claimed", "missing"], other: ["none", "beyond"]}
    counts = {"claimed": 1, "declined": 0, "missing": 1, "renamed": 0, "beyond": 1, "none": 1}
    assert told["counts"] == counts
    assert told["rows"][0]["missing"] == 1
    assert got(client, f"/survey/matrix?region={CITY}&line=教育")["rows"] == []
    assert len(got(client, f"/survey/matrix?region={CITY}&line=住建")["rows"]) == 2


def test_the_matrix_points_at_the_same_matter_under_another_name(
    database: Database, client: TestClient
) -> None:
    put(
        database,
        base(levels=["4"]),
        local(COUNTY),
        local(OTHER_COUNTY, base_code="990117999001", name="城镇污水排入排水管网的许可（区级）"),
    )
    row = got(client, f"/survey/matrix?region={CITY}")["rows"][0]
    assert [cell["state"] for cell in row["cells"]] == ["claimed", "renamed"]
    assert row["cells"][1]["like"]["name"] == "城镇污水排入排水管网的许可（区级）"
    assert row["missing"] == 1


def test_secret_items_are_nobodys_to_compare(database: Database, client: TestClient) -> None:
    put(database, base(levels=["4"]), local(COUNTY), local(OTHER_COUNTY, secret=True))
    told = got(client, f"/survey/matrix?region={CITY}")
    assert [peer["region"] for peer in told["peers"]] == [COUNTY, OTHER_COUNTY]
    assert [cell["state"] for cell in told["rows"][0]["cells"]] == ["claimed", "none"]
    secret = BODIES[OTHER_COUNTY][0]
    assert secret not in client.get(f"/survey/spread?region={CITY}").text
    groups = got(client, f"/survey/spread?region={CITY}")["groups"]
    assert [point["value"] for point in groups[0]["points"]] == [1, 0]


def test_what_most_do_better_is_proposed_as_the_standard(
    database: Database, client: TestClient
) -> None:
    put(
        database,
        base(time_limit=PROMISED),
        local(CITY, time_limit=SHORTER),
        local(COUNTY, time_limit=SHORTER),
        local(OTHER_COUNTY, time_limit=PROMISED),
    )
    assert got(client, "/survey/betters")["items"] == []
    (proposal,) = got(client, "/survey/betters?fewest=2")["items"]
    assert (proposal["element"], proposal["better"], proposal["followers"]) == ("time_limit", 2, 3)
    assert proposal["common"]["promised"]["number"] == 3
    assert proposal["standard"]["promised"]["number"] == 10
    assert proposal["common_items"] == 2
    assert got(client, "/survey/betters?fewest=2&share=0.7")["items"] == []
    assert got(client, "/survey/betters?fewest=2&element=fees")["items"] == []


def test_the_heat_map_has_a_row_for_every_part(database: Database, client: TestClient) -> None:
    put(database, base(), local(COUNTY), local(OTHER_COUNTY, name="另一名称"))
    told = got(client, f"/survey/heat?region={CITY}")
    names = [element["element"] for element in told["elements"]]
    cells = {row["region"]: row["cells"][names.index("name")] for row in told["rows"]}
    assert (cells[COUNTY]["ratio"], cells[OTHER_COUNTY]["ratio"]) == (1.0, 0.0)
    assert got(client, "/survey/heat?region=123456", 404)["type"] == "/problems/unknown-place"
