"""What if, on pages: the form changes a standard, the answer says what would follow, nothing stays."""

from __future__ import annotations

from starlette.testclient import TestClient

from app.items.state import read_state
from app.kernel.db import Database
from tests.factories import catalogue as c
from tests.web.pages import BROWSER, OURS, sign_in
from tests.web.reading import checked, page

WHERE = f"/audit/what-if?code={c.BASE_CODE}&issuer={c.NATION}"
FORM = {"base_code": c.BASE_CODE, "issuer": c.NATION, "name": c.NAME}


def test_the_form_shows_the_standard_as_it_is(database: Database, client: TestClient) -> None:
    c.write(database, c.base(), c.local())
    sign_in(client)
    assert 'name="code" required' in page(client, "/audit/what-if")
    shown = page(client, WHERE)
    assert 'name="materials-0" value="1" checked' in shown
    assert "排水许可申请表" in shown
    page(client, WHERE, language="en")
    page(client, "/audit/what-if?code=none-such", 404)


def test_what_would_follow_is_told_and_nothing_stays(
    database: Database, client: TestClient
) -> None:
    asked_for = [{"name": "排水许可申请表"}]
    c.write(database, c.base(), c.local(materials=asked_for), audited=True)
    sign_in(client)
    with database.read() as reader:
        before = read_state(reader)
    answer = client.post("/audit/what-if", data=FORM, headers=OURS)
    shown = checked(answer)
    for words in ("比标准更不利于申请人", "新增", "合并补丁", "data:application/x-ndjson;base64,"):
        assert words in shown
    with database.read() as reader:
        assert read_state(reader) == before
    assert "排水许可申请表" in page(client, WHERE)


def test_what_cannot_be_written_is_said(database: Database, client: TestClient) -> None:
    c.write(database, c.base())
    sign_in(client)
    for patch, status in (("{", 400), ('{"levels": "x"}', 422)):
        answer = client.post("/audit/what-if", data={**FORM, "patch": patch}, headers=OURS)
        checked(answer, status)


def test_it_is_for_those_who_signed_in(client: TestClient) -> None:
    led = client.get(WHERE, headers=BROWSER, follow_redirects=False)
    assert led.status_code == 303
    assert led.headers["location"].startswith("/sign-in?next=%2Faudit%2Fwhat-if")
    assert client.post("/audit/what-if", data=FORM, headers=OURS).status_code == 401
