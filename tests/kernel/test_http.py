"""Routes: one request is one transaction; every failure is a problem; conditional answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy import text
from starlette.responses import Response
from starlette.testclient import TestClient

from app.kernel.db import CatalogueBusy, Database, StorageFull
from app.kernel.http import Json, Reader, WriteKey, Writer, conditional, etag, page_response
from app.kernel.paging import Page
from app.main import create_app
from app.settings import Settings
from tests.conftest import WRITE_KEY

KEY = {"X-API-Key": WRITE_KEY}


class Lamp(BaseModel, extra="forbid"):
    """A lamp."""

    name: str = Field(max_length=3)
    watts: list[int] = []


def _routes(app: FastAPI) -> None:
    @app.get("/lamps")
    def lamps(connection: Reader) -> Response:
        rows = connection.execute(text("SELECT name FROM lamp ORDER BY name")).scalars().all()
        return Json({"items": list(rows)})

    @app.post("/lamps")
    def add(connection: Writer, lamp: Lamp) -> Response:
        connection.execute(text("INSERT INTO lamp VALUES (:name)"), {"name": lamp.name})
        if lamp.name == "bad":
            raise ValueError
        return Json({"name": lamp.name})

    @app.get("/fresh")
    def fresh(request: Request) -> Response:
        return conditional(request, {"a": 1}, etag(b"\x01\x02"))

    @app.get("/pages")
    def pages(request: Request, q: Annotated[int, Query(le=9)]) -> Response:
        return page_response(request, Page([q], "next+one"))

    @app.get("/raise/{what}")
    def fails(what: str) -> None:
        raise {"busy": CatalogueBusy, "full": StorageFull}[what]

    @app.get("/secret")
    def secret(_key: WriteKey) -> Response:
        return Json({})


@pytest.fixture
def lamps(database: Database, settings: Settings) -> Iterator[TestClient]:
    with database.write() as connection:
        connection.execute(text("CREATE TABLE lamp (name varchar(9) UNIQUE)"))
    app = create_app(settings)
    _routes(app)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def _problem(response: Any) -> dict[str, Any]:
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == response.status_code
    return body


def test_a_write_is_there_when_its_answer_arrives(lamps: TestClient) -> None:
    assert lamps.post("/lamps", json={"name": "a"}, headers=KEY).status_code == 200
    assert lamps.get("/lamps").json() == {"items": ["a"]}


def test_a_fault_undoes_the_write(lamps: TestClient) -> None:
    problem = _problem(lamps.post("/lamps", json={"name": "bad"}, headers=KEY))
    assert problem["type"] == "/problems/internal-error"
    assert lamps.get("/lamps").json() == {"items": []}


@pytest.mark.parametrize(
    "headers,status,name",
    [
        ({}, 401, "write-key-missing"),
        ({"X-API-Key": "wrong"}, 403, "write-key-wrong"),
        ({"Authorization": "Bearer wrong"}, 403, "write-key-wrong"),
        ({"X-API-Key": "中文".encode()}, 403, "write-key-wrong"),
    ],
)
def test_writing_needs_the_key(
    lamps: TestClient, headers: dict[str, str], status: int, name: str
) -> None:
    problem = _problem(lamps.post("/lamps", json={"name": "a"}, headers=headers))
    assert (problem["status"], problem["type"]) == (status, f"/problems/{name}")
    assert lamps.get("/lamps").json() == {"items": []}


def test_the_key_may_be_a_bearer(lamps: TestClient) -> None:
    assert lamps.get("/secret", headers={"Authorization": f"Bearer {WRITE_KEY}"}).is_success


def test_without_a_key_set_nobody_writes(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"write_key": None}))
    _routes(app)
    with TestClient(app) as client:
        assert _problem(client.get("/secret", headers=KEY))["type"] == "/problems/writing-closed"


def test_what_is_sent_wrongly_is_told_place_by_place(lamps: TestClient) -> None:
    body = {"name": "long", "watts": [1, "x"], "a/b": 1}
    problem = _problem(lamps.post("/lamps", json=body, headers=KEY))
    assert problem["type"] == "/problems/invalid-request"
    assert problem["errors"] == [
        {"pointer": "/name", "code": "string-too-long", "detail": "最多 3 个字"},
        {"pointer": "/watts/1", "code": "int-parsing", "detail": "应为整数"},
        {"pointer": "/a~1b", "code": "extra-forbidden", "detail": "没有这一项"},
    ]


def test_the_place_may_be_outside_the_body(lamps: TestClient) -> None:
    (error,) = _problem(lamps.get("/pages?q=10"))["errors"]
    assert (error["in"], error["pointer"]) == ("query", "/q")
    (error,) = _problem(lamps.get("/pages"))["errors"]
    assert error["detail"] == "缺少这一项"


def test_broken_json_is_told(lamps: TestClient) -> None:
    headers = KEY | {"Content-Type": "application/json"}
    problem = _problem(lamps.post("/lamps", content=b"{", headers=headers))
    assert problem["errors"][0]["code"] == "json-invalid"


def test_english_on_request(lamps: TestClient) -> None:
    problem = _problem(lamps.get("/nowhere", headers={"Accept-Language": "en"}))
    assert problem["title"] == "Not found"
    assert problem["detail"] == "Nothing is served at /nowhere"


def test_a_wrong_method_is_told_which_are_right(lamps: TestClient) -> None:
    response = lamps.delete("/lamps")
    assert _problem(response)["type"] == "/problems/method-not-allowed"
    assert response.headers["allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("what,status", [("busy", 503), ("full", 507)])
def test_a_database_that_cannot_write_is_told(lamps: TestClient, what: str, status: int) -> None:
    assert _problem(lamps.get(f"/raise/{what}"))["status"] == status


def test_a_body_beyond_the_limit_is_refused(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"max_upload_mb": 1}))
    _routes(app)
    with TestClient(app) as client:
        stated = client.post("/lamps", json={"name": "x" * (2 << 20)}, headers=KEY)
        assert _problem(stated)["type"] == "/problems/body-too-large"
        headers = KEY | {"Content-Type": "application/json"}
        unstated = client.post("/lamps", content=iter([b" " * 1024] * 1025), headers=headers)
        assert _problem(unstated) == _problem(stated)


def test_what_the_reader_holds_is_not_sent_again(lamps: TestClient) -> None:
    first = lamps.get("/fresh")
    assert first.headers["etag"] == '"0102"'
    for held in ('"0102"', 'W/"0102"', '"other", "0102"', "*"):
        again = lamps.get("/fresh", headers={"If-None-Match": held})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == '"0102"'
    assert lamps.get("/fresh", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_page_links_to_the_next(lamps: TestClient) -> None:
    response = lamps.get("/pages?q=3&cursor=old")
    assert response.json() == {"items": [3], "next": "next+one"}
    assert response.headers["link"] == '</pages?q=3&cursor=next%2Bone>; rel="next"'


def test_head_is_answered_like_get(lamps: TestClient) -> None:
    head, get = lamps.head("/fresh"), lamps.get("/fresh")
    assert head.content == b""
    assert head.headers == get.headers


def test_every_answer_has_the_headers_of_safety(lamps: TestClient) -> None:
    for path in ("/fresh", "/nowhere", "/docs", "/static/vendor/rapidoc/rapidoc-min.js"):
        headers = lamps.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in headers["content-security-policy"]
