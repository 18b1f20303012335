"""Finding guides: by place, body, kind, audience, topic, way of handling and words."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from app.publishing.shelf import Key
from tests.factories import catalogue as c


@pytest.fixture
def filled(database: Database) -> Database:
    """Four guides and three items that have none."""
    c.write(
        database,
        c.local(name="甲", audience={"objects": ["1"], "personal_topics": ["030", "045"]}),
        c.local(
            c.COUNTY,
            name="乙",
            audience={"objects": ["2", "3"], "corporate_topics": ["030", "095"]},
            handling=c.handled(visits=2, online=False),
            time_limit={"promised": {"number": 5, "unit": "1"}},
            fees={"charged": True},
        ),
        c.local(c.TOWN, name="丙", handling={}, type="20"),
        c.local(c.OTHER_COUNTY, name="丁", level="3"),
        c.local(c.PROVINCE, name="取消", status="3"),
        c.local(serial=1, name="涉密", secret=True),
        c.base(),
    )
    return database


@pytest.mark.parametrize(
    "query, expected",
    [
        ("", "甲乙丙丁"),
        (f"region={c.PROVINCE}", "甲乙丙丁"),
        (f"region={c.COUNTY}", "乙丙"),
        (f"region={c.TOWN}", "丙"),
        ("region=110000", ""),
        (f"agency={c.BODIES[c.TOWN][0]}", "丙"),
        ("agency=x", ""),
        ("type=20", "丙"),
        ("level=3", "甲丁"),
        ("object=1", "甲"),
        ("object=3", "乙"),
        ("topic=personal-030", "甲"),
        ("topic=corporate-030", "乙"),
        ("topic=corporate-095", "乙"),
        ("topic=personal-095", ""),
        ("online=true", "甲丁"),
        ("online=false", "乙"),
        ("visits=1", "甲丁"),
        ("visits=2", "甲乙丁"),
        ("q=甲", "甲"),
        ("q=取消", ""),
        (f"q=丁&region={c.CITY}&online=true&type=01&level=3", "丁"),
    ],
)
def test_guides_are_found(filled: Database, client: TestClient, query: str, expected: str) -> None:
    rows = client.get(f"/guides?{query}").json()["items"]
    assert "".join(row["name"] for row in rows) == expected


@pytest.mark.parametrize(
    "query", ["topic=030", "object=0", "level=8", "region=99", "cursor=x", "limit=0", "visits=-1"]
)
def test_what_is_asked_wrongly_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/guides?{query}").status_code == 422


def test_a_row_tells_what_matters(filled: Database, client: TestClient) -> None:
    first, second, third, _ = client.get("/guides").json()["items"]
    assert second == {
        "code": c.code_of(c.local(c.COUNTY)),
        "qualifier": "",
        "name": "乙",
        "type": {"code": "01", "label": "行政许可"},
        "level": {"code": "4", "label": "县级"},
        "region": c.COUNTY,
        "region_name": "甲县",
        "agency": c.BODIES[c.COUNTY][0],
        "agency_name": c.BODIES[c.COUNTY][1],
        "objects": [{"code": "2", "label": "企业法人"}, {"code": "3", "label": "事业法人"}],
        "project_type": {"code": "2", "label": "承诺件"},
        "visits": 2,
        "online": False,
        "charged": True,
        "promised": {"number": 5, "unit": {"code": "1", "label": "工作日"}},
        "href": f"/guides/{c.code_of(c.local(c.COUNTY))}",
    }
    assert client.get(first["href"]).json()["name"] == "甲"
    unknown = ("objects", "project_type", "visits", "online", "charged", "promised")
    assert [third[field] for field in unknown] == [None] * 6


def test_pages_follow_each_other(filled: Database, client: TestClient) -> None:
    first = client.get("/guides?limit=3")
    assert [row["name"] for row in first.json()["items"]] == ["甲", "乙", "丙"]
    second = client.get(first.links["next"]["url"])
    assert [row["name"] for row in second.json()["items"]] == ["丁"]
    assert second.json()["next"] is None
    assert "next" not in second.links


def test_a_page_of_the_list_is_kept_until_the_catalogue_changes(
    filled: Database, client: TestClient
) -> None:
    first = client.get("/guides?limit=3")
    again = client.get("/guides?limit=3")
    assert (again.content, again.headers) == (first.content, first.headers)
    held = {"If-None-Match": first.headers["etag"]}
    assert client.get("/guides?limit=3", headers=held).status_code == 304
    c.write(filled, c.local(name="改了"))
    changed = client.get("/guides?limit=3", headers=held)
    assert [row["name"] for row in changed.json()["items"]] == ["改了", "乙", "丙"]
    assert changed.headers["etag"] != first.headers["etag"]


def test_many_of_a_name_are_found_in_order(
    database: Database, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    c.write(database, *(c.local(serial=serial) for serial in range(1, 9)))

    def found() -> list[str]:
        return [row["code"][-2:] for row in client.get("/guides?q=排水&limit=5").json()["items"]]

    few = found()
    monkeypatch.setattr("app.items.queries.FEW_NAMED", 3)
    assert found() == few == ["01", "02", "03", "04", "05"]


ASKED = (
    "", "limit=2", "limit=2&limit=3", "limit=0", "limit=", "limit=x", "cursor=x", "page=2", "q=",
    "q=%FF", "q=%E4%B9%99+%E4%B9%99", "q=%25", "q=:word0", f"region={c.COUNTY}", "region=99",
    "topic=personal-030", "topic=030", "online=yes", "online=maybe", "type=01&level=4&visits=2",
    f"agency={c.BODIES[c.TOWN][0]}&x=1&x=2",
)  # fmt: skip


def test_the_router_would_have_said_the_same(filled: Database, client: TestClient) -> None:
    """The fast path and the router answer alike: pages, their links, and what is asked wrongly."""

    def answers() -> list[tuple[int, bytes, dict[str, str]]]:
        found = []
        for query in ASKED:
            for language in ("zh", "en"):
                got = client.get(f"/guides?{query}", headers={"Accept-Language": language})
                found.append((got.status_code, got.content, dict(got.headers)))
        return found

    async def nothing(_key: Key) -> None:
        return None

    fast = answers()
    press = client.app.state.press  # type: ignore[attr-defined]
    press.page = nothing
    press.shelf.unwatch()
    assert answers() == fast
    assert {status for status, _, _ in fast} == {200, 422}


def test_a_list_is_made_before_the_router(
    filled: Database, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unasked(*_: object) -> None:
        raise AssertionError("the router was asked")

    monkeypatch.setattr("app.publishing.router.catalogue.page", unasked)
    assert len(client.get("/guides?type=01").json()["items"]) == 3
