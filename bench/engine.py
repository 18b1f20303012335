"""数据库一侧: what the database itself takes, in processor time and on disk.

SQLite works in the process that is measured; PostgreSQL in processes of its own, and all of them
count: the one that answers, those that help it, and those that write and clean up behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

from sqlalchemy import text

from app.kernel.db import Database
from bench.measure import Figures
from bench.servers import TICKS

TRIES, PAUSE = 600, 0.1
_PARENT = 1
_SPENT, _OF_CHILDREN = slice(11, 13), slice(13, 15)
"""Fields of ``/proc/<pid>/stat``, counted from behind the name; children only once they ended."""


@contextmanager
def served(figures: Figures, name: str, database: Database) -> Iterator[None]:
    """Put the processor time that a database's server took for the block into ``figures``."""
    server = None if database.is_sqlite else _server(database)
    before = _spent(server) if server else 0.0
    yield
    figures[f"{name}_server_cpu_s"] = _spent(server) - before if server else 0.0


def stored(database: Database) -> int:
    """Close a database and return its bytes, once its connections have taken their tables along.

    Raises:
        TimeoutError: somebody still has a connection, and perhaps temporary tables.
    """
    database.dispose()
    if database.is_sqlite:
        return Path(str(database.url.database)).stat().st_size
    for _ in range(TRIES):
        with database.read() as connection:
            clients, size = connection.execute(_STORED).one()
        if clients == 1:
            return int(size)
        sleep(PAUSE)
    raise TimeoutError(f"{clients - 1} other connections to {database.url.database}")


def _server(database: Database) -> int:
    """Return the process whose children all processes of a PostgreSQL are."""
    with database.read() as connection:
        backend = int(connection.execute(_BACKEND).scalar_one())
    return _fields(backend)[_PARENT]


def _spent(server: int) -> float:
    """Return the processor seconds of a process and of all children it has, or had."""
    own = _fields(server)
    ticks = sum(own[_SPENT]) + sum(own[_OF_CHILDREN])
    for process in Path("/proc").glob("[0-9]*"):
        fields = _fields(int(process.name))
        if fields and fields[_PARENT] == server:
            ticks += sum(fields[_SPENT])
    return ticks / TICKS


def _fields(pid: int) -> list[int]:
    """Return what the system tells of a process (nothing of one that has just ended)."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return []
    state, *numbers = told.rpartition(")")[2].split()
    return [ord(state), *map(int, numbers)]


_STORED = text(
    "SELECT count(*), pg_database_size(current_database()) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_type = 'client backend'"
)
_BACKEND = text("SELECT pg_backend_pid()")
