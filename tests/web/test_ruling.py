"""Rule settings, on pages: previewed without a trace, set with a reason, and remembered."""

from __future__ import annotations

from starlette.testclient import TestClient

from app.kernel.db import Database
from tests.factories import catalogue as c
from tests.web.pages import OURS, sign_in
from tests.web.reading import checked, page

RULE = "/audit/rules/catch-all-material"
OFF = {"enabled": "no", "severity": "", "who": "示例市政务服务管理局", "reason": "上级口径未定"}


def _offending(database: Database) -> None:
    c.write(database, c.base(), c.local(materials=[{"name": "其他材料"}]), audited=True)


def test_everybody_may_read_how_a_rule_is_taken(client: TestClient) -> None:
    shown = page(client, f"{RULE}/setting")
    assert "没有改过" in shown
    assert "/sign-in?next=" in shown
    assert "<form" not in shown
    page(client, "/audit/rules/none-such/setting", 404)


def test_a_preview_shows_whose_findings_would_go_and_changes_nothing(
    database: Database, client: TestClient
) -> None:
    _offending(database)
    sign_in(client)
    shown = checked(client.post(f"{RULE}/preview", data=OFF, headers=OURS))
    assert "1 → 0" in shown
    assert "会消失的，举例" in shown
    assert 'value="上级口径未定"' in shown
    assert client.get(f"{RULE}/setting").json()["enabled"] is True


def test_a_rule_is_set_and_who_did_it_is_remembered(database: Database, client: TestClient) -> None:
    _offending(database)
    sign_in(client)
    answer = client.post(f"{RULE}/setting", data=OFF, headers=OURS)
    shown = checked(answer)
    assert "示例市政务服务管理局" in shown
    assert "上级口径未定" in shown
    assert client.get(f"{RULE}/setting").json()["enabled"] is False
    found = client.get("/audit/findings", params={"rule": "catch-all-material"}).json()
    assert found["items"] == []


def test_a_setting_without_a_reason_is_refused(database: Database, client: TestClient) -> None:
    _offending(database)
    sign_in(client)
    checked(client.post(f"{RULE}/setting", data={**OFF, "reason": ""}, headers=OURS), 422)
    assert client.get(f"{RULE}/setting").json()["enabled"] is True


def test_a_renamed_code_and_english(database: Database, client: TestClient) -> None:
    _offending(database)
    sign_in(client)
    graded = {**OFF, "enabled": "yes", "severity": "info"}
    shown = checked(
        client.post(f"{RULE}/preview", data=graded, headers={**OURS, "accept-language": "en"})
    )
    assert "hint" in shown
