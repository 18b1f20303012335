from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.codes.service import explain
from app.main import create_app
from app.settings import Settings


@pytest.fixture
def client() -> TestClient:
    """The whole application, not started: codes are explained without a database."""
    return TestClient(create_app(Settings(_env_file=None)))


def get(client: TestClient, code: str) -> dict[str, Any]:
    response = client.get(f"/codes/{code}")
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_an_explanation_is_bilingual_and_nested(client: TestClient) -> None:
    body = get(client, "11440100007483172Q3440106043001")
    assert body["kind"] == "implementation"
    assert body["kind_name"] == {"zh": "实施编码", "en": "implementation code"}
    assert body["length"] == 31
    level = body["parts"][1]
    assert level["name"]["zh"] == "行使层级"
    assert level["meaning"] == {"zh": "市级", "en": "city"}
    assert [part["key"] for part in body["parts"][2]["parts"]] == ["issuer", "type", "main", "sub"]


def test_blanks_hyphens_and_slashes_reach_us(client: TestClient) -> None:
    assert get(client, "440106043001%20")["problems"][0]["code"] == "blank"
    assert get(client, "62052400MZ-XK-0001")["scheme"]["zh"] == "甘肃 县级事项编码"
    assert get(client, "许可-00101-000")["kind"] == "local"


@pytest.mark.parametrize(
    "code, kind", [("1.14507E+30", "damaged-code"), ("a/b", "unrecognised-code")]
)
def test_what_cannot_be_explained(client: TestClient, code: str, kind: str) -> None:
    for language in ("zh", "en"):
        response = client.get(f"/codes/{code}", headers={"Accept-Language": language})
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["type"] == f"/problems/{kind}"
        assert code in response.json()["detail"]


def test_explain_keeps_what_was_asked() -> None:
    explanation = explain(" 44010200200y")
    assert (explanation.given, explanation.code) == (" 44010200200y", "44010200200Y")
    assert {problem.code for problem in explanation.problems} == {"blank", "lower-case"}
