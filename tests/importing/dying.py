"""Imports that meet their end at random moments, each in a fork of one warmed-up process.

``python -m tests.importing.dying URL FOLDER MOMENTS SEED FATE…`` imports FOLDER/1.jsonl,
2.jsonl, … and lets each meet a fate at a call of some function, Python's or the driver's, so that
commits are among them. It prints a line of JSON for each: what happened, what the batch says, and
what the catalogue holds.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from sqlalchemy import text

from app.importing import pipeline
from app.importing.batches import list_batches, settle_interrupted
from app.importing.order import Order
from app.kernel.db import Database

DISK_FULL = (
    "DO $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device'"
    " USING ERRCODE = '53100'; END $$"
)
"""What PostgreSQL says, and does to the transaction, when a relation cannot grow."""


def killed(_database: Database, _chance: Random) -> None:
    """Nobody says goodbye."""
    os.kill(os.getpid(), signal.SIGKILL)


def lost(database: Database, _chance: Random) -> None:
    """The server ends every session of this catalogue."""
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def full(database: Database, chance: Random) -> None:
    """Files may not grow any more, or not be written at all; PostgreSQL says it at the next word."""
    if not database.is_sqlite:
        _at_next_word()
        return
    path = Path(str(database.url.database))
    files = path.parent.glob(f"{path.name}*")  # and its log
    limit = chance.choice((0, max(file.stat().st_size for file in files)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def _at_next_word() -> None:
    said = psycopg.Cursor.execute

    def execute(cursor: Any, *_: Any, **__: Any) -> Any:
        psycopg.Cursor.execute = said  # type: ignore[method-assign]
        return said(cursor, DISK_FULL)

    psycopg.Cursor.execute = execute  # type: ignore[method-assign,assignment]


FATES: dict[str, Callable[[Database, Random], None]] = {
    "killed": killed, "lost": lost, "full": full,
}  # fmt: skip


def run(url: str, path: Path, last: int, fate: str, chance: Random) -> str:
    """Import a file and meet a fate at call number ``last``; return how it ended."""
    calls = 0
    database = Database(url)

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == last:
            sys.setprofile(None)
            FATES[fate](database, chance)

    sys.setprofile(count)
    try:
        pipeline.run_import(database, Order(path, path.name, "all"))
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what is asked for
        return type(error).__name__
    finally:
        sys.setprofile(None)
    return f"done after {calls}"


def apart(*asked: Any) -> str:
    """Run in a fork; return what it said, "" where it was killed."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.write(write, run(*asked).encode())
        os._exit(0)
    os.close(write)
    said = os.read(read, 99)
    os.close(read)
    os.waitpid(child, 0)
    return said.decode()


def after(url: str, name: str) -> dict[str, Any]:
    """Return what is there after a restart: the state of a file's batch, and the items' names."""
    database = Database(url)
    settle_interrupted(database)
    with database.read() as connection:
        batches = [one for one in list_batches(connection, None, 3) if one["file_name"] == name]
        names = connection.scalars(
            text("SELECT n.content FROM item i JOIN element_value n ON n.id = i.name ORDER BY i.id")
        )
        told = [json.loads(one) for one in names]
    if database.is_sqlite:  # a log of its own for each import: there is no room in an old one
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return {"states": [one["state"] for one in batches], "names": told}


def main(url: str, folder: Path, moments: int, seed: int, fates: list[str]) -> None:
    """Import, and die, so many times."""
    pipeline.BATCH = 2
    chance = Random(seed)
    calls = int(apart(url, folder / "0.jsonl", -1, "", chance).split()[-1])
    for number in range(1, moments + 1):
        fate, path = fates[number % len(fates)], folder / f"{number}.jsonl"
        said = apart(url, path, chance.randrange(1, calls), fate, Random(number))
        told = {"number": number, "fate": fate, "said": said, **after(url, path.name)}
        sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:])
