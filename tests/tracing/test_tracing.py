"""The law graph and the material graph, counted against the documents themselves."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from app.laws.edition import LawRow
from app.tracing.service import load_shipped, renew_laws
from tests.factories.audited import PROFILE, found_again, found_now, put
from tests.factories.catalogue import CITY, COUNTY, OTHER_COUNTY, TOWN, Document, base, local

CONTRACTS = {"law": "《中华人民共和国合同法》", "article": "第三百九十六条"}
DRAINAGE = {"law": "城镇排水与污水处理条例", "number": "国务院令第641号", "article": "第二十一条"}
LOCAL = {"law": "示例省排水条例", "article": "第三条"}
PERMIT = "污水排入排水管网许可证"


@pytest.fixture
def catalogue(database: Database) -> Database:
    """Four items in four places; one is secret, one cancelled."""
    put(
        database,
        base(),
        local(CITY, legal_basis=[DRAINAGE, CONTRACTS], materials=[{"name": "营业执照复印件"}]),
        local(COUNTY, legal_basis=[CONTRACTS, {**CONTRACTS, "article": "第一条"}, LOCAL],
              materials=[{"name": "《营业执照》"}, {"name": "情况说明"}, {"name": "申请表", "type": "2"}]),
        local(OTHER_COUNTY, legal_basis=[CONTRACTS], secret=True),
        local(TOWN, legal_basis=[CONTRACTS], status="3", materials=[{"name": "情况说明"}]),
    )  # fmt: skip
    return database


def _number(client: TestClient, name: str) -> int:
    found = client.get("/laws", params={"q": name}).json()["items"]
    return next(int(law["id"]) for law in found if law["name"] == name)


def test_uses_of_a_law_are_every_place_that_cites_it(
    catalogue: Database, client: TestClient
) -> None:
    law = _number(client, "合同法")
    answer = client.get(f"/laws/{law}/uses", params={"limit": 2}).json()
    assert (answer["total"], answer["by_element"]) == (3, {"legal_basis": 3})
    after = client.get(f"/laws/{law}/uses", params={"limit": 2, "cursor": answer["next"]}).json()
    assert after["total"] is None
    uses = answer["items"] + after["items"]
    assert [(use["item"]["region"], use["pointer"]) for use in uses] == [
        (CITY, "/legal_basis/1/law"),
        (COUNTY, "/legal_basis/0/law"),
        (COUNTY, "/legal_basis/1/law"),
    ]
    county = client.get(f"/laws/{law}/uses", params={"region": COUNTY}).json()
    assert county["total"] == 2
    fees = client.get(f"/laws/{law}/uses", params={"element": "fees"}).json()
    assert (fees["items"], fees["total"]) == ([], 0)


def test_uses_in_fees_and_procedures_leave_secrets_out(
    database: Database, client: TestClient
) -> None:
    charged = {"charged": True, "basis": "《中华人民共和国价格法》第十条"}
    delayed = {"special_procedures": [{"name": "听证", "basis": "《中华人民共和国价格法》第十条"}]}
    put(
        database,
        local(CITY, fees=charged, time_limit=delayed),
        local(COUNTY, fees=charged),
        local(OTHER_COUNTY, fees=charged, time_limit=delayed, secret=True),
    )
    law = _number(client, "价格法")
    found = client.get(f"/laws/{law}/uses").json()
    assert found["by_element"] == {"fees": 2, "time_limit": 1}
    assert [use["item"]["region"] for use in found["items"]] == [CITY, CITY, COUNTY]
    county = client.get(f"/laws/{law}/uses", params={"region": COUNTY}).json()
    assert county["by_element"] == {"fees": 1}


def test_outdated_and_unknown_laws_in_use(catalogue: Database, client: TestClient) -> None:
    outdated = client.get("/laws/outdated").json()["items"]
    assert [(one["law"]["name"], one["law"]["status"], one["items"]) for one in outdated] == [
        ("合同法", "repealed", 2)
    ]
    unknown = client.get("/laws/unknown").json()["items"]
    assert [(one["law"], one["items"]) for one in unknown] == [("示例省排水条例", 1)]


def test_a_law_that_is_added_is_linked_and_judged_at_once(catalogue: Database) -> None:
    before = found_now(catalogue)
    gone = LawRow("示例省排水条例", rank=3, ended=None)
    with catalogue.write() as connection:
        assert renew_laws(connection, [gone], PROFILE).added == 1
    assert found_now(catalogue) == before
    with catalogue.write() as connection:
        from datetime import date

        rows = [gone._replace(ended=date(2020, 1, 1), successor="示例省水条例")]
        assert renew_laws(connection, rows, PROFILE).renewed == 1
    after = found_now(catalogue)
    fresh = after - before
    assert [(key[2], key[3]) for key in fresh] == [("repealed-law", "/legal_basis/2/law")]
    assert before - after == type(before)()
    assert found_again(catalogue) == (0, after)


def test_correcting_a_law_takes_its_findings_back(catalogue: Database) -> None:
    with catalogue.write() as connection:
        renew_laws(connection, [LawRow("合同法", rank=1)], PROFILE)
    assert "repealed-law" not in {key[2] for key in found_now(catalogue)}
    assert found_again(catalogue)[0] == 0


def test_the_shipped_laws_reach_items_that_were_there_before(database: Database) -> None:
    put(database, local(CITY, legal_basis=[CONTRACTS]))
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM law")
        renew_laws(connection, [LawRow("某法", rank=1)], PROFILE)
    assert "repealed-law" not in {key[2] for key in found_now(database)}
    with database.write() as connection:
        assert load_shipped(connection, PROFILE) > 500
        assert load_shipped(connection, PROFILE) == 0
    assert "repealed-law" in {key[2] for key in found_now(database)}
    assert found_again(database)[0] == 0


def test_materials_are_one_paper_whatever_their_spelling(
    catalogue: Database, client: TestClient
) -> None:
    found = client.get("/materials", params={"name": "营业执照"}).json()["items"]
    assert [(one["name"], one["items"], one["lists"], one["line"]) for one in found] == [
        ("营业执照", 2, 2, "市场监管")
    ]
    uses = client.get(f"/materials/{found[0]['paper']}/uses").json()
    assert uses["total"] == 2
    assert {use["item"]["region"] for use in uses["items"]} == {CITY, COUNTY}


def test_materials_without_basis_are_neither_forms_nor_certificates(
    catalogue: Database, client: TestClient
) -> None:
    found = client.get("/laws/unfounded-materials").json()["items"]
    assert [(one["name"], one["items"], one["agencies"]) for one in found] == [
        ("情况说明", 1, 1),  # the cancelled item counts no more
        ("水质检测报告", 1, 0),  # of the base item, which no body carries out
    ]
    pages = client.get("/laws/unfounded-materials", params={"limit": 1}).json()
    rest = client.get("/laws/unfounded-materials", params={"cursor": pages["next"]}).json()
    assert [one["name"] for one in pages["items"] + rest["items"]] == ["情况说明", "水质检测报告"]


def _permits(**fields: object) -> list[Document]:
    drains = local(CITY, result={"types": ["10"], "name": PERMIT}, materials=[{"name": "图纸"}])
    other = "000117002000"
    asks = local(CITY, base_code=other, name="排水接驳", materials=[{"name": f"{PERMIT}（复印件1份）", **fields}])  # fmt: skip
    return [drains, asks]


def test_results_of_the_catalogue_are_candidates(database: Database, client: TestClient) -> None:
    put(database, *_permits())
    found = client.get("/materials/candidates").json()["items"]
    assert [(one["items"], one["issued_by"][0]["code"]) for one in found] == [(1, "000117001001")]


def test_what_is_not_to_be_handed_in_is_no_candidate(
    database: Database, client: TestClient
) -> None:
    put(database, *_permits(exempt=True))
    assert client.get("/materials/candidates").json()["items"] == []


def test_a_body_that_asks_for_its_own_result(database: Database, client: TestClient) -> None:
    put(database, *_permits())
    agency = _permits()[0]["agency"]["code"]
    found = client.get("/materials/self-issued", params={"agency": agency}).json()["items"]
    assert [(use["item"]["name"], use["pointer"]) for use in found] == [
        ("排水接驳", "/materials/0/name")
    ]


def test_renewing_a_paper_may_ask_for_it(database: Database, client: TestClient) -> None:
    drains, asks = _permits()
    put(database, drains, {**asks, "result": {"types": ["10"], "name": PERMIT}})
    agency = drains["agency"]["code"]
    found = client.get("/materials/self-issued", params={"agency": agency}).json()["items"]
    assert found == []


def test_parts_of_one_main_item_that_ask_for_the_same_paper(
    database: Database, client: TestClient
) -> None:
    parts = [
        local(CITY, base_code=code, materials=[{"name": name}, {"name": "申请表", "type": "2"}])
        for code, name in (
            ("000117001001", "营业执照"),
            ("000117001002", "营业执照复印件"),
            ("000117002000", "营业执照"),
        )
    ]
    put(database, *parts)
    agency = parts[0]["agency"]["code"]
    found = client.get("/materials/repeated", params={"agency": agency}).json()["items"]
    assert [(one["main"], one["name"], one["parts"]) for one in found] == [
        ("000117001", "营业执照", ["000117001001", "000117001002"])
    ]


def test_ways_of_handling_one_matter_repeat_nothing(database: Database, client: TestClient) -> None:
    """Nobody registers for the first time and anew at once; forms are told by their names."""
    licence, form = {"name": "营业执照"}, {"name": "排水许可申请表（变更）"}
    parts = [
        local(CITY, base_code=f"00011700{code}", name=name, materials=[licence, form])
        for code, name in (
            ("1001", "排水许可首次申请"),
            ("1002", "排水许可变更"),
            ("2001", "排水许可延续"),
            ("2002", "排水口设置许可"),
        )
    ]
    put(database, *parts)
    agency = parts[0]["agency"]["code"]
    found = client.get("/materials/repeated", params={"agency": agency}).json()["items"]
    assert [(one["main"], one["name"]) for one in found] == [("000117002", "营业执照")]


def test_a_certificate_is_one_paper_under_all_its_names(
    database: Database, client: TestClient
) -> None:
    put(
        database,
        local(CITY, materials=[{"name": "律师执业证"}, {"name": "原同批货物的《植物检疫证书》"}]),
        local(COUNTY, materials=[{"name": "《律师执业证书》原件"}]),
    )
    found = client.get("/materials", params={"name": "律师执业证书"}).json()["items"]
    assert [(one["name"], one["items"]) for one in found] == [("律师执业证", 2)]
    names = {one["name"] for one in client.get("/materials").json()["items"]}
    assert "原同批货物的《植物检疫证书》" in names


@pytest.mark.parametrize(
    "path, status, kind",
    [
        ("/laws/99999/uses", 404, "law-not-found"),
        ("/materials/99999/uses", 404, "paper-not-found"),
        ("/materials/self-issued?agency=x", 404, "unknown-place"),
        ("/materials/candidates?cursor=x", 422, "invalid-cursor"),
    ],
)
def test_what_is_not_there(client: TestClient, path: str, status: int, kind: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{kind}")


def test_a_body_renamed_into_another_line_has_its_items_judged_again(database: Database) -> None:
    asks = local(CITY, materials=[{"name": "居民户口簿"}])
    put(database, asks)
    assert "material-issued-by-the-asker" not in {key[2] for key in found_now(database)}
    police = {"code": asks["agency"]["code"], "name": "示例市公安局"}
    put(database, local(CITY, base_code="000117002000", name="排水接驳", agency=police))
    standing = found_now(database)
    found = [key[0] for key in standing if key[2] == "material-issued-by-the-asker"]
    assert found == [asks["code"]]
    assert found_again(database) == (0, standing)
