"""What the pages say, and what they must never say."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from app.auditing.runs import run_audit
from app.kernel.db import Database
from app.measuring.baselines import take
from app.measuring.snapshots import take_snapshot
from app.mending.rectifying.issuing import Wish, issue
from app.mending.waivers.granting import Grant, grant
from tests.factories import catalogue as c
from tests.web.reading import page

CODE = c.code_of(c.local())
BAD = '<script>alert("1")</script>'


def test_a_guide_shows_every_element_and_where_it_is_from(
    database: Database, client: TestClient
) -> None:
    steps = [{"name": "受理", "number": 1, "unit": "1"}, {"name": "决定", "number": 4, "unit": "1"}]
    c.write(
        database,
        c.base(),
        c.local(
            process={"steps": steps},
            time_limit={"promised": {"number": 5, "unit": "1"}},
            contact={"address": "示例路 1 号", "consult": "010-55550000"},
            questions=[{"question": "要多久？", "answer": "五天。"}],
            conditions="另有规定。",
        ),
    )
    shown = page(client, f"/guides/{CODE}")
    for words in (
        "排水许可申请表",
        "取自标准",
        "城镇排水与污水处理条例",
        "5 个工作日",
        "示例路 1 号",
    ):
        assert words in shown
    assert "本级 · 与标准写法不同" in shown
    assert "<desc" in shown
    assert "受理 1 个工作日 → 决定 4 个工作日" in shown
    assert 'href="https://zwfw.example.org/apply/0421"' in shown
    page(client, f"/guides/{CODE}", language="en")


def test_a_bare_guide_is_a_guide_too(database: Database, client: TestClient) -> None:
    c.write(database, c.local(handling={}, links=None))
    assert c.NAME in page(client, f"/guides/{CODE}")


def test_a_kept_page_is_renewed_when_the_item_changes(
    database: Database, client: TestClient
) -> None:
    c.write(database, c.local(conditions="先前的条件。"))
    for _ in range(3):
        assert "先前的条件" in page(client, f"/guides/{CODE}")
    c.write(database, c.local(conditions="后来的条件。"))
    shown = ""
    for _ in range(100):  # PostgreSQL says it a moment later
        shown = shown if "后来的条件" in shown else page(client, f"/guides/{CODE}")
    assert "后来的条件" in shown
    assert client.get(f"/guides/{CODE}").json()["elements"]["conditions"]["value"] == "后来的条件。"


@pytest.mark.parametrize(
    "fields, status",
    [({"secret": True}, 404), ({"status": "3"}, 410), ({"status": "2"}, 410)],
)
@pytest.mark.parametrize("address", [f"/guides/{CODE}", f"/audit/items/{CODE}"])
def test_secrets_and_what_was_cancelled_have_no_page(
    database: Database, client: TestClient, address: str, fields: dict[str, Any], status: int
) -> None:
    c.write(database, c.base(), c.local(conditions="不该看到", **fields), audited=True)
    assert "不该看到" not in page(client, address, status)


def test_findings_about_secrets_are_neither_shown_nor_counted(
    database: Database, client: TestClient
) -> None:
    secret = c.local(name="不该看到的事项", secret=True)
    c.write(database, c.base(), secret, audited=True)
    shown = page(client, "/audit/findings")
    assert "不该看到的事项" not in shown
    assert CODE not in shown
    open_alone = client.get("/audit/findings").json()["total"]
    assert f"共 {open_alone} 处" in shown


def test_what_people_typed_is_never_markup(database: Database, client: TestClient) -> None:
    c.write(
        database,
        c.base(),
        c.local(
            name=f"许可{BAD}",
            conditions=BAD,
            materials=[{"name": BAD, "sample": "javascript:alert(1)"}],
            process={"text": BAD, "steps": [{"name": BAD, "office": BAD}]},
            links={"online": "javascript:alert(1)"},
            result={"name": BAD},
        ),
        audited=True,
    )
    for address in (f"/guides/{CODE}", "/guides", f"/audit/items/{CODE}", "/audit/findings"):
        page(client, address)
    page(client, f"/guides?q={BAD}")


def test_an_item_stands_beside_its_standard(database: Database, client: TestClient) -> None:
    extra = [*c.base()["materials"], {"name": "单位介绍信", "necessity": "1"}]
    c.write(database, c.base(), c.local(materials=extra), audited=True)
    shown = page(client, f"/audit/items/{CODE}")
    assert '<span class="answer worse">更差</span>' in shown
    assert "<mark>单位介绍信</mark>" in shown
    assert "多出单位介绍信" in shown
    assert '<span class="answer same">同</span>' in shown
    assert "改法" in shown
    page(client, f"/audit/items/{c.BASE_CODE}", language="en")


def test_guides_are_found_and_paged(database: Database, client: TestClient) -> None:
    c.write(database, *(c.local(serial=serial) for serial in range(1, 31)))
    first = page(client, "/guides?q=排水&region=&type=")
    assert first.count("<h3>") == 20
    assert 'rel="next"' in first
    assert "没有符合条件的办事指南" in page(client, "/guides?q=没有的")
    assert "请选择业务办理项" in page(client, f"/guides/{c.local()['code']}", 300)


def test_a_list_shows_its_share_its_members_and_the_others(
    database: Database, client: TestClient
) -> None:
    c.write(database, c.local(), c.local(c.COUNTY, handling=c.handled(visits=3)), audited=True)
    shown = page(client, "/lists/at-most-one-visit")
    assert "50.0%" in shown
    assert "目标 85.0%，还差 1 项" in shown
    assert "到现场 1 次" in shown
    assert "示例市（本级）" in page(client, f"/lists/at-most-one-visit?region={c.CITY}")
    others = page(client, "/lists/at-most-one-visit?members=false")
    assert "就近改法" in others
    assert "甲县" in others


def test_the_start_page_goes_down_region_by_region(database: Database, client: TestClient) -> None:
    c.write(database, c.base(), c.local(), c.local(c.COUNTY), audited=True)
    whole = page(client, "/")
    assert f'href="/?region={c.CITY}"' in whole
    city = page(client, f"/?region={c.CITY}")
    assert "甲县" in city
    assert "示例省" in city
    page(client, f"/?region={c.TOWN}")
    page(client, f"/audit?region={c.CITY}", language="en")


def test_rules_explain_themselves(database: Database, client: TestClient) -> None:
    c.write(database, c.base(), c.local(), audited=True)
    assert "catch-all-material" in page(client, "/audit/rules")
    assert "为什么" in page(client, "/audit/rules/catch-all-material")


def test_indicators_tell_which_targets_are_reached_and_open(
    database: Database, client: TestClient
) -> None:
    c.write(database, c.base(), c.local(), c.local(c.COUNTY, handling=c.handled(visits=3)))
    shown = page(client, "/indicators")
    assert "未达到" in shown
    assert "还没有可比的" in shown
    assert 'href="/indicators/at-most-one-visit-rate"' in shown
    page(client, f"/indicators?region={c.CITY}", language="en")


def test_an_indicator_opens_into_its_parts_and_its_items(
    database: Database, client: TestClient
) -> None:
    c.write(database, c.local(), c.local(c.COUNTY, handling=c.handled(visits=3)))
    shown = page(client, "/indicators/at-most-one-visit-rate")
    assert '<p class="big">50.0%</p>' in shown
    assert "目标 85.0%" in shown
    assert "yizhi indicators snapshot" in shown
    short = "/indicators/at-most-one-visit-rate/items?part=shortfall"
    assert f'href="{short.replace("&", "&amp;")}"' in shown
    missed = page(client, short)
    assert "不在分子的 1" in missed
    assert "甲县" in missed
    assert "没有这样的事项" in page(client, f"{short}&q=没有的")
    page(client, f"/indicators/at-most-one-visit-rate?by=agency&region={c.CITY}", language="en")
    page(client, "/indicators/nothing", 404)
    page(client, "/indicators/at-most-one-visit-rate/items?part=wrong", 422)


def test_a_trend_is_drawn_once_figures_were_kept_on_two_days(
    database: Database, client: TestClient
) -> None:
    c.write(database, c.local())
    take_snapshot(database, day=date(2026, 9, 30))
    assert "留存过两次以后才有走势" in page(client, "/indicators/average-visits")
    take_snapshot(database, day=date(2026, 10, 31))
    shown = page(client, "/indicators/average-visits")
    assert 'data-kind="trend"' in shown
    assert "2026-10-31" in shown


def test_reductions_wait_for_a_baseline(database: Database, client: TestClient) -> None:
    c.write(database, c.local(materials=[{"name": "申请表"}]))
    assert "还没有基线" in page(client, "/indicators/material-reduction")
    assert "还没有基线" in page(client, "/indicators/baselines")
    with database.write() as connection:
        take(connection, "2026年底")
    assert "2026年底" in page(client, "/indicators/baselines")
    assert '<p class="big">0.0%</p>' in page(client, "/indicators/material-reduction")
    counted = page(client, "/indicators/material-reduction/items?part=denominator")
    assert "计入分母" in counted


def test_the_audit_draws_its_rates_once_they_were_kept_twice(
    database: Database, client: TestClient
) -> None:
    c.write(database, c.base(), c.local(), audited=True)
    bare = page(client, "/audit")
    assert "留存过两次以后才有走势" in bare
    assert 'href="/audit/report?format=xlsx"' in bare
    for day in (date(2026, 9, 30), date(2026, 10, 31)):
        take_snapshot(database, day=day)
    assert 'data-kind="trend"' in page(client, "/audit")
    within = page(client, f"/audit?region={c.CITY}")
    assert f"/audit/report?format=html&amp;region={c.CITY}" in within


def test_a_law_tells_whether_it_is_in_force_and_what_stands_on_it(
    database: Database, client: TestClient
) -> None:
    basis = {"law": "中华人民共和国合同法", "article": "第十条", "kind": "1"}
    named = {"law": "示例省没有登记的条例", "kind": "3"}
    c.write(database, c.local(legal_basis=[basis, named]), audited=True)
    known = client.get("/laws", params={"q": "合同法", "status": "repealed"}).json()["items"]
    (found,) = (one for one in known if one["name"] == "合同法")
    assert f'href="/laws/{found["id"]}"' in page(client, "/laws/outdated")
    shown = page(client, f"/laws/{found['id']}?region={c.CITY}&element=legal_basis")
    for words in ("已废止", "民法典", "设定依据 1", "第十条", c.NAME):
        assert words in shown
    assert "没有事项引用它" in page(client, f"/laws/{found['id']}?element=fees")
    assert "示例省没有登记的条例" in page(client, "/laws/unknown")
    listed = page(client, "/laws?q=合同法&rank=1&status=repealed")
    assert 'rel="next"' in page(client, "/laws", language="en")
    assert "<table" in listed
    page(client, "/laws/999999", 404)


def test_papers_without_basis_and_those_that_need_not_be_asked_for(
    database: Database, client: TestClient
) -> None:
    asked_for = [{"name": "使用情况说明"}, {"name": "居民户口簿"}]
    c.write(database, c.local(materials=asked_for), c.local(c.COUNTY), audited=True)
    cleared = page(client, "/laws/unfounded-materials")
    assert "使用情况说明" in cleared
    assert "居民户口簿" not in cleared
    spared = page(client, "/materials/candidates")
    assert "居民户口簿" in spared
    assert "公安机关" in spared
    assert "居民户口簿" not in page(client, "/materials?name=使用情况")
    (paper,) = re.findall(r"/materials/(\d+)/uses\?unfounded=true\">使用情况说明", cleared)
    uses = page(client, f"/materials/{paper}/uses?unfounded=true&region={c.CITY}")
    assert "使用情况说明 1" in uses
    assert c.NAME in uses
    page(client, "/materials/999999/uses", 404)


def test_bodies_of_one_line_stand_side_by_side(database: Database, client: TestClient) -> None:
    extra = [*c.base()["materials"], {"name": "单位介绍信", "necessity": "1"}]
    c.write(database, c.base(), c.local(materials=extra), c.local(c.COUNTY), audited=True)
    with database.write() as connection:
        connection.execute(text("UPDATE agency SET line = '住建'"))
    shown = page(client, "/audit/agencies")
    assert "部门对照：住建" in shown
    assert shown.index("示例市住房和城乡建设局") < shown.index("甲县住房和城乡建设局")
    assert '"hrefs": ["/audit/findings?agency=11990100MB0A56783W"' in shown
    assert "甲县住房和城乡建设局" in page(client, f"/audit/agencies?line=住建&region={c.COUNTY}")
    assert "没有写明条线" in page(client, "/audit/agencies?line=教育")
    page(client, "/audit/agencies?region=999999", 404)
    page(client, "/audit/agencies", language="en")


def test_two_runs_are_compared(database: Database, client: TestClient) -> None:
    c.write(database, c.base(), c.local(), audited=True)
    assert "还没有全面审核过" in page(client, "/audit/runs")
    run_audit(database, "policy-2020")
    extra = [*c.base()["materials"], {"name": "单位介绍信", "necessity": "1"}]
    c.write(database, c.local(materials=extra), audited=True)
    run_audit(database, "policy-2020")
    listed = page(client, "/audit/runs")
    assert 'href="/audit/runs/1/against/2"' in listed
    assert "<select" in listed
    chosen = client.get(
        "/audit/runs?before=1&after=2", headers={"accept": "text/html"}, follow_redirects=False
    )
    assert chosen.headers["location"] == "/audit/runs/1/against/2"
    shown = page(client, "/audit/runs/1/against/2")
    assert c.NAME in shown
    assert "worse-materials" in shown
    back = page(client, f"/audit/runs/2/against/1?part=mended&region={c.CITY}", language="en")
    assert "worse-materials" in back
    page(client, "/audit/runs/1/against/2?part=unchanged")
    page(client, "/audit/runs/1/against/9", 404)


def test_waivers_and_rectification_lists_are_shown(database: Database, client: TestClient) -> None:
    extra = [*c.base()["materials"], {"name": "单位介绍信", "necessity": "1"}]
    c.write(database, c.base(), c.local(materials=extra), audited=True)
    assert "没有豁免" in page(client, "/audit/waivers")
    assert "还没有出具过" in page(client, "/rectifications")
    agency = c.BODIES[c.CITY][0]
    with database.write() as connection:
        number = issue(connection, Wish(agency, ["error"], 10, note="第一批"))
        wanted = Grant("worse-materials", BAD, "示例处室", date(2099, 12, 31), agency=agency)
        grant(connection, wanted, "policy-2020")
    waived = page(client, "/audit/waivers?state=in-force")
    assert "示例处室" in waived
    assert "示例市住房和城乡建设局" in waived
    assert "没有豁免" in page(client, "/audit/waivers?state=expired")
    assert f'href="/rectifications/{number}"' in page(client, f"/rectifications?agency={agency}")
    lines = page(client, f"/rectifications/{number}")
    assert "第一批" in lines
    assert "已豁免 <b>1</b>" in lines
    assert "没有这样的条目" in page(client, f"/rectifications/{number}?state=mended", language="zh")
    page(client, "/rectifications/99", 404)
