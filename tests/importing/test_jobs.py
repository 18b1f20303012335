"""Import jobs: progress by polling and by events, cancelling, stopping, what a restart remembers."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from app.importing.asking import resumed
from app.importing.batches import list_batches
from app.importing.jobs.queue import Jobs
from app.importing.jobs.tickets import Ticket, Tickets
from app.importing.keeping import DAY, Originals, originals
from app.importing.order import Interrupted, Order
from app.kernel.db import CatalogueBusy, Database
from app.main import create_app
from app.settings import Settings
from tests.conftest import WRITE_KEY
from tests.factories.audited import dump
from tests.factories.catalogue import CITY, COUNTY, base, local
from tests.factories.files import lines, seeded
from tests.factories.gates import PATIENCE, Gate, gated

GOOD = lines(base(), local(CITY), local(COUNTY))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Every import stops before its audit."""
    yield from gated(monkeypatch)


def _post(client: TestClient, content: bytes = GOOD, **asked: Any) -> dict[str, Any]:
    answer = client.post(
        "/imports", params={"mode": "all", **asked}, files={"file": ("items.jsonl", content)}
    )
    document: dict[str, Any] = answer.json()
    return document


def _ended(client: TestClient, job_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while True:
        job: dict[str, Any] = client.get(f"/imports/{job_id}").json()
        if job["state"] not in ("waiting", "running"):
            return job
        assert time.monotonic() < deadline, job
        time.sleep(0.02)


def test_progress_is_told_to_who_asks_again(
    database: Database, writing_client: TestClient, gate: Gate
) -> None:
    seeded(database)
    job = _post(writing_client)
    assert job["state"] in ("waiting", "running")
    assert gate.reached.wait(PATIENCE)
    told = writing_client.get(f"/imports/{job['id']}").json()
    assert told["state"] == "running"
    assert told["progress"] == {"stage": "auditing", "rows": 3, "ratio": 1.0}
    gate.opened.set()
    assert _ended(writing_client, job["id"])["counts"]["created"] == 3


def test_events_follow_an_import_to_its_end(database: Database, writing_client: TestClient) -> None:
    seeded(database)
    job = _post(writing_client)
    answer = writing_client.get(f"/imports/{job['id']}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [
        (block.split("\n")[0].removeprefix("event: "), orjson.loads(block.split("data: ", 1)[1]))
        for block in answer.text.strip().split("\n\n")
        if block.startswith("event: ")
    ]
    assert [name for name, _ in events].count("end") == 1
    name, last = events[-1]
    assert (name, last["state"], last["counts"]["created"]) == ("end", "done", 3)
    again = writing_client.get(f"/imports/{last['batch']}/events").text
    assert again.startswith("event: end")
    assert writing_client.get("/imports/nothing/events").status_code == 404


def test_a_running_import_is_cancelled_and_leaves_nothing(
    database: Database, writing_client: TestClient, gate: Gate
) -> None:
    seeded(database)
    before = dump(database, "import_batch")
    job = _post(writing_client)
    assert gate.reached.wait(PATIENCE)
    answer = writing_client.post(f"/imports/{job['id']}/cancel")
    assert answer.status_code == 202
    gate.opened.set()
    assert _ended(writing_client, job["id"])["state"] == "cancelled"
    assert dump(database, "import_batch") == before
    with database.read() as connection:
        assert [one["state"] for one in list_batches(connection, None, 9)] == ["cancelled"]
    again = writing_client.post(f"/imports/{job['id']}/cancel")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/import-job-ended")
    assert writing_client.post("/imports/nothing/cancel").status_code == 404
    gate.opened.set()
    assert _post(writing_client, wait=60)["counts"]["created"] == 3  # sending it again is free


def test_an_import_that_waits_its_turn_is_taken_from_the_queue(
    database: Database, writing_client: TestClient, gate: Gate
) -> None:
    seeded(database)
    first = _post(writing_client)
    assert gate.reached.wait(PATIENCE)
    second = _post(writing_client, lines(local(CITY, name="改名")))
    assert second["state"] == "waiting"
    assert writing_client.post(f"/imports/{second['id']}/cancel").json()["state"] == "cancelled"
    gate.opened.set()
    assert _ended(writing_client, first["id"])["state"] == "done"
    assert writing_client.get(f"/imports/{second['id']}").json()["state"] == "cancelled"
    with database.read() as connection:
        assert len(list_batches(connection, None, 9)) == 1


def test_a_service_that_stops_rolls_back_and_says_interrupted(
    database: Database, settings: Settings, tmp_path: Path, gate: Gate
) -> None:
    seeded(database)
    before = dump(database, "import_batch")
    kept = Originals(tmp_path / "files", 1 << 20, DAY, 1 << 20)
    jobs = Jobs(lambda: database, kept, resumed(settings))
    paths = [tmp_path / name for name in ("a.jsonl", "b.jsonl")]
    for path in paths:
        path.write_bytes(GOOD)
    running, waiting = (jobs.submit(Order(path, path.name, "all")) for path in paths)
    assert gate.reached.wait(PATIENCE)
    running.stop = Interrupted  # what ``close`` asks for, before it waits
    gate.opened.set()
    jobs.close()
    assert (running.state, waiting.state) == ("interrupted", "interrupted")
    assert [path.exists() for path in paths] == [False, True]  # what waited, a restart takes up
    assert dump(database, "import_batch") == before
    with database.read() as connection:
        assert [one["state"] for one in list_batches(connection, None, 9)] == ["interrupted"]


def test_a_restart_goes_on_with_what_waited_and_tells_of_what_ran(
    database: Database, settings: Settings, tmp_path: Path, gate: Gate
) -> None:
    seeded(database)
    kept = Originals(tmp_path / "files", 1 << 20, DAY, 1 << 20)
    dead = Jobs(lambda: database, kept, resumed(settings))
    paths = [tmp_path / name for name in "abc"]
    for path in paths:
        path.write_bytes(GOOD)
    orders = [Order(path, path.name, "all", dry_run=path.name == "a") for path in paths]
    running, *waiting = (dead.submit(order) for order in orders)
    assert gate.reached.wait(PATIENCE)
    sibling = Jobs(lambda: database, kept, resumed(settings))
    assert sibling.resume() == 0  # the other lives
    dead.cancel(waiting[0], Interrupted)
    dead.cancel(waiting[1], Interrupted)
    dead.tickets.close()  # killed: the system closes its files
    alive = Jobs(lambda: database, kept, resumed(settings))
    assert alive.resume() == 2
    told = alive.get(running.id)
    assert told is not None
    assert (told.state, told.batch, paths[0].exists()) == ("interrupted", None, False)
    assert told.file_hash is not None
    assert kept.find(told.file_hash)
    gate.opened.set()
    for job in waiting:
        going_on = alive.get(job.id)
        assert going_on is not None
        going_on.wait(PATIENCE)
        assert going_on.state == "done"
    dead.close()
    alive.close()
    assert list((tmp_path / "files" / "jobs").iterdir()) == []


@pytest.fixture
def sibling(settings: Settings, writing_client: TestClient) -> Iterator[TestClient]:
    """Another process on the same catalogue, as ``yizhi serve --workers 2`` has them."""
    with TestClient(create_app(settings), headers=dict(writing_client.headers)) as other:
        yield other


def _told_alike(mine: TestClient, theirs: TestClient, address: str) -> dict[str, Any]:
    told, same = mine.get(address), theirs.get(address)
    assert (same.status_code, same.json()) == (told.status_code, told.json())
    document: dict[str, Any] = told.json()
    return document


def test_another_process_tells_how_far_a_job_is_and_what_a_trial_found(
    database: Database,
    writing_client: TestClient,
    sibling: TestClient,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seeded(database)
    monkeypatch.setattr("app.importing.jobs.queue.NOTED", 0.0)
    content = GOOD + lines({**local(CITY, serial=9), "region": "不在表中"})
    job = _post(writing_client, content, mode="valid", preview=True)
    address = f"/imports/{job['id']}"
    waiting = _post(writing_client, dry_run=True)
    assert gate.reached.wait(PATIENCE)
    told = _told_alike(writing_client, sibling, address)
    assert (told["state"], told["progress"]["stage"]) == ("running", "auditing")
    assert _told_alike(writing_client, sibling, f"/imports/{waiting['id']}")["state"] == "waiting"
    page = sibling.get("/imports", headers={"Accept": "text/html"}).text
    assert (address in page, f"/imports/{waiting['id']}" in page) == (True, True)
    gate.opened.set()
    events = sibling.get(f"{address}/events").text
    assert '"stage":"auditing"' in events
    assert events.rstrip().rpartition("event: ")[2].startswith("end")
    _ended(writing_client, waiting["id"])
    ended = _told_alike(writing_client, sibling, address)
    assert (ended["state"], ended["counts"]["created"]) == ("done", 3)
    assert ended["refusal_counts"] == {"unknown-region": 1}
    assert _told_alike(writing_client, sibling, f"{address}/preview")["changes"]["items"] == 0
    csv = writing_client.get(f"{address}/refusals").text
    assert sibling.get(f"{address}/refusals").text == csv
    assert sibling.get(f"{address}/file").content == content
    again = sibling.post(f"{address}/again", params={"mode": "valid", "wait": 60}).json()
    assert (again["state"], again["counts"]["created"]) == ("done", 3)
    assert again["batch"] == writing_client.get(f"/imports/{again['id']}").json()["batch"]


def test_another_process_tells_of_a_batch_and_why_a_file_was_not_read(
    database: Database, writing_client: TestClient, sibling: TestClient
) -> None:
    seeded(database)
    job = _post(writing_client, wait=60)
    told = sibling.get(f"/imports/{job['id']}").json()
    assert (told["state"], told["batch"]) == ("done", job["batch"])
    unread = _post(writing_client, b"%PDF-1.7", wait=60)
    assert _told_alike(writing_client, sibling, f"/imports/{unread['id']}")["state"] == "failed"
    del sibling.headers["X-API-Key"], writing_client.headers["X-API-Key"]
    _told_alike(writing_client, sibling, f"/imports/{unread['id']}")


def test_a_ticket_of_another_version_is_passed_over(
    settings: Settings, writing_client: TestClient, sibling: TestClient
) -> None:
    assert settings.files_folder
    job = _post(writing_client, b"%PDF-1.7", wait=60)
    (place,) = (settings.files_folder / "jobs").glob(f"*/{job['id']}.json")
    for content in (b'{"path": "x", "asked": {}, "told": {}}', b'{"path": "x", "other": 1}', b"{"):
        place.write_bytes(content)
        assert sibling.get(f"/imports/{job['id']}").status_code == 404
        assert sibling.get("/imports", headers={"Accept": "text/html"}).status_code == 200


def test_a_catalogue_that_was_busy_is_told_alike_in_every_process(
    writing_client: TestClient, sibling: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> None:
        raise CatalogueBusy

    monkeypatch.setattr("app.importing.jobs.queue.run_import", busy)
    job = _post(writing_client, wait=60)
    told = _told_alike(writing_client, sibling, f"/imports/{job['id']}")
    assert told["problem"]["type"] == "/problems/try-later"


@pytest.mark.parametrize("waits", [False, True], ids=["running", "waiting"])
def test_any_process_cancels_a_job(
    database: Database,
    writing_client: TestClient,
    sibling: TestClient,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
    waits: bool,
) -> None:
    seeded(database)
    monkeypatch.setattr("app.importing.jobs.queue.NOTED", 0.0)
    jobs = [_post(writing_client), _post(writing_client, lines(local(CITY, name="改名")))]
    assert gate.reached.wait(PATIENCE)
    stopped, other = jobs[waits], jobs[not waits]
    assert sibling.post(f"/imports/{stopped['id']}/cancel").status_code == 202
    gate.opened.set()
    assert _ended(sibling, stopped["id"])["state"] == "cancelled"
    assert _ended(sibling, other["id"])["state"] == "done"
    assert sibling.post(f"/imports/{stopped['id']}/cancel").status_code == 409


def test_tickets_that_cannot_be_written_or_read_stop_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_bytes(b"")
    closed = Tickets(blocked)
    closed.write(Ticket("1" * 16, tmp_path, {}))
    closed.remove("1" * 16)
    assert list(closed.left()) == []
    closed.close()
    folder = tmp_path / "jobs" / "old"
    folder.mkdir(parents=True)
    (folder / "lock").touch()
    (folder / "x.json").write_bytes(b"{")
    assert list(Tickets(tmp_path / "jobs").left()) == []
    assert not folder.exists()


def test_a_restart_remembers_jobs_by_their_batches(settings: Settings, database: Database) -> None:
    seeded(database)
    headers = {"X-API-Key": WRITE_KEY}
    with TestClient(create_app(settings), headers=headers) as client:
        job = _post(client, wait=60)
    with TestClient(create_app(settings), headers=headers) as client:
        told = client.get(f"/imports/{job['id']}").json()
        assert (told["id"], told["batch"], told["state"]) == (job["id"], job["batch"], "done")
        assert told["counts"] == job["counts"]
        assert client.get(f"/imports/{job['id']}/file").content == GOOD
        assert client.post(f"/imports/{job['id']}/cancel").status_code == 409
        assert client.get("/imports/0123456789abcdef").status_code == 404


def test_originals_are_kept_once_and_forgotten_by_size_and_age(tmp_path: Path) -> None:
    kept = Originals(tmp_path / "files", most_bytes=250, seconds=DAY, largest=200)
    path = tmp_path / "one"
    for number, size in enumerate((100, 100, 100, 201)):
        path.write_bytes(b"x" * size)
        kept.keep(path, f"{number:064}")
        for place in (tmp_path / "files").rglob("0*"):
            if place.is_file():
                _age(place, 10)
    assert [kept.find(f"{number:064}") is not None for number in range(4)] == [
        False, True, True, False,
    ]  # fmt: skip
    old = kept.find(f"{1:064}")
    assert old is not None
    _age(old, 2 * DAY)
    path.write_bytes(b"y")
    kept.keep(path, "f" * 64)
    assert kept.find(f"{1:064}") is None
    assert kept.find(f"{2:064}")
    none = Originals(tmp_path / "none", most_bytes=0, seconds=DAY, largest=200)
    none.keep(path, "f" * 64)
    assert not (tmp_path / "none").exists()


def _age(place: Path, seconds: float) -> None:
    then = place.stat().st_mtime - seconds
    os.utime(place, (then, then))


def test_an_original_that_cannot_be_kept_stops_no_import(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    seeded(database)
    blocked = tmp_path / "a-file"
    blocked.write_bytes(b"")
    closed = settings.model_copy(update={"files_folder": blocked})
    headers = {"X-API-Key": WRITE_KEY}
    with TestClient(create_app(closed), headers=headers) as client:
        job = _post(client, wait=60)
        assert job["state"] == "done"
        answer = client.get(f"/imports/{job['id']}/file")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/import-file-not-kept")


def test_files_lie_beside_the_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/some.db"
    assert originals(Settings(_env_file=None, database_url=url)).folder == tmp_path / "some.files"
    url = "postgresql://somebody@nowhere/some"
    assert originals(Settings(_env_file=None, database_url=url)).folder == Path("yizhi.files")
