"""Killed, cut off from the database or run out of disk at any moment: nothing is there, or all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import psycopg
import pytest
from sqlalchemy import URL, event, make_url, text
from sqlalchemy.exc import OperationalError

from app.importing.batches import list_batches, settle_interrupted
from app.importing.order import Order, Progress
from app.importing.pipeline import run_import
from app.kernel.bulk import driver
from app.kernel.db import Database, StorageFull
from app.kernel.handlers import DatabaseUnavailable
from tests.factories.audited import dump, found_again, found_now
from tests.factories.catalogue import CITY, COUNTY, base, local
from tests.factories.files import bring, brought, lines
from tests.postgres import NOBODY, administer

ROOT = Path(__file__).resolve().parents[2]
MOMENTS, SEED = 50, 20_260_101
FATES = {True: ("killed", "full"), False: ("killed", "lost", "full")}
"""On SQLite, which has no connection to lose, and on PostgreSQL."""


def _url(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def _numbers(database: Database) -> list[int]:
    with database.read() as connection:
        return list(connection.execute(text("SELECT number FROM item ORDER BY id")).scalars())


@pytest.mark.slow
def test_at_fifty_moments_everything_is_there_or_nothing_and_the_batch_says_which(
    database: Database, tmp_path: Path
) -> None:
    bring(database, tmp_path, lines(base(), local(CITY), local(COUNTY)))
    for number in range(MOMENTS + 1):
        name = f"第{number}个名"
        (tmp_path / f"{number}.jsonl").write_bytes(
            lines(base(name=name), local(CITY, name=name), local(COUNTY, name=name))
        )
    fates = FATES[database.is_sqlite]
    words = [_url(database), str(tmp_path), str(MOMENTS), str(SEED), *fates]
    done = subprocess.run(
        [sys.executable, "-m", "tests.importing.dying", *words],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    ends = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(ends) == MOMENTS
    assert {one["fate"] for one in ends} == set(fates)
    before = ["第0个名"] * 3
    for one in ends:
        whole = one["states"] == ["done"]
        assert len(one["states"]) <= 1, one
        assert whole or set(one["states"]) <= {"failed", "interrupted"}, one
        assert one["names"] == ([f"第{one['number']}个名"] * 3 if whole else before), one
        assert whole or not one["said"].startswith("done"), one
        before = one["names"]
    assert sum(one["states"] != ["done"] for one in ends) > MOMENTS / 2, "few of them hurt"
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
from app.importing.order import Order
from app.kernel.db import Database, StorageFull
url, path, limit = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
pipeline.BATCH = 20
try:
    pipeline.run_import(Database(url), Order(path, path.name, "all"))
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


@pytest.fixture
def small_disk(postgresql_server: URL) -> Iterator[str]:
    """A tablespace of PostgreSQL on a disk of 24 MB; only root can make one."""
    folder = Path(tempfile.mkdtemp(prefix="yizhi-disk-", dir="/tmp"))  # for "nobody"
    mount = ["mount", "-t", "tmpfs", "-o", f"size=24m,mode=700,uid={NOBODY}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("a small disk cannot be mounted here")
    try:
        administer(postgresql_server, f"CREATE TABLESPACE small LOCATION '{folder}'")
        yield "small"
        administer(postgresql_server, "DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def test_postgresql_on_a_disk_that_is_really_full(
    postgresql_url: str, postgresql_server: URL, small_disk: str, tmp_path: Path
) -> None:
    with moved(postgresql_server, str(make_url(postgresql_url).database), small_disk):
        database = Database(postgresql_url)
        bring(database, tmp_path, lines(base(), local(CITY)))
        before = dump(database, "import_batch")
        many = [local(COUNTY, serial=n, conditions=noise(n)) for n in range(1, 91)]
        with pytest.raises(StorageFull):
            bring(database, tmp_path, lines(*many), name="many.jsonl")
        assert dump(database, "import_batch") == before
        settle_interrupted(database)
        with database.read() as connection:
            newest = list_batches(connection, None, 1)[0]
        database.dispose()
    assert newest["file_name"] == "many.jsonl"
    assert newest["state"] in ("failed", "interrupted")
    assert found_again(database) == (0, found_now(database))
    database.dispose()


@contextmanager
def moved(server: URL, name: str, tablespace: str) -> Iterator[None]:
    """Let a database live in another tablespace for the time of the block."""
    administer(server, f"ALTER DATABASE {name} SET TABLESPACE {tablespace}")
    try:
        yield
    finally:
        administer(server, f"ALTER DATABASE {name} SET TABLESPACE pg_default")


def noise(seed: int) -> str:
    """Return half a million signs that do not get smaller when they are packed."""
    return Random(seed).randbytes(250_000).hex()
