"""The pages of mappings: a file sent, its columns changed, its codes settled, saved, imported."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from tests.factories.files import seeded
from tests.importing.kept.test_kept_mappings import FILE
from tests.web.pages import BROWSER, OURS, sign_in
from tests.web.reading import page

BAD = '<script>alert("1")</script>'
_TOLD = re.compile(r'name="told" value="([^"]*)"')
_FILE = re.compile(r"file=([0-9a-f]{64})")


@pytest.fixture
def signed(database: Database, client: TestClient) -> TestClient:
    """An administrator who signed in."""
    seeded(database)
    sign_in(client, "某科")
    return client


def proposal(client: TestClient, content: str = FILE, name: str = "某市导出.csv") -> str:
    """The page that shows what is proposed for a file."""
    files = {"file": (name, content.encode())}
    answer = client.post("/mappings/new", files=files, headers=OURS)
    assert answer.status_code == 200, answer.text
    return answer.text


def told_of(shown: str) -> str:
    found = _TOLD.search(shown)
    assert found
    return html.unescape(found[1])


def save(client: TestClient, shown: str, **chosen: str) -> Any:
    form = {"told": told_of(shown), "title": "某市旧系统", "name": "old-city", **chosen}
    return client.post("/mappings", data=form, headers=OURS, follow_redirects=False)


def test_from_a_file_to_its_import_on_pages(signed: TestClient) -> None:
    assert "选择文件" in page(signed, "/mappings/new")
    shown = proposal(signed)
    assert "服务事项全称" in shown
    assert "某市水务局" in shown
    assert "1、2 对调" in shown
    assert 'value="mssxtdc"' in shown or 'name="name" value="' in shown
    refused = save(signed, shown, action="confirm")
    assert refused.status_code == 409
    assert "没有选定读法" in refused.text
    chosen = {"reading:/handling/project_type": "swapped", "field:2": "/authority/entrusted_by"}
    saved = save(signed, shown, action="confirm", **chosen)
    assert saved.status_code == 303, saved.text
    kept = page(signed, saved.headers["location"])
    assert "已确认" in kept
    assert "委托部门" in kept
    assert "某科" in kept
    assert "现在导入" in kept
    found = _FILE.search(saved.headers["location"])
    assert found
    sent = signed.post(
        "/mappings/old-city/import",
        data={"file": found[1], "name": "某市导出.csv", "trial": "no"},
        headers=OURS,
        follow_redirects=False,
    )
    assert sent.status_code == 303
    job = signed.get(sent.headers["location"] + "/events").text
    assert '"state":"done"' in job.replace(" ", "")
    assert '"mapping":"old-city@1"' in job.replace(" ", "")
    listed = page(signed, "/mappings")
    assert "某市旧系统" in listed
    page(signed, "/mappings", language="en")
    page(signed, "/mappings/old-city", language="en")
    page(signed, "/mappings/sheet")


def test_a_draft_is_settled_and_confirmed_on_its_page(signed: TestClient) -> None:
    saved = save(signed, proposal(signed), action="draft")
    assert saved.status_code == 303
    kept = page(signed, saved.headers["location"])
    assert "草稿" in kept
    assert "1、2 对调" in kept
    confirmed = signed.post("/mappings/old-city/confirmation", headers=OURS)
    assert confirmed.status_code == 409
    form = {"reading:/handling/project_type": "nonsense"}
    assert (
        signed.post("/mappings/old-city/confirmation", data=form, headers=OURS).status_code == 422
    )
    form = {"reading:/handling/project_type": "standard"}
    confirmed = signed.post("/mappings/old-city/confirmation", data=form, headers=OURS)
    assert confirmed.status_code == 200
    assert "已确认" in confirmed.text
    assert "第 2 版" in confirmed.text
    removed = signed.post("/mappings/old-city/removal", headers=OURS)
    assert "某市旧系统" not in removed.text
    assert page(signed, "/mappings/old-city", 404)
    assert "停用" in page(signed, "/mappings/old-city?version=2")


def test_who_has_not_signed_in_is_led_to_the_form(database: Database, client: TestClient) -> None:
    answer = client.get("/mappings/new", headers=BROWSER, follow_redirects=False)
    assert answer.status_code == 303
    for address in ("/mappings", "/mappings/new", "/mappings/a/confirmation", "/mappings/a/import"):
        assert client.post(address, headers=OURS).status_code == 401
    assert "随系统提供" in page(client, "/mappings")


def test_a_long_list_is_turned_over(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.mappings.PAGE", 5)
    shown = page(client, "/mappings")
    following = re.search(r'rel="next" href="([^"]+)"', shown)
    assert following
    assert shown.count("随系统提供") == 5
    assert "回到第一页" in page(client, html.unescape(following[1]))


def test_a_word_nobody_knows_is_given_a_code(signed: TestClient) -> None:
    content = "事项编号,事项名,办件类型\nXK-00001,排水许可,即办件\nXK-00002,取水许可,联合办理件\n"
    shown = proposal(signed, content)
    assert 'name="value:0:1"' in shown
    saved = save(signed, shown, action="confirm", **{"value:0:1": "2"})
    assert saved.status_code == 303
    told = signed.get("/mappings/old-city", headers={"accept": "application/json"}).json()
    assert told["mapping"]["tables"] == {"handling_project_type": {"联合办理件": "2"}}


def test_what_a_file_holds_is_shown_and_never_run(signed: TestClient) -> None:
    content = f'事项编号,事项名,"{BAD}"\nXK-00001,"{BAD}","{BAD}"\nXK-00002,排水许可,甲\n'.replace(
        '"1"', "1"
    )
    shown = proposal(signed, content, f"{BAD}.csv".replace("/", ""))
    assert "<script>alert" not in shown
    saved = save(signed, shown, action="draft", title=BAD)
    assert saved.status_code == 303
    assert "<script>alert" not in page(signed, "/mappings/old-city")
    assert "<script>alert" not in page(signed, "/mappings")


@pytest.mark.parametrize(
    "chosen, status",
    [
        ({"name": "Not plain"}, 422),
        ({"name": "sheet"}, 409),
        ({"field:0": "/nowhere"}, 422),
        ({"told": "{}"}, 422),
        ({"told": "nonsense"}, 422),
        ({"reading:/handling/project_type": "nonsense"}, 422),
    ],
)
def test_what_cannot_be_saved_is_told_on_the_page(
    signed: TestClient, chosen: dict[str, str], status: int
) -> None:
    answer = save(signed, proposal(signed), action="draft", **chosen)
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_a_form_without_a_file_and_a_file_that_is_gone(signed: TestClient) -> None:
    assert signed.post("/mappings/new", data={}, headers=OURS).status_code == 422
    assert (
        signed.post("/mappings/new", files={"file": ("a.pdf", b"%PDF")}, headers=OURS).status_code
        == 422
    )
    gone = signed.post("/mappings/sheet/import", data={"file": "0" * 64}, headers=OURS)
    assert gone.status_code == 404
