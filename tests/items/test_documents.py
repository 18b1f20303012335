"""Whole documents come back as they were written; revisions stay what they were."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from app.items import documents
from app.items.queries import ItemFilter, page_of_heads
from app.kernel.db import Database
from tests.factories import catalogue as c


@pytest.fixture
def filled(database: Database) -> Database:
    """A catalogue with one base item, one item that follows it, and one that is split."""
    c.write(
        database,
        c.base(),
        c.local(),
        c.local(c.COUNTY, serial=1, name="排水许可（新办）"),
        c.local(c.COUNTY, serial=2, name="排水许可（变更）"),
    )
    return database


CITY_CODE = c.code_of(c.local())
SPLIT_CODE = c.local(c.COUNTY)["code"]


def test_a_document_comes_back_as_it_was_written(filled: Database, client: TestClient) -> None:
    answer = client.get(f"/items/{CITY_CODE}").json()
    assert answer["document"] == c.local()
    assert answer["revision"]["number"] == 1
    assert answer["revision"]["previous"] is None
    assert answer["revision"]["recorded_at"] == "2026-01-02T03:04:05+00:00"
    assert answer["standard"]["href"] == f"/base-items/{c.BASE_CODE}?issuer={c.NATION}"
    assert answer["others"] == []


def test_fields_stand_in_the_order_of_the_standard(filled: Database, client: TestClient) -> None:
    fields = list(client.get(f"/items/{CITY_CODE}").json()["document"])
    assert fields[:4] == ["code", "base_code", "name", "type"]
    assert fields == [name for name in documents.field_order(1) if name in fields]


def test_codes_are_found_however_they_are_typed(filled: Database, client: TestClient) -> None:
    typed = CITY_CODE.lower()
    assert client.get(f"/items/ {typed}").json()["code"] == CITY_CODE


def test_a_revision_stays_what_it_was(filled: Database, client: TestClient) -> None:
    c.write(filled, c.local(name="排水许可"))
    first, second = (client.get(f"/items/{CITY_CODE}/revisions/{n}").json() for n in (1, 2))
    assert first["document"]["name"] == c.NAME
    assert second["document"]["name"] == "排水许可"
    assert second["revision"]["previous"] == first["revision"]["hash"]
    assert client.get(f"/items/{CITY_CODE}").json() == second
    history = client.get(f"/items/{CITY_CODE}/revisions").json()
    assert [one["number"] for one in history["items"]] == [2, 1]


def test_a_revision_there_is_not(filled: Database, client: TestClient) -> None:
    answer = client.get(f"/items/{CITY_CODE}/revisions/9")
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/revision-not-found"


def test_many_documents_are_read_in_the_order_of_their_ids(filled: Database) -> None:
    with filled.read() as connection:
        ids = [head.id for head in page_of_heads(connection, ItemFilter(), limit=10)]
        found = documents.read_documents(connection, ids)
        assert [one.version.item_id for one in found] == ids
        assert found[0] == documents.read_document(connection, ids[0])
        assert documents.read_document(connection, 999) is None


def test_a_split_code_answers_its_handling_items(filled: Database, client: TestClient) -> None:
    answer = client.get(f"/items/{SPLIT_CODE}")
    assert answer.status_code == 300
    assert [one["name"] for one in answer.json()["choices"]] == [
        "排水许可（新办）",
        "排水许可（变更）",
    ]
    assert client.get(answer.json()["choices"][0]["href"]).status_code == 200


def test_items_that_share_a_code_are_told_of(filled: Database, client: TestClient) -> None:
    c.write(
        filled,
        c.local(row_id="a", status="3", name="已取消的"),
        c.local(row_id="b", name="另一个"),
    )
    answer = client.get(f"/items/{CITY_CODE}").json()
    assert answer["qualifier"] == ""
    assert {(one["qualifier"], one["name"]) for one in answer["others"]} == {
        ("a", "已取消的"),
        ("b", "另一个"),
    }
    assert client.get(f"/items/{CITY_CODE}?qualifier=a").json()["document"]["name"] == "已取消的"
    assert client.get(f"/items/{CITY_CODE}?qualifier=x").status_code == 404


def test_the_one_in_use_comes_first(database: Database, client: TestClient) -> None:
    c.write(database, c.local(row_id="a", status="3"), c.local(row_id="b"))
    assert client.get(f"/items/{CITY_CODE}").json()["qualifier"] == "b"


def test_secrets_are_not_served(database: Database, client: TestClient) -> None:
    c.write(database, c.local(secret=True), c.local(c.COUNTY))
    assert client.get(f"/items/{CITY_CODE}").status_code == 404
    assert client.get(f"/items/{CITY_CODE}/revisions").status_code == 404
    assert [one["region"] for one in client.get("/items").json()["items"]] == [c.COUNTY]


def test_base_items_by_issuer(database: Database, client: TestClient) -> None:
    c.write(database, c.base(), c.base(issuer=c.PROVINCE, name="省标准"))
    address = f"/base-items/{c.BASE_CODE}"
    assert client.get(address).json()["qualifier"] == c.NATION
    assert client.get(f"{address}?issuer=990000").json()["document"]["name"] == "省标准"
    assert client.get(f"{address}?issuer=990000").json()["standard"]["issuer"] == c.NATION
    assert client.get(f"{address}?issuer=9").status_code == 422
    listed = client.get("/base-items?issuer=990000").json()["items"]
    assert [one["name"] for one in listed] == ["省标准"]
    assert len(client.get("/base-items").json()["items"]) == 2


def test_an_unchanged_document_is_not_sent_again(filled: Database, client: TestClient) -> None:
    tag = client.get(f"/items/{CITY_CODE}").headers["etag"]
    again = client.get(f"/items/{CITY_CODE}", headers={"If-None-Match": tag})
    assert again.status_code == 304
    c.write(filled, c.local(name="排水许可"))
    changed = client.get(f"/items/{CITY_CODE}", headers={"If-None-Match": tag})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    "query, expected",
    [
        ("", 4),
        (f"region={c.COUNTY}", 2),
        (f"region={c.PROVINCE[:6]}", 4),
        (f"region={c.TOWN}", 0),
        (f"agency={c.BODIES[c.CITY][0]}", 1),
        ("type=01", 4),
        ("type=20", 0),
        ("level=4", 2),
        ("status=3", 1),
        (f"base_code={c.BASE_CODE}", 4),
        ("q=排水", 3),
        ("q=新办 排水", 1),
        ("q=ＰＡＩ", 1),
        ("q=100%", 1),
        ("q=%", 1),
        ("q=_", 0),
    ],
)
def test_lists_are_narrowed(
    database: Database, client: TestClient, query: str, expected: int
) -> None:
    c.write(
        database,
        c.local(),
        c.local(c.COUNTY, serial=1, name="排水许可（新办）"),
        c.local(c.COUNTY, serial=2, name="排水许可（变更）"),
        c.local(c.OTHER_COUNTY, name="Pai 100%", status="3", level="3"),
    )
    assert len(client.get(f"/items?{query}").json()["items"]) == expected


def test_pages_follow_each_other(filled: Database, client: TestClient) -> None:
    seen = []
    address: str | None = "/items?limit=2"
    while address:
        answer = client.get(address)
        seen += [one["code"] for one in answer.json()["items"]]
        address = answer.links["next"]["url"] if "next" in answer.links else None
    assert len(seen) == len(set(seen)) == 3
    assert client.get("/items?cursor=x").status_code == 422


def test_labels_follow_the_language(filled: Database, client: TestClient) -> None:
    def label(language: str) -> str:
        rows = client.get("/items", headers={"Accept-Language": language}).json()["items"]
        return str(rows[0]["type"]["label"])

    assert label("zh") == "行政许可"
    assert label("en") == "Licence or permit"


def test_the_region_index_is_used_for_few_regions_only(filled: Database) -> None:
    with filled.write() as connection:
        connection.execute(
            text(
                "INSERT INTO region (id, code, name, level, parent_id, year) VALUES"
                + ", ".join(
                    f"({number}, '{number}', '村', 6, {int(c.TOWN)}, 2023)"
                    for number in range(990101001001, 990101001300)
                )
            )
        )
        connection.execute(
            text(
                "INSERT INTO region_within SELECT 990100000000, id FROM region"
                " WHERE id BETWEEN 990101001001 AND 990101001299"
            )
        )
        wanted = ItemFilter(region=int(c.CITY))
        assert wanted.where(connection)[0][1].startswith("+")
        assert len(page_of_heads(connection, wanted, limit=10)) == 3
        assert not ItemFilter(region=int(c.COUNTY)).where(connection)[0][1].startswith("+")
