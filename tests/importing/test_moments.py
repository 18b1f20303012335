"""Killed, cut off from the database or run out of disk at any moment: nothing is there, or all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from app.importing.batches import list_batches, settle_interrupted
from app.importing.pipeline import Order, Progress, run_import
from app.kernel.db import Database, driver
from app.kernel.handlers import DatabaseUnavailable
from tests.factories.audited import dump, found_again, found_now
from tests.factories.catalogue import CITY, COUNTY, base, local
from tests.factories.files import bring, brought, lines

ROOT = Path(__file__).resolve().parents[2]
MOMENTS = 25
DYING = """
import os, signal, sys
from pathlib import Path
from random import Random
from app.importing import pipeline
from app.kernel.db import Database
url, folder, moments = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
pipeline.BATCH = 2
def run(number, last):
    calls = 0
    def count(frame, kind, argument):
        nonlocal calls
        calls += 1
        if calls == last:
            os.kill(os.getpid(), signal.SIGKILL)
    path = folder / f"{number}.jsonl"
    order = pipeline.Order(path, path.name, "all")
    sys.setprofile(count)
    pipeline.run_import(Database(url), order)
    sys.setprofile(None)
    return calls
def apart(number, last):
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.write(write, str(run(number, last)).encode())
        os._exit(0)
    os.close(write)
    said = os.read(read, 99)
    os.close(read)
    os.waitpid(child, 0)
    return said.decode()
calls = int(apart(0, -1))
chance = Random(20_260_101)
for number in range(1, moments + 1):
    print(number, apart(number, chance.randrange(1, calls)) or "killed", flush=True)
"""
"""Imports in forks of one warmed-up process, each killed at a call of some function: Python's or
the driver's, so commits are among them."""


def _url(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def _numbers(database: Database) -> list[int]:
    with database.read() as connection:
        return list(connection.execute(text("SELECT number FROM item ORDER BY id")).scalars())


def test_killed_at_many_moments_everything_is_there_or_nothing(
    database: Database, tmp_path: Path
) -> None:
    bring(database, tmp_path, lines(base(), local(CITY), local(COUNTY)))
    for number in range(MOMENTS + 1):
        name = f"第{number}个名"
        (tmp_path / f"{number}.jsonl").write_bytes(
            lines(base(name=name), local(CITY, name=name), local(COUNTY, name=name))
        )
    done = subprocess.run(
        [sys.executable, "-c", DYING, _url(database), str(tmp_path), str(MOMENTS)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert done.stdout.count("killed") == MOMENTS
    settle_interrupted(database)
    with database.read() as connection:
        states = [one["state"] for one in list_batches(connection, None, MOMENTS + 9)]
    assert set(states) <= {"done", "interrupted"}
    whole = states.count("done")
    assert _numbers(database) == [whole] * 3
    assert found_again(database) == (0, found_now(database))


def _cut_off(database: Database) -> None:
    """End every other session of this database, as an administrator or a crash would."""
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.parametrize("stage", ["reading", "auditing"])
def test_a_lost_connection_leaves_nothing_and_says_so(
    postgresql_url: str, tmp_path: Path, stage: str
) -> None:
    database = Database(postgresql_url)
    bring(database, tmp_path, lines(base(), local(CITY)))
    before = dump(database, "import_batch")
    path = tmp_path / "more.jsonl"
    path.write_bytes(lines(local(CITY, name="改名"), local(COUNTY)))

    def tell(progress: Progress) -> None:
        if progress.stage == stage:
            _cut_off(database)

    order = Order(path, path.name, "all")
    with pytest.raises(OperationalError):
        run_import(database, order, tell)
    assert dump(database, "import_batch") == before
    with database.read() as connection:
        batch = list_batches(connection, None, 1)[0]
    assert (batch["state"], batch["detail"]) == ("failed", DatabaseUnavailable().detail())
    assert brought(run_import(database, order)).batch.counts.created == 1
    assert found_again(database) == (0, found_now(database))
    database.dispose()


def test_a_connection_lost_after_the_commit_does_not_unsay_it(
    postgresql_url: str, tmp_path: Path
) -> None:
    """The commit took place, its answer did not arrive: the batch must not be called failed."""
    database = Database(postgresql_url)
    bring(database, tmp_path, lines(base(), local(CITY)))
    path = tmp_path / "more.jsonl"
    path.write_bytes(lines(local(COUNTY)))
    audited = False

    def tell(progress: Progress) -> None:
        nonlocal audited
        audited = progress.stage == "auditing"

    @event.listens_for(database.engine, "commit")
    def _commit(connection: object) -> None:
        nonlocal audited
        if audited:
            audited = False
            driver(connection).commit()  # type: ignore[arg-type]
            _cut_off(database)
            driver(connection).execute("SELECT 1")  # type: ignore[arg-type]

    with pytest.raises(OperationalError):
        run_import(database, Order(path, path.name, "all"), tell)
    with database.read() as connection:
        batch = list_batches(connection, None, 1)[0]
    assert (batch["state"], batch["counts"]["created"]) == ("done", 1)
    assert _numbers(database) == [1, 1, 1]
    assert found_again(database) == (0, found_now(database))
    database.dispose()


SMALL = """
import resource, sys
from pathlib import Path
from app.importing import pipeline
from app.kernel.db import Database, StorageFull
url, path, limit = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
pipeline.BATCH = 20
try:
    pipeline.run_import(Database(url), pipeline.Order(path, path.name, "all"))
except StorageFull:
    sys.exit(3)
"""


def test_a_disk_that_fills_at_different_moments(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    bring(database, tmp_path, lines(base(), local(CITY)))
    before = dump(database, "import_batch")
    database.dispose()
    many = [local(COUNTY, serial=n, conditions=f"条件{n}" * 4000) for n in range(1, 61)]
    path = tmp_path / "many.jsonl"
    path.write_bytes(lines(*many))
    size = Path(sqlite_url.removeprefix("sqlite:///")).stat().st_size
    chance = Random(7)
    limits = [size + chance.randrange(40_000, 900_000) for _ in range(2)]
    for limit in limits:
        words = [sys.executable, "-c", SMALL, sqlite_url, str(path), str(limit)]
        done = subprocess.run(
            words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 3, done.stderr
        assert dump(database, "import_batch") == before
    settle_interrupted(database)
    with database.read() as connection:
        states = [one["state"] for one in list_batches(connection, None, 9)]
    assert states[-1] == "done"
    assert set(states[:-1]) <= {"failed", "interrupted"}
    assert bring(database, tmp_path, path.read_bytes()).batch.counts.created == 60
    assert found_again(database) == (0, found_now(database))
    database.dispose()
