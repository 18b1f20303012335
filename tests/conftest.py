"""What tests ask for by name: a migrated database on both engines, a client, the shared data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import URL
from starlette.testclient import TestClient

from app.kernel import migrating
from app.kernel.db import Database
from app.main import create_app
from app.settings import Settings
from tests import postgres

WRITE_KEY = "a-key-for-tests"
# the same examples every time, so that a change is judged by itself; new ones are looked for on
# purpose, with HYPOTHESIS_PROFILE=new
hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.register_profile("new", derandomize=False)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
_numbers = count()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real records beside the repository; tests that need it are skipped without."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no ../shared/data beside the repository")
    return folder


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    database = Database(f"sqlite:///{path}")
    migrating.upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """One PostgreSQL for the session (for each worker of xdist its own)."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(postgres.cluster())
        except FileNotFoundError as error:
            pytest.skip(str(error))
        yield server


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: URL) -> Iterator[URL]:
    """A migrated PostgreSQL database, cloned for each test."""
    url = postgresql_server.set(database=f"yizhi_template_{os.getpid()}")
    postgres.administer(postgresql_server, f"CREATE DATABASE {url.database}")
    database = Database(url.render_as_string(hide_password=False))
    migrating.upgrade(database)
    database.dispose()
    yield url
    postgres.administer(postgresql_server, f"DROP DATABASE {url.database} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A fresh migrated catalogue, once on SQLite and once on PostgreSQL."""
    with ExitStack() as stack:
        url = request.getfixturevalue(f"{request.param}_url")
        database = Database(url, wait=5)
        stack.callback(database.dispose)
        yield database


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh migrated SQLite file."""
    path = tmp_path / f"catalogue-{next(_numbers)}.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(postgresql_server: URL, postgresql_template: URL) -> Iterator[str]:
    """The address of a fresh migrated PostgreSQL database, dropped after the test."""
    url = postgresql_server.set(database=f"yizhi_{os.getpid()}_{next(_numbers)}")
    template = postgresql_template.database
    postgres.administer(postgresql_server, f"CREATE DATABASE {url.database} TEMPLATE {template}")
    yield url.render_as_string(hide_password=False)
    postgres.administer(postgresql_server, f"DROP DATABASE {url.database} WITH (FORCE)")


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    """Settings that serve ``database`` and take writes with ``WRITE_KEY``."""
    url = database.url.render_as_string(hide_password=False)
    return Settings(
        _env_file=None,
        database_url=url,
        write_key=WRITE_KEY,  # type: ignore[arg-type]
        files_folder=tmp_path / "files",
    )


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of the whole application; it reads only. ``writing_client`` may write."""
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def writing_client(client: TestClient) -> TestClient:
    """The same client with the write key."""
    client.headers["X-API-Key"] = WRITE_KEY
    return client
