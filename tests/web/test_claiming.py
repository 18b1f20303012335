"""Declines on pages: from the matrix, with a reason, listed, and withdrawn."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from tests.factories import catalogue as c
from tests.factories.audited import put
from tests.web.pages import OURS, sign_in
from tests.web.reading import checked, page

OTHER = "000117002000"
MATRIX = f"/survey/matrix?region={c.CITY}"
FORM = f"/claims/declines/new?base_code={OTHER}&issuer={c.NATION}&region={c.COUNTY}"
SAID = {"base_code": OTHER, "region": c.COUNTY, "reason": "no-institution", "by": "甲县政府"}


@pytest.fixture
def asked(database: Database, client: TestClient) -> TestClient:
    """Two counties that list one of two base items."""
    put(database, c.base(), c.base(OTHER, name="建筑垃圾处置核准"))
    put(database, c.local(c.COUNTY), c.local(c.OTHER_COUNTY))
    return client


def test_a_gap_is_declined_from_the_matrix_and_the_decline_withdrawn(asked: TestClient) -> None:
    assert "不认领…" not in page(asked, MATRIX)
    sign_in(asked, "甲县政府")
    assert page(asked, MATRIX).count("不认领…") == 2
    form = page(asked, FORM)
    assert "甲县不认领“建筑垃圾处置核准”" in form
    assert 'value="甲县政府"' in form
    shown = checked(asked.post("/claims/declines", data=SAID, headers=OURS))
    assert "机构缺失" in shown
    told = page(asked, MATRIX)
    assert told.count("不认领…") == 1
    assert "机构缺失" in told
    assert "当地写明原因不认领" in page(asked, f"/indicators/claim-rate?region={c.COUNTY}")
    gone = checked(asked.post("/claims/declines/1/withdrawal", headers=OURS))
    assert "撤回：甲县政府" in gone
    assert page(asked, MATRIX).count("不认领…") == 2


def test_the_list_is_narrowed_and_says_when_there_is_nothing(asked: TestClient) -> None:
    sign_in(asked)
    asked.post("/claims/declines", data=SAID, headers=OURS)
    assert "建筑垃圾处置核准" in page(asked, f"/claims/declines?region={c.CITY}&state=in-force")
    assert "没有这样的记录" in page(asked, "/claims/declines?reason=no-power")


def test_a_reason_that_says_nothing_is_refused_on_the_page(asked: TestClient) -> None:
    sign_in(asked)
    said = {**SAID, "reason": "other"}
    refused = asked.post("/claims/declines", data=said, headers=OURS)
    assert refused.status_code == 422
    assert "要在说明里写清楚" in refused.text
