"""Signing in: the key once, then a cookie that proves it, from pages of ours only."""

from __future__ import annotations

from time import time

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from app.kernel.session import COOKIE, LASTS, Session, read, sign
from app.main import create_app
from app.settings import Settings
from app.web.signing import local_path
from tests.conftest import WRITE_KEY
from tests.factories import catalogue as c
from tests.web.pages import BROWSER, OURS, sign_in

IMPORT = "/imports?mode=all"


def test_the_key_is_typed_once_and_a_cookie_stands_for_it(client: TestClient) -> None:
    page = client.get("/sign-in?next=/audit", headers=BROWSER)
    assert 'type="password"' in page.text
    answer = client.post(
        "/sign-in",
        data={"key": f" {WRITE_KEY}\n", "name": "某科室", "next": "/audit?region=1"},
        headers=OURS,
        follow_redirects=False,
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/audit?region=1")
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/", f"Max-Age={LASTS}"} <= set(cookie.split("; "))
    assert WRITE_KEY not in cookie
    start = client.get("/", headers=BROWSER)
    assert "某科室" in start.text
    assert "Cookie" in start.headers["vary"]
    assert start.headers["cache-control"].startswith("private")
    client.post("/sign-out", headers=OURS)
    assert "某科室" not in client.get("/", headers=BROWSER).text


def test_a_cookie_is_secure_where_the_page_is(settings: Settings) -> None:
    with TestClient(create_app(settings), base_url="https://testserver") as client:
        headers = {**BROWSER, "origin": "https://testserver"}
        answer = client.post(
            "/sign-in", data={"key": WRITE_KEY}, headers=headers, follow_redirects=False
        )
    assert "Secure" in answer.headers["set-cookie"].split("; ")


def test_a_wrong_key_is_asked_for_again(client: TestClient) -> None:
    for key in ("", "wrong", WRITE_KEY[:-1], "密钥"):
        answer = client.post("/sign-in", data={"key": key, "next": "/audit"}, headers=OURS)
        assert answer.status_code == 403
        assert "写入密钥不对" in answer.text
        assert 'value="/audit"' in answer.text
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "address",
    ["//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere.example", "audit", "",
     "javascript:alert(1)", "/audit\r\nx: y", "/\t/elsewhere.example", None],
)  # fmt: skip
def test_nobody_is_led_elsewhere(address: str | None) -> None:
    assert local_path(address) == "/"


def test_who_is_signed_in_writes_with_the_cookie(client: TestClient) -> None:
    assert client.post(IMPORT, files={"file": ("a.jsonl", b"{}")}).status_code == 401
    sign_in(client)
    same = {"sec-fetch-site": "same-origin"}
    for headers in (same, {"origin": OURS["origin"]}):
        sent = client.post(IMPORT, files={"file": ("a.jsonl", b"{}")}, headers=headers)
        assert sent.status_code in (200, 202)


ELSEWHERE: tuple[dict[str, str], ...] = (
    {},
    {"origin": "http://elsewhere.example"},
    {"origin": "null"},
    {"origin": "http://testserver.elsewhere.example"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://testserver"},
)


def test_a_page_elsewhere_can_send_nothing_here(client: TestClient) -> None:
    sign_in(client)
    for headers in ELSEWHERE:
        answer = client.post(IMPORT, files={"file": ("a.jsonl", b"{}")}, headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/foreign-origin")
        for address in ("/sign-in", "/sign-out"):
            page = client.post(address, data={"key": WRITE_KEY}, headers={**BROWSER, **headers})
            assert page.status_code == 403
            assert "不是从本站的网页发出的" in page.text


def test_being_signed_in_opens_no_secrets_unasked(client: TestClient) -> None:
    sign_in(client)
    answer = client.get("/audit/findings")
    assert "private" not in answer.headers.get("cache-control", "")


def test_a_kept_guide_never_shows_who_is_signed_in(database: Database, client: TestClient) -> None:
    c.write(database, c.base(), c.local())
    sign_in(client, "某科室")
    assert "某科室" in client.get("/guides", headers=BROWSER).text
    guide = client.get(f"/guides/{c.code_of(c.local())}", headers=BROWSER)
    assert guide.status_code == 200
    assert "某科室" not in guide.text
    assert guide.headers["cache-control"].startswith("public")


def test_without_a_key_nobody_can_sign_in(settings: Settings) -> None:
    closed = settings.model_copy(update={"write_key": None})
    with TestClient(create_app(closed)) as client:
        assert "YIZHI_WRITE_KEY" in client.get("/sign-in", headers=BROWSER).text
        client.cookies.set(COOKIE, sign(Session(None, int(time()) + 9), ""))
        answer = client.post("/sign-in", data={"key": ""}, headers=OURS)
        assert answer.status_code == 403
        assert client.post(IMPORT, files={"file": ("a", b"")}, headers=OURS).status_code == 403


def test_sessions_end_and_are_not_made_up() -> None:
    now = 1_800_000_000.0
    session = Session("某科室", int(now) + 1)
    value = sign(session, "key")
    assert read(value, "key", now) == session
    assert read(value, "key", now + 1) is None
    assert read(value, "another key", now) is None
    told, _, code = value.partition(".")
    later = sign(Session("某科室", int(now) + 99_999), "another key").partition(".")[0]
    for made_up in ("", ".", told, f"{told}.", f".{code}", f"{later}.{code}", f"{value}x", "é.é",
                    f"{told}.{code}.{code}", "a" * 5000):  # fmt: skip
        assert read(made_up, "key", now) is None
