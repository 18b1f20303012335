"""Public lists: who is on them and why, who is not and what would have to change, how many."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from app.publishing.lists.conditions import State
from app.publishing.lists.definitions import EXCLUSIONS, LISTS
from tests.factories import catalogue as c

ONE_VISIT, ONE_NETWORK = "at-most-one-visit", "one-network"


def items(client: TestClient, address: str) -> list[dict[str, Any]]:
    """Return the rows of one page."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def names(client: TestClient, address: str) -> list[str]:
    """Return the names on one page."""
    return [row["name"] for row in items(client, address)]


def codes(rows: list[dict[str, Any]]) -> list[str]:
    """Return the codes of conditions."""
    return [row["condition"] for row in rows]


@pytest.mark.parametrize(
    "slug, handling, fields, state",
    [
        (ONE_VISIT, {"visits": 0}, {}, State.HOLDS),
        (ONE_VISIT, {"visits": 1}, {}, State.HOLDS),
        (ONE_VISIT, {"visits": 2}, {}, State.FAILS),
        (ONE_VISIT, {"visits": -1}, {}, State.UNKNOWN),
        (ONE_VISIT, {"visits": None}, {}, State.UNKNOWN),
        (ONE_NETWORK, {}, {}, State.HOLDS),
        (ONE_NETWORK, {"online": False}, {}, State.FAILS),
        (ONE_NETWORK, {"online": None}, {}, State.UNKNOWN),
        (ONE_NETWORK, {"depth": ["1"]}, {}, State.FAILS),
        (ONE_NETWORK, {"depth": ["9"]}, {}, State.FAILS),
        (ONE_NETWORK, {"depth": ["1", "2"]}, {}, State.HOLDS),
        (ONE_NETWORK, {"depth": []}, {}, State.UNKNOWN),
        (ONE_NETWORK, {"depth": None}, {}, State.UNKNOWN),
        (ONE_NETWORK, {}, {"links": None}, State.FAILS),
        (ONE_NETWORK, {}, {"links": {"mobile": "https://m.example.org"}}, State.HOLDS),
        ("one-network-one-visit", {}, {}, State.HOLDS),
        ("one-network-one-visit", {"visits": 2}, {}, State.FAILS),
        ("one-network-one-visit", {"online": False}, {}, State.FAILS),
        ("fully-online", {"visits": 0}, {}, State.FAILS),
        ("fully-online", {"visits": 0, "depth": ["5"]}, {}, State.HOLDS),
        ("fully-online", {"visits": 1, "depth": ["5"]}, {}, State.FAILS),
        ("fully-online", {"visits": 0, "depth": ["5"], "delivery": False}, {}, State.FAILS),
        ("fully-online", {"visits": 0, "depth": ["5"], "delivery": None}, {}, State.UNKNOWN),
        ("fully-online", {"visits": 0, "depth": ["5", "7"], "delivery": False}, {}, State.HOLDS),
        (
            "fully-online",
            {"visits": 0, "depth": ["5"], "delivery": False},
            {"result": {"types": ["99"]}},
            State.HOLDS,
        ),
        ("zero-visit", {"visits": 0}, {}, State.HOLDS),
        ("zero-visit", {"visits": 0, "online": False, "mail_in": True}, {}, State.HOLDS),
        ("zero-visit", {"visits": 0, "online": False, "mail_in": False}, {}, State.FAILS),
        ("zero-visit", {"visits": 0, "online": False}, {}, State.UNKNOWN),
        ("zero-visit", {"visits": 1}, {}, State.FAILS),
    ],
)
def test_who_is_a_member(
    database: Database,
    client: TestClient,
    slug: str,
    handling: dict[str, Any],
    fields: dict[str, Any],
    state: State,
) -> None:
    c.write(database, c.local(handling=c.handled(**handling), **fields))
    on, off = items(client, f"/lists/{slug}"), items(client, f"/lists/{slug}?members=false")
    assert (len(on), len(off)) == ((1, 0) if state is State.HOLDS else (0, 1))
    for row in on:
        assert codes(row["reasons"]) == [one.code for one in LISTS[slug].needed]
        assert "obstacles" not in row
    for row in off:
        states = {one["state"] for one in row["obstacles"]}
        assert states == ({"unknown"} if state is State.UNKNOWN else {"fails"})
    figures = client.get(f"/lists/{slug}/summary").json()
    assert figures["population"] == 1
    assert figures["members"] == len(on)
    assert figures["unknown"] == (1 if state is State.UNKNOWN else 0)


def test_a_member_says_why(database: Database, client: TestClient) -> None:
    c.write(database, c.local(handling=c.handled(depth=["2", "4"])))
    (row,) = items(client, "/lists/one-network")
    assert row["name"] == c.NAME
    assert row["type"] == {"code": "01", "label": "行政许可"}
    assert client.get(row["href"]).status_code == 200
    depth = row["reasons"][1]
    assert depth == {
        "condition": "received-online",
        "words": "网办深度：互联网收件、互联网受理",
        "facts": {"depth": ["2", "4"]},
        "place": "/handling/depth",
    }
    assert row["doubts"] == []


def test_who_is_left_out_says_why_and_what_would_do(database: Database, client: TestClient) -> None:
    c.write(database, c.local(handling=c.handled(visits=3)))
    (row,) = items(client, f"/lists/{ONE_VISIT}?members=false")
    (obstacle,) = row["obstacles"]
    assert obstacle["words"] == "要到现场 3 次"
    assert obstacle["facts"] == {"visits": 3}
    assert obstacle["change"]["place"] == "/handling/visits"
    assert obstacle["change"]["value"] == 1


def test_the_change_that_is_proposed_would_do(database: Database, client: TestClient) -> None:
    """Make every change that the lists propose: then the item is on all of them."""
    document = c.local(
        handling={
            "visits": 3,
            "online": False,
            "depth": ["1"],
            "delivery": False,
            "mail_in": False,
        },
        links=None,
    )
    for _ in range(3):
        c.write(database, document)
        for slug in LISTS:
            for row in items(client, f"/lists/{slug}?members=false"):
                for obstacle in row["obstacles"]:
                    _apply(document, obstacle["change"])
    c.write(database, document)
    for slug in LISTS:
        assert len(items(client, f"/lists/{slug}")) == 1, slug


def _apply(document: dict[str, Any], change: dict[str, Any]) -> None:
    _, field, member = change["place"].split("/")
    held = document.setdefault(field, {})
    value = "https://zwfw.example.org" if change["value"] is None else change["value"]
    if member == "visits":
        value = min(value, held["visits"])
    if member == "depth":
        value = sorted({*held["depth"], *value})
    held[member] = value


def test_parts_of_a_list_are_parts(database: Database, client: TestClient) -> None:
    documents = [
        c.local(
            serial=serial,
            handling=c.handled(visits=visits, depth=[depth], delivery=delivery, online=online),
        )
        for serial, (visits, depth, delivery, online) in enumerate(
            (
                (visits, depth, delivery, online)
                for visits in (0, 1, 2)
                for depth in ("1", "4", "5", "7")
                for delivery in (True, False)
                for online in (True, False)
            ),
            1,
        )
    ]
    c.write(database, *documents)
    members = {
        slug: {row["code"] for row in items(client, f"/lists/{slug}?limit=200")} for slug in LISTS
    }
    for one in LISTS.values():
        assert members[one.slug]
        if one.within:
            assert members[one.slug] < members[one.within]
    assert members["one-network-one-visit"] == members[ONE_NETWORK] & members[ONE_VISIT]


class TestDoubts:
    """What casts doubt does not decide, but is shown, counted, and left out on request."""

    def test_a_standing_error(self, database: Database, client: TestClient) -> None:
        c.write(database, c.local(), c.local(c.COUNTY))
        c.find(database, c.code_of(c.local()), "catch-all-material")
        c.find(database, c.code_of(c.local(c.COUNTY)), "some-warning", severity=2)
        doubted, clear = items(client, f"/lists/{ONE_VISIT}")
        (doubt,) = doubted["doubts"]
        assert doubt["rule"] == "catch-all-material"
        assert doubt["condition"] == "standing-error"
        assert "兜底" in doubt["words"]
        assert clear["doubts"] == []
        strict = items(client, f"/lists/{ONE_VISIT}?strict=true")
        assert [row["region"] for row in strict] == [c.COUNTY]
        figures = client.get(f"/lists/{ONE_VISIT}/summary").json()
        assert (figures["members"], figures["doubted"]) == (2, 1)

    @pytest.mark.parametrize(
        "slug, handling, fields, doubts",
        [
            (ONE_VISIT, {"visits_reason": None}, {}, ["reason-for-visit"]),
            (ONE_VISIT, {"visits_reason": None, "visits": 0}, {}, []),
            (
                ONE_VISIT,
                {},
                {"time_limit": {"special_procedures": [{"name": "听证"}]}},
                ["no-special-procedure"],
            ),
            (ONE_VISIT, {}, {"time_limit": {"promised": {"number": 5, "unit": "1"}}}, []),
            (ONE_NETWORK, {"pc_sign_on": False}, {}, ["single-sign-on"]),
            (ONE_NETWORK, {"pc_sign_on": None}, {}, ["single-sign-on"]),
            (ONE_NETWORK, {"pc_sign_on": None, "mobile_sign_on": True}, {}, []),
        ],
    )
    def test_a_condition_of_doubt(
        self,
        database: Database,
        client: TestClient,
        slug: str,
        handling: dict[str, Any],
        fields: dict[str, Any],
        doubts: list[str],
    ) -> None:
        c.write(database, c.local(handling=c.handled(**handling), **fields))
        (row,) = items(client, f"/lists/{slug}")
        assert codes(row["doubts"]) == doubts
        assert len(items(client, f"/lists/{slug}?strict=true")) == (0 if doubts else 1)
        assert client.get(f"/lists/{slug}/summary").json()["doubted"] == (1 if doubts else 0)


@pytest.mark.parametrize(
    "fields, reason",
    [
        ({"status": "3"}, "cancelled"),
        ({"status": "2"}, "suspended"),
        ({"status": "4"}, "draft"),
        ({"secret": True}, "secret"),
        ({"type": None}, "type-unknown"),
        ({"type": "02"}, "not-applied-for"),
        ({"type": "21"}, "type-undefined"),
    ],
)
def test_who_is_not_counted(
    database: Database, client: TestClient, fields: dict[str, Any], reason: str
) -> None:
    c.write(database, c.base(), c.local(**fields), c.local(c.COUNTY, handling={"visits": 2}))
    assert items(client, f"/lists/{ONE_VISIT}") == []
    assert len(items(client, f"/lists/{ONE_VISIT}?members=false")) == 1
    figures = client.get(f"/lists/{ONE_VISIT}/summary").json()
    assert figures["population"] == 1
    excluded = [{"reason": reason, "words": EXCLUSIONS[reason].zh, "items": 1}]
    assert figures["excluded"] == excluded


def test_a_share_by_region_and_body(database: Database, client: TestClient) -> None:
    two = c.handled(visits=2)
    c.write(
        database,
        c.local(),
        c.local(c.COUNTY, serial=1),
        c.local(c.COUNTY, serial=2, handling=two),
        c.local(c.TOWN),
        c.local(c.OTHER_COUNTY, handling=two),
        c.local(c.PROVINCE, status="3"),
    )

    def shares(address: str) -> dict[str, tuple[int, int]]:
        rows = client.get(address).json()["regions"]
        return {row["name"]: (row["members"], row["population"]) for row in rows}

    figures = client.get(f"/lists/{ONE_VISIT}/summary").json()
    assert (figures["members"], figures["population"], figures["share"]) == (3, 5, 0.6)
    assert (figures["target"], figures["reached"]) == (0.85, False)
    assert shares(f"/lists/{ONE_VISIT}/summary") == {"示例省": (3, 5)}
    assert shares(f"/lists/{ONE_VISIT}/summary?region={c.CITY}") == {
        "示例市": (1, 1),
        "甲县": (2, 3),
        "乙区": (0, 1),
    }
    bodies = figures["agencies"]
    assert [row["share"] for row in bodies] == sorted(row["share"] for row in bodies)
    assert bodies[0]["name"] == "乙区住房和城乡建设局"
    body = client.get(f"/lists/{ONE_VISIT}/summary?agency={c.BODIES[c.COUNTY][0]}").json()
    assert (body["members"], body["population"]) == (1, 2)


def test_a_region_code_that_is_none(client: TestClient) -> None:
    assert client.get(f"/lists/{ONE_VISIT}/summary?region=99").status_code == 422
    assert client.get(f"/lists/{ONE_VISIT}?region=99").status_code == 422


def test_an_empty_catalogue_has_no_share(client: TestClient) -> None:
    figures = client.get(f"/lists/{ONE_VISIT}/summary").json()
    assert figures["share"] is None
    assert figures["reached"] is None
    assert items(client, f"/lists/{ONE_VISIT}") == []


def test_figures_follow_the_catalogue(database: Database, client: TestClient) -> None:
    def members() -> int:
        return int(client.get(f"/lists/{ONE_VISIT}/summary").json()["members"])

    c.write(database, c.local())
    assert members() == 1
    c.write(database, c.local(handling=c.handled(visits=2)))
    assert members() == 0


def test_the_lists_there_are(database: Database, client: TestClient) -> None:
    c.write(database, c.local())
    index = {row["slug"]: row for row in items(client, "/lists")}
    assert list(index) == list(LISTS)
    assert index[ONE_VISIT]["title"] == "最多跑一次"
    assert index[ONE_VISIT]["share"] == 1.0
    assert index[ONE_VISIT]["reached"] is True
    assert index["fully-online"]["within"] == "one-network"
    english = client.get("/lists", headers={"Accept-Language": "en"}).json()["items"]
    assert english[1]["title"] == "At most one visit"


def test_no_such_list(client: TestClient) -> None:
    for address in ("/lists/x", "/lists/x/summary"):
        assert client.get(address).json()["type"] == "/problems/unknown-list"
    unknown = client.get(f"/lists/{ONE_VISIT}/summary?agency=x")
    assert unknown.json()["type"] == "/problems/agency-not-found"


def test_lists_are_narrowed_and_paged(database: Database, client: TestClient) -> None:
    c.write(
        database,
        c.local(name="甲事项"),
        c.local(c.COUNTY, serial=1, name="乙事项"),
        c.local(c.COUNTY, serial=2, name="丙事项", type="20"),
        c.local(c.OTHER_COUNTY, name="丁事项", handling={"visits": 2}),
    )
    list_ = f"/lists/{ONE_VISIT}"
    assert names(client, f"{list_}?region={c.COUNTY}") == ["乙事项", "丙事项"]
    assert names(client, f"{list_}?agency={c.BODIES[c.CITY][0]}") == ["甲事项"]
    assert names(client, f"{list_}?type=20") == ["丙事项"]
    assert names(client, f"{list_}?q=乙") == ["乙事项"]
    assert names(client, f"{list_}?members=false&level=4") == ["丁事项"]
    first = client.get(f"{list_}?limit=2")
    assert [row["name"] for row in first.json()["items"]] == ["甲事项", "乙事项"]
    assert names(client, first.links["next"]["url"]) == ["丙事项"]


class TestSheet:
    """The list as CSV: opened by Excel as it stands, and unable to run anything."""

    @pytest.fixture
    def rows(self, database: Database, client: TestClient) -> list[list[str]]:
        """The CSV of a list with a name that is a formula."""
        c.write(
            database,
            c.local(name="=HYPERLINK(1)"),
            c.local(c.COUNTY, handling=c.handled(visits_reason=None)),
        )
        answer = client.get(f"/lists/{ONE_VISIT}", headers={"Accept": "text/csv"})
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    def test_rows(self, rows: list[list[str]]) -> None:
        header, first, second = rows
        assert header[:2] == ["编码", "事项名称"]
        assert first[1] == "'=HYPERLINK(1)"
        assert first[header.index("列入理由")] == "到现场 1 次"
        assert second[header.index("存疑")] == "要到现场一次，却没有写明原因"

    def test_by_parameter_and_for_those_left_out(
        self, database: Database, client: TestClient
    ) -> None:
        c.write(database, c.local(handling={"visits": 2}))
        answer = client.get(f"/lists/{ONE_VISIT}?members=false&format=csv")
        header, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert row[header.index("未列入原因")] == "要到现场 2 次"
        assert "减到一次" in row[header.index("就近改法")]
        assert 'filename="not-at-most-one-visit.csv"' in answer.headers["content-disposition"]

    def test_all_of_it(
        self, database: Database, client: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.publishing.lists.sheet.CHUNK", 2)
        c.write(database, *(c.local(serial=serial) for serial in range(1, 6)))
        answer = client.get(f"/lists/{ONE_VISIT}?format=csv&limit=1")
        assert len(answer.text.splitlines()) == 6


def test_other_formats_are_refused(client: TestClient) -> None:
    answer = client.get(f"/lists/{ONE_VISIT}", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["detail"]


def test_every_condition_has_all_its_words() -> None:
    for one in LISTS.values():
        for condition in (*one.needed, *one.doubts):
            facts = dict.fromkeys(condition.facts, 1)
            for words in (condition.title, condition.reason, condition.failing, condition.unstated):
                assert words.say("zh", facts)
                assert words.say("en", facts)
                assert "{" not in words.say("zh", facts) + words.say("en", facts)
