"""Guides: what they tell, where each element is from, and the same bytes on either way."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from app.publishing.shelf import Key
from tests.factories import catalogue as c

CODE = c.code_of(c.local())
PROVINCIAL: dict[str, Any] = {
    "issuer": c.PROVINCE,
    "materials": [{"name": "排水许可申请表（省）", "type": "2"}],
    "conditions": None,
    "fees": {"charged": False, "items": []},
}


def guide(client: TestClient, code: str = CODE, **headers: str) -> dict[str, Any]:
    """Return a guide that must be there."""
    answer = client.get(f"/guides/{code}", headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def nothing(_key: Key) -> None:
    """Have no page at hand, so that the router answers."""


def test_a_guide_tells_who_what_and_where(database: Database, client: TestClient) -> None:
    c.write(database, c.base(), c.local(effective_date="2025-01-01"))
    found = guide(client)
    assert found["name"] == c.NAME
    assert found["identity"]["type"] == {"code": "01", "label": "行政许可"}
    assert found["identity"]["effective_date"] == "2025-01-01"
    assert found["region"] == {"code": c.CITY, "name": "示例市"}
    assert found["agency"]["name"] == "示例市住房和城乡建设局"
    assert found["links"] == c.local()["links"]
    assert found["revision"]["number"] == 1
    assert client.get(found["document"]).status_code == 200
    assert client.get(found["standards"][0]["href"]).status_code == 200


def test_every_code_has_its_label(database: Database, client: TestClient) -> None:
    materials = [{"name": "申请表", "type": "2", "format": "x"}]
    c.write(database, c.local(materials=materials, handling=c.handled(depth=["4", "5"])))
    elements = guide(client)["elements"]
    assert elements["materials"]["value"] == [
        {
            "name": "申请表",
            "type": {"code": "2", "label": "申请表格文书"},
            "format": {"code": "x", "label": None},
        }
    ]
    assert [depth["label"] for depth in elements["handling"]["value"]["depth"]] == [
        "互联网受理",
        "互联网办理",
    ]
    english = guide(client, **{"Accept-Language": "en"})["elements"]["handling"]["value"]
    assert english["depth"][0]["label"] == "Acceptance online"
    assert english["visits"] == 1


def test_what_the_item_lacks_is_taken_from_its_standard(
    database: Database, client: TestClient
) -> None:
    c.write(database, c.base(), c.local(result={"types": ["20"], "name": "批复"}))
    elements = guide(client)["elements"]
    assert elements["result"]["origin"] == "own"
    assert elements["result"]["same"] is False
    assert elements["name"]["same"] is True
    assert elements["materials"]["origin"] == "standard"
    assert elements["materials"]["same"] is None
    assert elements["materials"]["issuer"] == c.NATION
    assert elements["materials"]["value"][0]["name"] == "排水许可申请表"
    assert elements["handling"] == {**elements["handling"], "origin": "own", "same": None}
    assert "contact" not in elements


def test_the_nearest_standard_that_states_it_is_taken(
    database: Database, client: TestClient
) -> None:
    c.write(database, c.base(), c.base(**PROVINCIAL), c.local())
    found = guide(client)
    assert [one["issuer"] for one in found["standards"]] == [c.PROVINCE, c.NATION]
    elements = found["elements"]
    assert elements["materials"]["issuer"] == c.PROVINCE
    assert elements["conditions"]["issuer"] == c.NATION
    assert elements["fees"]["value"] == {"charged": False, "items": []}


def test_a_standard_not_in_use_is_passed_over(database: Database, client: TestClient) -> None:
    c.write(database, c.base(), c.base(**PROVINCIAL, status="3"), c.local())
    found = guide(client)
    assert [one["issuer"] for one in found["standards"]] == [c.NATION]
    assert found["elements"]["materials"]["issuer"] == c.NATION


def test_looks_alone_make_no_difference(database: Database, client: TestClient) -> None:
    c.write(database, c.base(name="排水（许可）"), c.local(name="排水 (许可)"))
    found = guide(client)
    assert found["name"] == "排水 (许可)"
    assert found["elements"]["name"]["same"] is True


def test_an_item_without_standard_stands_alone(database: Database, client: TestClient) -> None:
    c.write(database, c.local(base_code="990199999001"))
    found = guide(client, c.code_of(c.local(base_code="990199999001")))
    assert found["standards"] == []
    assert set(found["elements"]) == {"name", "handling"}


@pytest.mark.parametrize(
    "fields, status, kind",
    [
        ({"status": "2"}, 410, "item-withdrawn"),
        ({"status": "3"}, 410, "item-withdrawn"),
        ({"status": "4"}, 404, "guide-not-found"),
        ({"secret": True}, 404, "guide-not-found"),
        ({"secret": True, "status": "3"}, 404, "guide-not-found"),
        ({"status": "9"}, 200, None),
        ({"status": None}, 200, None),
    ],
)
def test_only_what_is_in_use_and_no_secret_is_published(
    database: Database, client: TestClient, fields: dict[str, Any], status: int, kind: str | None
) -> None:
    c.write(database, c.local(**fields))
    answer = client.get(f"/guides/{CODE}")
    assert answer.status_code == status
    assert kind is None or answer.json()["type"] == f"/problems/{kind}"
    listed = client.get("/guides").json()["items"]
    assert len(listed) == (1 if status == 200 else 0)


def test_a_withdrawn_item_says_so(database: Database, client: TestClient) -> None:
    c.write(database, c.local(status="2"))
    answer = client.get(f"/guides/{CODE}")
    assert "已暂停" in answer.json()["detail"]
    english = client.get(f"/guides/{CODE}", headers={"Accept-Language": "en"})
    assert "suspended" in english.json()["detail"]


def test_no_such_item(client: TestClient) -> None:
    assert client.get(f"/guides/{CODE}").status_code == 404


def test_a_base_item_has_no_guide(database: Database, client: TestClient) -> None:
    c.write(database, c.base())
    assert client.get(f"/guides/{c.BASE_CODE}").status_code == 404


def test_a_split_code_answers_its_handling_items(database: Database, client: TestClient) -> None:
    c.write(
        database,
        c.local(serial=2, name="变更"),
        c.local(serial=1, name="新办"),
        c.local(serial=3, name="注销", status="3"),
    )
    answer = client.get(f"/guides/{CODE}")
    assert answer.status_code == 300
    choices = answer.json()["choices"]
    assert [one["name"] for one in choices] == ["新办", "变更"]
    assert guide(client, choices[0]["href"].removeprefix("/guides/"))["name"] == "新办"


def test_items_that_share_a_code(database: Database, client: TestClient) -> None:
    c.write(
        database,
        c.local(row_id="a", status="3", name="甲"),
        c.local(row_id="b", name="乙"),
        c.local(row_id="c d&", name="丙"),
    )
    found = guide(client)
    assert found["name"] == "乙"
    assert [other["name"] for other in found["others"]] == ["丙"]
    third = client.get(found["others"][0]["href"]).json()
    assert third["name"] == "丙"
    assert client.get(third["href"]).json() == third
    assert client.get(f"/guides/{CODE}?qualifier=a").status_code == 410
    assert client.get(f"/guides/{CODE}?qualifier=z").status_code == 404


class TestAnswers:
    """Headers, conditional answers, compression; alike by the fast path and by the router."""

    @pytest.fixture(params=["fast", "slow"])
    def way(self, request: pytest.FixtureRequest, database: Database, client: TestClient) -> str:
        """Answer by the fast path, or by the router alone; once it is warm, and once it is not."""
        c.write(database, c.base(), c.local())
        if request.param == "slow":
            client.app.state.press.page = nothing  # type: ignore[attr-defined]
        return str(request.param)

    def test_not_sent_again(self, client: TestClient, way: str) -> None:
        first = client.get(f"/guides/{CODE}", headers={"Accept-Encoding": "identity"})
        tag = first.headers["etag"]
        assert tag.startswith('"')
        for held in (tag, f'"x", {tag}', f"W/{tag}", "*"):
            headers = {"If-None-Match": held, "Accept-Encoding": "identity"}
            again = client.get(f"/guides/{CODE}", headers=headers)
            assert again.status_code == 304
            assert again.content == b""
            assert again.headers["etag"] == tag
        other = {"If-None-Match": '"x"', "Accept-Encoding": "identity"}
        assert client.get(f"/guides/{CODE}", headers=other).status_code == 200

    def test_compressed(self, client: TestClient, way: str) -> None:
        plain = client.get(f"/guides/{CODE}", headers={"Accept-Encoding": "identity"})
        with client.stream("GET", f"/guides/{CODE}", headers={"Accept-Encoding": "gzip"}) as small:
            raw = b"".join(small.iter_raw())
        assert gzip.decompress(raw) == plain.content
        assert small.headers["content-length"] == str(len(raw))
        assert small.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'
        assert "content-encoding" not in plain.headers
        held = {"If-None-Match": small.headers["etag"], "Accept-Encoding": "gzip"}
        assert client.get(f"/guides/{CODE}", headers=held).status_code == 304

    def test_head(self, client: TestClient, way: str) -> None:
        full, head = client.get(f"/guides/{CODE}"), client.head(f"/guides/{CODE}")
        assert head.status_code == 200
        assert head.content == b""
        assert head.headers == full.headers

    def test_headers(self, client: TestClient, way: str) -> None:
        headers = client.get(f"/guides/{CODE}").headers
        assert headers["content-type"] == "application/json; charset=utf-8"
        assert headers["cache-control"] == "public, max-age=60"
        assert headers["vary"] == "Accept, Accept-Language, Accept-Encoding"
        assert headers["content-language"] == "zh"
        assert headers["x-content-type-options"] == "nosniff"
        assert len(headers.get_list("content-security-policy")) == 1

    def test_not_acceptable(self, client: TestClient, way: str) -> None:
        answer = client.get(f"/guides/{CODE}", headers={"Accept": "image/png"})
        assert answer.status_code == 406
        assert answer.json()["type"] == "/problems/not-acceptable"

    def test_only_reading(self, client: TestClient, way: str) -> None:
        answer = client.delete(f"/guides/{CODE}")
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD"


def test_both_ways_send_the_same_bytes(database: Database, client: TestClient) -> None:
    c.write(database, c.base(), c.base(**PROVINCIAL), c.local(), c.local(c.COUNTY, serial=1))
    press = client.app.state.press  # type: ignore[attr-defined]
    kept = press.page

    def answers() -> list[tuple[int, bytes, dict[str, str]]]:
        found = []
        for path in (CODE, CODE.lower(), c.code_of(c.local(c.COUNTY)), f"{CODE}?qualifier=", "x"):
            for language in ("zh", "en"):
                headers = {"Accept-Language": language, "Accept-Encoding": "identity"}
                got = client.get(f"/guides/{path}", headers=headers)
                found.append((got.status_code, got.content, dict(got.headers)))
        return found

    fast, warm = answers(), answers()
    press.page = nothing
    slow = answers()
    press.page = kept
    assert fast == warm == slow
    assert {status for status, _, _ in fast} == {200, 300, 404}
