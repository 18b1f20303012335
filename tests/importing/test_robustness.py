"""What befalls imports: another one at the same time, a kill, a full disk, a file of nonsense."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import psycopg
import pytest
from sqlalchemy import event, text
from starlette.testclient import TestClient

from app.importing.batches import list_batches, settle_interrupted
from app.importing.order import Order
from app.importing.pipeline import run_import
from app.kernel.db import CatalogueBusy, Database, StorageFull
from app.main import create_app
from app.settings import Settings
from tests.factories.audited import dump, found_again, found_now
from tests.factories.catalogue import CITY, COUNTY, Document, base, local
from tests.factories.files import Brought, bring, brought, lines, seeded

ROOT = Path(__file__).resolve().parents[2]
STALL = """
import sys, time
from pathlib import Path
from app.importing import pipeline
from app.importing.order import Order
from app.kernel.db import Database
url, path, mark = sys.argv[1:]
pipeline.BATCH = 2
def tell(progress):
    if progress.rows >= 2:
        Path(mark).write_text("half-way")
        time.sleep(60)
pipeline.run_import(Database(url), Order(Path(path), "half.jsonl", "all"), tell)
"""
COMMAND = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
from app.cli import main
main()
"""


def _url(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def _history(database: Database) -> list[tuple[int, str | None, str]]:
    """Return the chain of the only implementation item: number, previous hash, hash."""
    with database.read() as connection:
        rows = connection.execute(
            text(
                "SELECT r.number, r.previous, r.hash FROM revision r JOIN item i"
                " ON i.id = r.item_id WHERE i.kind = 1 ORDER BY r.number"
            )
        ).all()
    return [(n, bytes(p).hex() if p else None, bytes(h).hex()) for n, p, h in rows]


def _chain_holds(database: Database, length: int) -> None:
    chain = _history(database)
    assert [number for number, _, _ in chain] == list(range(1, length + 1))
    assert [previous for _, previous, _ in chain] == [None, *(h for _, _, h in chain[:-1])]
    assert found_again(database) == (0, found_now(database))


def _import(database: Database, path: Path) -> Brought:
    return brought(run_import(database, Order(path, path.name, "all")))


def _files(folder: Path, *documents: Document) -> list[Path]:
    paths = [folder / f"{place}.jsonl" for place in range(len(documents))]
    for path, document in zip(paths, documents, strict=True):
        path.write_bytes(lines(document))
    return paths


def test_two_threads_change_one_item_and_neither_change_is_lost(
    database: Database, tmp_path: Path
) -> None:
    bring(database, tmp_path, lines(base(), local(CITY)))
    paths = _files(tmp_path, local(CITY, name="甲名"), local(CITY, name="乙名"))
    together = Barrier(2)

    def work(path: Path) -> Brought:
        together.wait()
        return _import(database, path)

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(work, paths))
    assert [one.batch.counts.changed for one in done] == [1, 1]
    assert [one.batch.state for one in done] == ["done", "done"]
    _chain_holds(database, 3)


def test_two_processes_change_one_item_and_neither_change_is_lost(
    database: Database, tmp_path: Path
) -> None:
    bring(database, tmp_path, lines(base(), local(CITY)))
    paths = _files(tmp_path, local(CITY, name="甲名"), local(CITY, name="乙名"))
    running = [_command(database, "import", str(path), "--mode", "all") for path in paths]
    ended = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0], ended
    _chain_holds(database, 3)
    with database.read() as connection:
        assert {one["state"] for one in list_batches(connection, None, 9)} == {"done"}


def _command(database: Database, *words: str, limit: int = -1) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND.format(limit=limit), *words],
        cwd=ROOT,
        env={**os.environ, "YIZHI_DATABASE_URL": _url(database), "YIZHI_KEEP_FILES_MB": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_who_waits_too_long_is_told_so_and_nothing_is_written(
    database: Database, tmp_path: Path
) -> None:
    seeded(database)
    hasty = Database(_url(database), wait=0.3)
    before = dump(database)
    with database.write(), pytest.raises(CatalogueBusy):
        bring_quickly(hasty, tmp_path)
    hasty.dispose()
    assert dump(database) == before


def bring_quickly(database: Database, folder: Path) -> Brought:
    """Import without seeding regions first: that would wait for the lock itself."""
    (path,) = _files(folder, base())
    return _import(database, path)


@pytest.fixture
def stalled(database: Database, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """An import in a process of its own that has written half its file and goes no further."""
    bring(database, tmp_path, lines(base(), local(CITY)))
    path, mark = tmp_path / "half.jsonl", tmp_path / "mark"
    path.write_bytes(lines(local(CITY, name="改名"), local(COUNTY), base(name="改名")))
    words = [sys.executable, "-c", STALL, _url(database), str(path), str(mark)]
    process = subprocess.Popen(words, cwd=ROOT)
    deadline = time.monotonic() + 30
    while not mark.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert mark.exists()
    yield process
    process.kill()
    process.wait()


def test_a_killed_import_leaves_nothing_and_is_called_interrupted(
    database: Database, tmp_path: Path, stalled: subprocess.Popen[bytes]
) -> None:
    during = dump(database)
    assert settle_interrupted(database) == 0  # it runs: the lock is held
    os.kill(stalled.pid, signal.SIGKILL)
    stalled.wait()
    assert dump(database) == during
    assert _newest(database) == "running"
    app = create_app(Settings(_env_file=None, database_url=_url(database)))
    with TestClient(app) as client:
        batch = client.get("/imports/batches").json()["items"][0]
    assert batch["state"] == "interrupted"
    assert batch["finished_at"]
    assert dump(database, "import_batch") == {
        name: rows for name, rows in during.items() if name != "import_batch"
    }
    again = bring(database, tmp_path, (tmp_path / "half.jsonl").read_bytes(), name="half.jsonl")
    assert again.batch.counts.as_dict() == {
        "rows": 3, "created": 1, "changed": 2, "unchanged": 0, "refused": 0, "withdrawn": 0,
    }  # fmt: skip
    assert found_again(database) == (0, found_now(database))


def _newest(database: Database) -> str:
    with database.read() as connection:
        return str(list_batches(connection, None, 1)[0]["state"])


def test_the_next_import_calls_a_killed_one_interrupted(
    database: Database, tmp_path: Path, stalled: subprocess.Popen[bytes]
) -> None:
    os.kill(stalled.pid, signal.SIGKILL)
    stalled.wait()
    bring(database, tmp_path, lines(local(COUNTY)))
    with database.read() as connection:
        states = [one["state"] for one in list_batches(connection, None, 3)]
    assert states == ["done", "interrupted", "done"]


def test_a_database_that_may_not_grow_says_so_and_stays_as_it_was(
    sqlite_url: str, tmp_path: Path
) -> None:
    database = Database(sqlite_url)
    bring(database, tmp_path, lines(base(), local(CITY)))
    before = dump(database, "import_batch")
    database.dispose()
    small = Database(sqlite_url)

    @event.listens_for(small.engine, "connect")
    def _bound(dbapi: object, _record: object) -> None:
        pages = dbapi.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
        dbapi.execute(f"PRAGMA max_page_count = {pages + 8}")  # type: ignore[attr-defined]

    many = [local(COUNTY, serial=n, conditions=f"条件{n}" * 200) for n in range(1, 90)]
    with pytest.raises(StorageFull):
        bring(small, tmp_path, lines(*many), name="many.jsonl")
    assert dump(small, "import_batch") == before
    small.dispose()
    assert dump(database, "import_batch") == before
    assert found_again(database) == (0, found_now(database))
    assert bring(database, tmp_path, lines(*many)).batch.counts.created == 89
    database.dispose()


def test_a_full_disk_is_told_at_the_terminal(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    bring(database, tmp_path, lines(base(), local(CITY)))
    before = dump(database, "import_batch")
    database.dispose()
    many = [local(COUNTY, serial=n, conditions=f"条件{n}" * 2000) for n in range(1, 90)]
    path = tmp_path / "many.jsonl"
    path.write_bytes(lines(*many))
    size = Path(sqlite_url.removeprefix("sqlite:///")).stat().st_size
    process = _command(database, "import", str(path), "--mode", "all", limit=size + 100_000)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 3, said
    assert "磁盘已满" in said
    assert "Traceback" not in said
    assert dump(database, "import_batch") == before
    database.dispose()


@pytest.mark.parametrize(
    "error",
    [
        psycopg.errors.DiskFull("could not extend file: No space left on device"),
        OSError(28, "No space left on device"),
    ],
)
def test_a_disk_that_fills_elsewhere_is_full_too(database: Database, error: Exception) -> None:
    with pytest.raises(StorageFull), database.write():
        raise error


def test_a_file_of_nonsense_is_refused_in_bounded_memory(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    seeded(database)
    path = tmp_path / "nonsense.jsonl"
    with path.open("wb") as file:
        for number in range(1, 6_001):
            file.write(lines({**local(), "region": f"{number:012}", "conditions": "长" * 500}))
    tracemalloc.start()
    try:
        report = run_import(database, Order(path, path.name, "valid"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert report.batch.counts.refused == 6_000
    assert dict(report.refusals.counts) == {"unknown-region": 6_000}
    report.refusals.close()
    assert peak < 30 << 20
    database.dispose()
