"""Health answers always, readiness only when requests can be served."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from app.kernel import migrating
from app.kernel.db import Database
from app.main import create_app
from app.settings import Settings


def test_health(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}


def test_ready(client: TestClient, database: Database) -> None:
    body = client.get("/ready").json()
    assert body == {
        "status": "ready",
        "database": database.dialect,
        "revision": migrating.head(),
    }


def test_not_ready_before_the_migrations(client: TestClient, database: Database) -> None:
    migrating.downgrade(database, "base")
    response = client.get("/ready")
    assert response.status_code == 503
    assert response.json()["type"] == "/problems/not-ready"
    assert "yizhi migrate upgrade" in response.json()["detail"]


def test_not_ready_without_a_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/no/such/folder/x.db"
    settings = Settings(_env_file=None, database_url=url)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        response = client.get("/ready")
        assert client.get("/health").status_code == 200
    assert response.status_code == 503
    assert response.json()["type"] == "/problems/database-unavailable"
    assert response.headers["retry-after"] == "30"
