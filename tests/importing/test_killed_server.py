"""A server killed in the middle of an import job, and started again: all or nothing, and it says which."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest
from sqlalchemy import text

from app.kernel.db import Database
from tests.conftest import WRITE_KEY
from tests.factories.audited import found_again, found_now
from tests.factories.catalogue import CITY, COUNTY, base, local
from tests.factories.files import lines, seeded

ROOT = Path(__file__).resolve().parents[2]
MOMENTS = (0.0, 0.3)
"""Seconds after which the service is killed: while the job waits, and while it is read or written."""
PATIENCE = 60.0
SERVE = "from app.cli import main; main()"


def _free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(database: Database, folder: Path) -> Iterator[httpx.Client]:
    """Run the service on a catalogue; killed at the end, whatever it is doing."""
    port = _free_port()
    url = database.url.render_as_string(hide_password=False)
    environment = {
        **os.environ, "YIZHI_DATABASE_URL": url, "YIZHI_WRITE_KEY": WRITE_KEY,
        "YIZHI_FILES_FOLDER": str(folder / "files"),
    }  # fmt: skip
    words = [sys.executable, "-c", SERVE, "serve", "--port", str(port)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    headers = {"X-API-Key": WRITE_KEY}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30) as client:
        try:
            _await(client, process)
            yield client
        finally:
            process.kill()
            process.wait()


def _await(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            client.get("/imports/batches").raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError("the service did not start")


def _names(database: Database) -> set[str]:
    with database.read() as connection:
        return set(
            connection.scalars(
                text("SELECT n.content FROM item i JOIN element_value n ON n.id = i.name")
            )
        )


def _send(client: httpx.Client, name: str) -> str:
    """Send sixty items under one name; return the job."""
    counties = [local(COUNTY, serial=number, name=name) for number in range(1, 60)]
    content = lines(base(name=name), local(CITY, name=name), *counties)
    files = {"file": ("items.jsonl", content)}
    sent = client.post("/imports", params={"mode": "all"}, files=files)
    return str(sent.raise_for_status().json()["id"])


def _is_whole(client: httpx.Client, job: str) -> bool:
    """Whether a job came in; one that had begun is called interrupted, one that had not goes on."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        told = client.get(f"/imports/{job}").raise_for_status()
        if (state := told.json()["state"]) not in ("waiting", "running"):
            assert state in ("done", "interrupted"), told.text
            return bool(state == "done")
        time.sleep(0.05)
    raise AssertionError("the job did not end")


def _after(database: Database, client: httpx.Client, sent: str, before: set[str]) -> set[str]:
    """Hold the catalogue against what the service says of the job it was killed in."""
    job, name = sent.split()
    expected = {f'"{name}"'} if _is_whole(client, job) else before
    assert _names(database) == expected
    return expected


@pytest.mark.slow
def test_a_killed_server_leaves_all_of_a_job_or_nothing(database: Database, tmp_path: Path) -> None:
    seeded(database)
    standing, sent = set[str](), ""
    for number, moment in enumerate(MOMENTS):
        with serving(database, tmp_path) as client:
            if sent:
                standing = _after(database, client, sent, standing)
            sent = f"{_send(client, f'第{number}个名')} 第{number}个名"
            time.sleep(moment)
    with serving(database, tmp_path) as client:
        _after(database, client, sent, standing)
        job = _send(client, "最后的名")
        assert '"done"' in client.get(f"/imports/{job}/events", timeout=PATIENCE).text
    assert _names(database) == {'"最后的名"'}
    assert found_again(database) == (0, found_now(database))
