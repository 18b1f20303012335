"""What auditors do about findings, on pages: waive, ask to mend, run, freeze; each needs signing in."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from tests.factories import catalogue as c
from tests.web.pages import BROWSER, OURS, sign_in
from tests.web.reading import checked, page

CODE = c.code_of(c.local())
RULE = "catch-all-material"


def _offending(database: Database, client: TestClient) -> dict[str, str]:
    c.write(database, c.base(), c.local(materials=[{"name": "其他材料"}]), audited=True)
    (found,) = client.get("/audit/findings", params={"rule": RULE}).json()["items"]
    whose = found["item"]
    return {
        "rule": RULE,
        "pointer": found["place"]["pointer"],
        "item": whose["code"],
        "agency": whose["agency"],
    }


@pytest.mark.parametrize("whom", ["item", "agency"])
def test_a_finding_is_waived_from_beside_it_and_says_so(
    database: Database, client: TestClient, whom: str
) -> None:
    told = _offending(database, client)
    assert "豁免…" not in page(client, f"/audit/findings?rule={RULE}")
    sign_in(client, "示例市政务服务管理局")
    assert "/audit/waivers/new?rule=catch-all-material" in page(client, f"/audit/items/{CODE}")
    form = page(client, f"/audit/waivers/new?{urlencode(told)}")
    assert 'value="示例市政务服务管理局"' in form
    granted = {"whom": whom, "reason": "年底前清理", "approver": "某局", "expires": "2999-12-31"}
    shown = checked(client.post("/audit/waivers", data={**told, **granted}, headers=OURS))
    assert "年底前清理" in shown
    for address in (f"/audit/findings?rule={RULE}", f"/audit/items/{CODE}"):
        beside = page(client, address)
        assert "已豁免" in beside
        assert "（某局，至 2999-12-31）" in beside


def test_a_waiver_of_one_place_and_its_withdrawal(database: Database, client: TestClient) -> None:
    told = _offending(database, client)
    sign_in(client)
    granted = {
        "whom": "item",
        "here": "1",
        "reason": "理由",
        "approver": "某局",
        "expires": "2999-01-01",
    }
    client.post("/audit/waivers", data={**told, **granted}, headers=OURS)
    (kept,) = client.get("/audit/waivers").json()["items"]
    assert kept["pointer"] == told["pointer"]
    shown = checked(client.post(f"/audit/waivers/{kept['id']}/withdrawal", headers=OURS))
    assert "已撤回" in shown
    assert "已豁免" not in page(client, f"/audit/findings?rule={RULE}")


def test_a_waiver_without_a_last_day_is_refused(database: Database, client: TestClient) -> None:
    told = _offending(database, client)
    sign_in(client)
    granted = {"whom": "item", "reason": "理由", "approver": "某局", "expires": ""}
    checked(client.post("/audit/waivers", data={**told, **granted}, headers=OURS), 422)
    assert client.get("/audit/waivers").json()["items"] == []


def test_a_rectification_list_is_issued_and_opens(database: Database, client: TestClient) -> None:
    told = _offending(database, client)
    sign_in(client)
    address = f"/rectifications/new?agency={told['agency']}"
    assert address in page(client, f"/audit/findings?agency={told['agency']}")
    assert f'value="{told["agency"]}"' in page(client, address)
    wanted = {"agency": told["agency"], "working_days": "10", "severity": ["error", "warning"]}
    shown = checked(client.post("/rectifications", data=wanted, headers=OURS))
    assert "其他材料" in shown
    checked(client.post("/rectifications", data={**wanted, "severity": []}, headers=OURS), 422)


def test_the_audit_is_run_and_listed(database: Database, client: TestClient) -> None:
    _offending(database, client)
    sign_in(client)
    shown = checked(client.post("/audit/runs", data={"anew": "yes"}, headers=OURS))
    assert "第 1 次" in shown


def test_a_baseline_is_taken(database: Database, client: TestClient) -> None:
    c.write(database, c.base(), c.local())
    sign_in(client)
    shown = checked(client.post("/indicators/baselines", data={"name": "2026年底"}, headers=OURS))
    assert "2026年底" in shown


@pytest.mark.parametrize(
    "address", ["/audit/waivers", "/rectifications", "/audit/runs", "/indicators/baselines"]
)
def test_nothing_is_done_for_who_did_not_sign_in(client: TestClient, address: str) -> None:
    answer = client.post(address, data={"name": "x"}, headers=OURS)
    checked(answer, 401)
    for new in ("/audit/waivers/new?rule=x", "/rectifications/new"):
        led = client.get(new, headers=BROWSER, follow_redirects=False)
        assert led.headers["location"].startswith("/sign-in")
