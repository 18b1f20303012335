"""The pages of imports: who may, what they show, and that they say what the interface says."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from app.exporting.scope import Scope
from app.exporting.workbook import workbook
from app.kernel.db import CatalogueBusy, Database
from app.main import create_app
from app.settings import Settings
from app.web import imports
from app.web.changing import differing, entries
from tests.factories.audited import put
from tests.factories.catalogue import CITY, COUNTY, base, code_of, local
from tests.factories.files import lines, row, seeded, table
from tests.web.pages import BROWSER, OURS, sign_in

GOOD = lines(base(), local(CITY), local(COUNTY))
BAD = lines(base(), local(CITY), {"name": "没有编码"})
VALID = {"mode": "valid"}
CODE = code_of(local(CITY))


@pytest.fixture
def admin(database: Database, client: TestClient) -> TestClient:
    """An administrator's browser, signed in."""
    seeded(database)
    sign_in(client, "某科室")
    return client


def send(client: TestClient, content: bytes, name: str = "items.jsonl", **form: str) -> Any:
    """Send the form of the upload page, and wait until the import is over."""
    answer = client.post(
        "/imports",
        data={**VALID, **form},
        files={"file": (name, content)},
        headers=OURS,
        follow_redirects=False,
    )
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    client.get(f"{address}/events")  # ends with the import
    return client.get(address, headers=BROWSER)


def commit(client: TestClient, address: str, **form: str) -> Any:
    """Press the button that imports what a job or a batch was sent."""
    form = {**VALID, "trial": "no", **form}
    sent = client.post(f"{address}/again", data=form, headers=OURS, follow_redirects=False)
    client.get(f"{sent.headers['location']}/events")
    return client.get(sent.headers["location"], headers=BROWSER)


def test_history_is_open_and_uploading_is_not(database: Database, client: TestClient) -> None:
    seeded(database)
    assert "还没有导入过" in client.get("/imports", headers=BROWSER).text
    sent = client.get("/imports/new?x=1", headers=BROWSER, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (
        303, "/sign-in?next=%2Fimports%2Fnew%3Fx%3D1",
    )  # fmt: skip
    refused = client.post("/imports", files={"file": ("a", GOOD)}, data=VALID, headers=OURS)
    assert (refused.status_code, "请先登录" in refused.text) == (401, True)
    assert client.get("/imports/batches").json()["items"] == []


def test_a_trial_writes_nothing_and_is_committed_without_sending_it_again(
    admin: TestClient,
) -> None:
    page = send(admin, BAD)
    assert "还没有写入目录" in page.text
    assert re.search(r"将新增</dt><dd>2", page.text)
    assert "这一行没有编码" in page.text
    assert "将新增的发现" in page.text
    assert admin.get(f"{page.url.path}/preview").json()["counts"]["created"] == 2
    assert admin.get("/imports/batches").json()["items"] == []
    refusals = admin.get(f"{page.url.path}/refusals")
    assert "这一行没有编码" in refusals.text
    batch = commit(admin, page.url.path)
    assert batch.url.path == "/imports/batches/1"
    assert re.search(r"新增</dt><dd>2", batch.text)
    assert "某科室" in batch.text
    assert "这一行没有编码" in batch.text
    assert admin.get("/imports/1/file").content == BAD
    listed = admin.get("/imports", headers=BROWSER).text
    assert "items.jsonl" in listed
    assert "最近的试运行" in listed


def test_what_a_trial_found_is_for_those_who_signed_in(admin: TestClient) -> None:
    page = send(admin, GOOD)
    admin.cookies.clear()
    seen = admin.get(page.url.path, headers=BROWSER)
    assert re.search(r"将新增</dt><dd>3", seen.text)
    assert "将新增的发现" not in seen.text
    assert "正式导入，不必" not in seen.text
    assert admin.get(f"{page.url.path}/preview").status_code == 401


def test_all_or_nothing_says_that_nothing_went_in(admin: TestClient) -> None:
    page = send(admin, BAD, mode="all", trial="no")
    assert page.url.path == "/imports/batches/1"
    assert "没有导入任何一行" in page.text
    again = commit(admin, "/imports/1")  # the file is still here
    assert again.url.path == "/imports/batches/2"
    assert re.search(r"新增</dt><dd>2", again.text)


@pytest.mark.parametrize(
    "content, told, label",
    [
        (lines(base(), local(CITY)), "与目录里的完全一样，没有写入任何内容", "没有变化"),
        (BAD, "合格的行与目录里的完全一样，其余的拒收，没有写入任何内容", "没有变化"),
        (lines({**local(COUNTY), "type": ["?"]}), "没有一行合格，没有写入任何内容", "没有导入"),
        (lines(local(COUNTY)), "已经写入目录，并已审核。", "已导入"),
        (lines(local(COUNTY), {"name": "没有编码"}), "拒收的没有写入", "已导入"),
    ],
    ids=["same", "partly same", "none", "done", "partly"],
)
def test_a_batch_says_whether_it_wrote_anything(
    admin: TestClient, content: bytes, told: str, label: str
) -> None:
    send(admin, lines(base(), local(CITY)), trial="no")
    page = send(admin, content, trial="no")
    assert page.url.path == "/imports/batches/2"
    assert told in page.text
    assert label in page.text
    wrote = label == "已导入"
    assert ("已经写入目录" in page.text) is wrote
    assert ("确认撤销批次" in page.text) is wrote
    assert admin.get("/imports", headers=BROWSER).text.count("已导入") == 1 + wrote


@pytest.mark.parametrize(
    "content, told",
    [
        (lines(base(), local(CITY)), "与目录里的完全一样：没有什么可导入的"),
        (BAD, "其余的拒收：没有什么可导入的"),
        (lines({**local(COUNTY), "type": ["?"]}), "没有一行合格的内容可写"),
    ],
    ids=["same", "partly same", "none"],
)
def test_a_trial_that_would_write_nothing_offers_no_import(
    admin: TestClient, content: bytes, told: str
) -> None:
    assert "正式导入，不必" in send(admin, content if told[0] == "与" else GOOD).text
    send(admin, lines(base(), local(CITY)), trial="no")
    page = send(admin, content)
    assert told in page.text
    assert "正式导入，不必" not in page.text


def test_undoing_tells_what_stands_in_the_way(admin: TestClient) -> None:
    send(admin, GOOD, trial="no")
    send(admin, table(row(local(CITY, name="改名"))), "改名.csv", trial="no")
    refused = admin.post("/imports/batches/1/undo", headers=OURS)
    assert refused.status_code == 409
    assert "被批次 2 又修改过" in refused.text
    assert 'href="/imports/batches/2"' in refused.text
    done = admin.post("/imports/batches/2/undo", headers=OURS)
    assert done.url.path == "/imports/batches/3"
    assert "撤销批次 2" in done.text
    undone = admin.get("/imports/batches/2", headers=BROWSER).text
    assert "已撤销" in undone
    assert 'href="/imports/batches/3"' in undone
    assert "确认撤销" not in undone


def test_what_cannot_be_read_is_told_with_its_remedy(admin: TestClient) -> None:
    unknown = send(admin, table(["1"], headers=("甲",)), "别的.csv")
    assert "认不出文件" in unknown.text
    job = unknown.url.path.rpartition("/")[2]
    proposal = admin.post("/mappings/new", data={"job": job}, headers=OURS)
    assert "别的.csv" in proposal.text
    assert proposal.status_code == 200
    broken = send(admin, b"PK\x03\x04broken", "坏.xlsx")
    assert "请重新导出" in broken.text
    assert "/mappings/new" not in broken.text


def test_what_vanished_from_a_complete_source_is_listed(admin: TestClient) -> None:
    send(admin, lines(base(), local(CITY), local(CITY, serial=1, name="不见了的")), trial="no")
    page = send(admin, lines(local(CITY)), trial="no", complete="region")
    assert "来源中已没有的事项" in page.text
    assert "不见了的" in page.text


def test_a_workbook_is_shown_old_beside_new_and_conflicts_ask_for_a_choice(
    database: Database, admin: TestClient
) -> None:
    put(database, base(), local(CITY, conditions="甲。"), local(COUNTY, serial=1))
    with database.read() as connection:
        content = b"".join(workbook(connection, Scope()))
    put(database, local(CITY, conditions="乙。"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["事项"]
    column = {cell.value: cell.column for cell in sheet[1]}["受理条件"]
    for line in (2, 3):
        sheet.cell(line, column).value = "丙。"  # type: ignore[arg-type]
    buffer = io.BytesIO()
    book.save(buffer)
    page = send(admin, buffer.getvalue(), "目录.xlsx")
    assert "1 处冲突" in page.text
    assert "<mark>乙。</mark>" in page.text
    assert "<mark>丙。</mark>" in page.text
    assert re.search(r"导出时</b> 甲。", page.text)
    marked = admin.get(f"{page.url.path}/marked")
    assert openpyxl.load_workbook(io.BytesIO(marked.content)).sheetnames[0] == "拒收汇总"
    batch = commit(admin, page.url.path, on_conflict="mine")
    assert re.search(r"更新</dt><dd>2", batch.text)
    again = send(admin, buffer.getvalue(), "目录.xlsx")
    assert "与目录里的完全一样" in again.text


def test_a_form_without_file_or_mode_says_what_is_missing(admin: TestClient) -> None:
    for data, files in ((VALID, {}), ({}, {"file": ("a.jsonl", GOOD)})):
        answer = admin.post("/imports", data=data, files=files or None, headers=OURS)
        assert answer.status_code == 422
        assert "没有选择文件，或没有选择导入方式" in answer.text


def test_what_is_too_large_is_told_as_a_page(settings: Settings) -> None:
    with TestClient(create_app(settings.model_copy(update={"max_upload_mb": 1}))) as client:
        sign_in(client)
        files = {"file": ("a.jsonl", b"x" * (2 << 20))}
        page = client.post("/imports", data=VALID, files=files, headers=OURS)
        data = client.post("/imports?mode=all", files=files, headers={"origin": OURS["origin"]})
    assert (page.status_code, data.status_code) == (413, 413)
    assert "内容超过 1 MiB 的上限" in page.text
    assert page.headers["content-type"].startswith("text/html")
    assert data.json()["type"] == "/problems/body-too-large"


def test_a_database_that_is_away_is_told_as_a_page(
    admin: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> None:
        raise CatalogueBusy

    monkeypatch.setattr(imports, "undo_import", busy)
    page = admin.post("/imports/batches/1/undo", headers=OURS)
    assert (page.status_code, page.headers["retry-after"]) == (503, "5")
    assert "正在写入其他数据" in page.text


def test_a_job_nobody_knows_is_a_page_that_says_so(admin: TestClient) -> None:
    for address in ("/imports/0123456789abcdef", "/imports/batches/99", "/imports/99"):
        page = admin.get(address, headers=BROWSER)
        assert page.status_code == 404
        assert page.headers["content-type"].startswith("text/html")
    assert admin.post("/imports/0123456789abcdef/cancel", headers=OURS).status_code == 404


def test_workbooks_are_chosen_by_scope(database: Database, admin: TestClient) -> None:
    put(database, base(), local(CITY), local(COUNTY))
    page = admin.get("/workbooks?kind=implementation", headers=BROWSER)
    assert re.search(r"这个范围有 <b>2</b>", page.text)
    asked = {"format": "xlsx", "region": "", "agency": "", "code": f"{CODE}\r\n{CODE}，nothing"}
    book = admin.get("/workbooks", params=asked, headers=BROWSER)
    assert openpyxl.load_workbook(io.BytesIO(book.content))["事项"].max_row == 2


def test_secrets_go_into_a_workbook_only_when_asked_for(
    database: Database, admin: TestClient, client: TestClient
) -> None:
    put(database, base(), local(CITY, secret=True))
    rows = [_rows(admin.get("/workbooks", params=asked)) for asked in ({}, {"secrets": "true"})]
    assert rows == [0, 1]
    client.cookies.clear()
    assert client.get("/workbooks?secrets=true").status_code == 401


def _rows(answer: Any) -> int:
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return int(book["事项"].max_row) - 1


def test_only_what_differs_is_shown_of_a_long_list() -> None:
    before = [{"name": "甲", "copies": 1}, {"name": "乙", "copies": 1, "remark": "旧"}]
    after = [{"name": "甲", "copies": 1}, {"name": "乙", "copies": 2, "remark": "旧"}]
    here, there = (entries("materials", value, "zh") for value in (before, after))
    assert differing(there, here, "zh") == [
        ("2. 材料名称：乙；复印件份数：2", True), ("其余 1 处相同", False),
    ]  # fmt: skip
    assert entries("materials", None, "zh") == []
    assert differing([], here, "zh") == []
