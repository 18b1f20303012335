"""``/imports`` over HTTP: who may, what is taken, what is answered, and where it is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.kernel.db import Database
from app.main import create_app
from app.settings import Settings
from tests.conftest import WRITE_KEY
from tests.factories.audited import dump
from tests.factories.catalogue import CITY, COUNTY, OTHER_COUNTY, base, code_of, local
from tests.factories.files import lines, row, seeded, table

GOOD = lines(base(), local(CITY), local(COUNTY))
BAD = lines(base(), local(CITY), {"name": "没有编码"})
Send = Callable[..., Any]


@pytest.fixture
def send(database: Database, writing_client: TestClient) -> Send:
    """Send a file and wait for what becomes of it."""
    seeded(database)

    def send(content: bytes, name: str = "items.jsonl", **asked: Any) -> Any:
        asked = {"mode": "all", "wait": 60, **asked}
        return writing_client.post("/imports", params=asked, files={"file": (name, content)})

    return send


def _counts(job: dict[str, Any]) -> tuple[int, ...]:
    names = ("rows", "created", "changed", "unchanged", "refused")
    return tuple(job["counts"][name] for name in names)


def test_a_file_is_imported_and_its_batch_tells_of_it(send: Send, client: TestClient) -> None:
    answer = send(GOOD, sender="某科室")
    assert answer.status_code == 200
    job = answer.json()
    assert answer.headers["location"] == f"/imports/{job['id']}"
    assert (job["state"], job["mapping"], job["problem"]) == ("done", "native", None)
    assert _counts(job) == (3, 3, 0, 0, 0)
    batch = client.get(f"/imports/batches/{job['batch']}").json()
    assert batch["file_name"] == "items.jsonl"
    assert (batch["sender"], batch["job"], batch["file_size"]) == ("某科室", job["id"], len(GOOD))
    assert batch["started_at"] <= batch["finished_at"]
    listed = client.get("/imports/batches").json()["items"]
    assert [one["id"] for one in listed] == [job["batch"]]
    assert client.get("/imports/batches/99").status_code == 404


@pytest.mark.parametrize(
    "headers, status, kind",
    [
        ({}, 401, "write-key-missing"),
        ({"X-API-Key": "wrong"}, 403, "write-key-wrong"),
        ({"Authorization": "Bearer wrong"}, 403, "write-key-wrong"),
    ],
)
def test_nobody_writes_without_the_key(
    database: Database, client: TestClient, headers: dict[str, str], status: int, kind: str
) -> None:
    before = dump(database)
    for path in ("/imports?mode=all", "/imports/1/undo", "/imports/1/cancel"):
        answer = client.post(path, files={"file": ("a.jsonl", GOOD)}, headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{kind}")
    assert client.get("/imports/1/file", headers=headers).status_code == status
    assert dump(database) == before


def test_the_key_may_come_as_bearer(database: Database, client: TestClient) -> None:
    seeded(database)
    answer = client.post(
        "/imports?mode=all&wait=60",
        files={"file": ("a.jsonl", GOOD)},
        headers={"Authorization": f"Bearer {WRITE_KEY}"},
    )
    assert answer.json()["state"] == "done"


def test_a_dry_run_writes_nothing(send: Send, database: Database, client: TestClient) -> None:
    before = dump(database)
    job = send(BAD, mode="valid", dry_run=True).json()
    assert (job["state"], job["dry_run"], job["batch"]) == ("done", True, None)
    assert _counts(job) == (3, 2, 0, 0, 1)
    assert [error["code"] for error in job["errors"]] == ["no-code"]
    assert dump(database) == before
    assert client.get("/imports/batches").json()["items"] == []


def test_modes_are_chosen_and_have_no_default(send: Send) -> None:
    refused = send(BAD).json()
    assert (refused["state"], _counts(refused)) == ("refused", (3, 2, 0, 0, 1))
    done = send(BAD, mode="valid").json()
    assert (done["state"], _counts(done)) == ("done", (3, 2, 0, 0, 1))
    for mode in ("some", None):
        answer = send(BAD, mode=mode)
        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert (error["in"], error["pointer"]) == ("query", "/mode")


def test_what_else_is_not_as_asked_is_named_by_its_place(send: Send, client: TestClient) -> None:
    for asked, pointer in (
        ({"wait": 1e9}, "/wait"),
        ({"complete": "all"}, "/complete"),
        ({"sender": "长" * 81}, "/sender"),
    ):
        answer = send(GOOD, **asked)
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    answer = client.post("/imports?mode=all", headers={"X-API-Key": WRITE_KEY})
    assert answer.json()["errors"][0]["pointer"] == "/file"


def test_an_unknown_mapping_is_said_with_those_known(send: Send) -> None:
    job = send(GOOD, mapping="no-such").json()
    assert job["state"] == "failed"
    assert job["problem"]["type"] == "/problems/import-file-unreadable"
    assert "no-such" in job["problem"]["detail"]
    assert "native" in job["problem"]["detail"]


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("empty.csv", b"", "空"),
        ("page.xlsx", b"<!DOCTYPE html><title>login</title>", "网页"),
        ("scan.pdf", b"%PDF-1.7 \n", "PDF"),
        ("colours.csv", b"colour,size\nred,1\n", "认不出"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_remedy(
    send: Send, name: str, content: bytes, said: str
) -> None:
    answer = send(content, name)
    problem = answer.json()["problem"]
    assert said in problem["detail"]
    assert name in problem["detail"]
    assert problem["status"] == 422


def test_a_body_that_is_too_large_is_refused_before_it_is_read(
    database: Database, settings: Settings
) -> None:
    small = settings.model_copy(update={"max_upload_mb": 1})
    with TestClient(create_app(small)) as client:
        answer = client.post(
            "/imports?mode=all",
            files={"file": ("a.jsonl", b" " * (2 << 20))},
            headers={"X-API-Key": WRITE_KEY},
        )
    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/body-too-large"
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM import_batch").scalar() == 0


def test_refusals_are_listed_by_page_and_as_csv(send: Send, client: TestClient) -> None:
    rows = [
        row(local(CITY)),
        row({**local(COUNTY), "region": "981234000000"}),
        row({**local(OTHER_COUNTY), "code": "1.19901E+30"}),
        row({**local(OTHER_COUNTY), "name": "=cmd()", "region": "=1+1"}),
    ]
    job = send(table(*rows), "清单.csv", mode="valid").json()
    assert job["counts"]["refused"] == 3
    address = f"/imports/batches/{job['batch']}/refusals"
    first = client.get(address, params={"limit": 2}).json()
    rest = client.get(address, params={"limit": 2, "cursor": first["next"]}).json()
    listed = first["items"] + rest["items"]
    assert [one["row"] for one in listed] == [3, 4, 5]
    assert rest["next"] is None
    assert listed[0]["column"] == "行政区划"
    assert listed[0]["value"] == "981234000000"
    assert all(one["reason"] and one["remedy"] for one in listed)
    english = client.get(address, headers={"Accept-Language": "en"}).json()["items"]
    assert english[0]["reason"].isascii() is False or "not a known region" in english[0]["reason"]
    answer = client.get(address, params={"format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    told = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert told[0][:6] == ["文件", "表", "行", "列", "列号", "值"]
    assert [one[2] for one in told[1:]] == ["3", "4", "5"]
    assert not [cell for one in told for cell in one if cell.startswith("=")]
    assert client.get("/imports/batches/99/refusals").status_code == 404
    assert client.get(address, params={"cursor": "x"}).status_code == 422


def test_batches_come_newest_first_by_page(send: Send, client: TestClient) -> None:
    numbers = [send(GOOD, f"{n}.jsonl").json()["batch"] for n in range(3)]
    first = client.get("/imports/batches", params={"limit": 2}).json()
    rest = client.get("/imports/batches", params={"limit": 2, "cursor": first["next"]}).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == numbers[::-1]
    assert [one["counts"]["unchanged"] for one in first["items"]] == [3, 3]


def test_the_original_comes_back_byte_for_byte(send: Send, writing_client: TestClient) -> None:
    job = send(GOOD, "事项 目录.jsonl").json()
    for one in (job["id"], job["batch"]):
        answer = writing_client.get(f"/imports/{one}/file")
        assert answer.content == GOOD
        assert "attachment" in answer.headers["content-disposition"]
    assert writing_client.get("/imports/999/file").status_code == 404


def test_a_batch_is_undone_and_later_edits_stand_in_the_way(
    send: Send, writing_client: TestClient
) -> None:
    first = send(GOOD).json()
    second = send(lines(local(CITY, name="改名"))).json()
    answer = writing_client.post(f"/imports/{first['id']}/undo")
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["type"] == "/problems/import-stands-under-later-edits"
    assert [one["pointer"] for one in problem["errors"]] == [f"/items/{local(CITY)['code']}"]
    undone = writing_client.post(f"/imports/{second['batch']}/undo", params={"sender": "某人"})
    assert undone.status_code == 200
    assert (undone.json()["undoes"], undone.json()["sender"]) == (second["batch"], "某人")
    again = writing_client.post(f"/imports/{second['batch']}/undo")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/import-not-undoable")
    assert writing_client.post("/imports/999/undo").status_code == 404
    assert writing_client.post(f"/imports/{first['id']}/undo").status_code == 200
    assert writing_client.get(f"/items/{local(CITY)['code']}").status_code == 404
    assert writing_client.get(f"/imports/{first['id']}").json()["state"] == "done"
    assert writing_client.get(f"/imports/{first['batch']}").json()["state"] == "undone"


def test_what_vanished_from_a_complete_source_is_reported_not_deleted(
    send: Send, client: TestClient
) -> None:
    one, two = local(CITY, serial=1), local(CITY, serial=2)
    send(lines(base(), one, two, local(COUNTY)))
    job = send(lines(one)).json()
    assert job["vanished"] == 0  # nobody said that it was complete
    job = send(lines(one), complete="agency").json()
    assert (job["vanished"], job["counts"]["unchanged"]) == (1, 1)
    gone = client.get(f"/imports/batches/{job['batch']}/vanished").json()
    assert [item["code"] for item in gone["items"]] == [code_of(two)]
    assert gone["items"][0]["name"] == two["name"]
    assert client.get(f"/items/{code_of(two)}").status_code == 200
    refused = send(lines(one, {**two, "region": "1"}), mode="valid", complete="agency").json()
    assert refused["vanished"] == 0  # refused is not vanished
    assert client.get("/imports/batches/99/vanished").status_code == 404
