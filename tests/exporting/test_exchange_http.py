"""The national tables over HTTP: a ZIP that is imported again, and receipts read back."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from pathlib import Path

import orjson
import pytest
from starlette.testclient import TestClient

from app.exporting.exchange.folder import ABNORMAL, RECEIPT
from app.exporting.exchange.streaming import zipped
from app.kernel.db import Database
from tests.factories.audited import emptied, put
from tests.factories.catalogue import CITY, COUNTY, base, code_of, local


def unzipped(content: bytes) -> dict[str, bytes]:
    """Return the files of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rows(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_a_scope_is_sent_as_a_zip_that_comes_back(
    database: Database, writing_client: TestClient
) -> None:
    put(database, base(), local(CITY, row_id="R1"), local(COUNTY, row_id="R2"))
    answer = writing_client.get("/exports/exchange", params={"source": "990", "region": CITY})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    files = unzipped(answer.content)
    told = orjson.loads(files["manifest.json"])
    assert (told["incremental"], told["data_source"]) == (False, "990")
    assert told["tables"]["up_task_general_basic"] == 2
    sent = rows(files["up_task_general_basic.csv"])
    assert {row["row_guid"] for row in sent} == {"R1", "R2"}
    assert {row["cd_batch"] for row in sent} == {told["cd_batch"]}
    assert told["receipt"] == len(rows(files[RECEIPT])) == len(rows(files[ABNORMAL]))
    emptied(database)
    done = writing_client.post(
        "/imports",
        params={"mode": "all", "wait": 60},
        files={"file": ("up.zip", answer.content)},
    ).json()
    assert (done["state"], done["counts"]["created"]) == ("done", 2)


def test_only_what_changed_since_is_sent(database: Database, writing_client: TestClient) -> None:
    put(database, local(CITY, row_id="R1"))
    asked = {"source": "990", "since": "2999-01-01"}
    files = unzipped(writing_client.get("/exports/exchange", params=asked).content)
    assert orjson.loads(files["manifest.json"])["incremental"] is True
    assert rows(files["up_task_general_basic.csv"]) == []


@pytest.mark.parametrize("since", ["7", "2026-02-31", "gestern", "99999999999999999999"])
def test_an_unknown_start_is_said(writing_client: TestClient, since: str) -> None:
    answer = writing_client.get("/exports/exchange", params={"source": "1", "since": since})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "unknown-start")


def test_a_receipt_is_read_back(database: Database, writing_client: TestClient) -> None:
    put(database, local(CITY, row_id="R1"))
    answer = writing_client.get("/exports/exchange", params={"source": "990"})
    receipt = unzipped(answer.content)[ABNORMAL]
    for sent in (receipt, receipt.decode().encode("gb18030")):
        read = writing_client.post("/receipts", files={"file": ("dn.csv", sent)})
        lines = read.json()["items"]
        assert len(lines) == len(rows(receipt)) > 0
        assert {line["item"] for line in lines} == {code_of(local(CITY))}
        assert all(line["at"] is not None for line in lines)


def test_what_is_no_receipt_is_refused(writing_client: TestClient) -> None:
    answer = writing_client.post("/receipts", files={"file": ("x.csv", b"a,b\n1,2\n")})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "not-a-receipt")
    long = b"table_row_guid,table_sql_name,err_type\n" + b"a,b,c\n" * 10_001
    answer = writing_client.post("/receipts", files={"file": ("x.csv", long)})
    assert answer.json()["type"].rpartition("/")[2] == "receipt-too-long"


def test_both_ask_for_the_key(client: TestClient) -> None:
    assert client.get("/exports/exchange", params={"source": "1"}).status_code == 401
    assert client.post("/receipts", files={"file": ("x.csv", b"a")}).status_code == 401


def test_a_zip_is_sent_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"0123456789abcdef\n" * 1_000_000)
    tracemalloc.start()
    total = sum(len(piece) for piece in zipped([path]))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total > 0
    assert most < 4 << 20
