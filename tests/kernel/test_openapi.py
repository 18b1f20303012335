"""The description of the interface is whole: Chinese, with every problem an operation may answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.main import create_app
from app.settings import Settings

CHINESE = re.compile(r"[\u4e00-\u9fff]")
METHODS = ("get", "put", "post", "delete", "patch")


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return create_app(Settings(_env_file=None)).openapi()


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in schema["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def test_every_operation_has_a_chinese_summary_and_one_known_tag(schema: dict[str, Any]) -> None:
    known = {tag["name"] for tag in schema["tags"]}
    for name, operation in _operations(schema):
        assert CHINESE.search(operation["summary"]), name
        assert len(operation.get("tags", [])) == 1, name
        assert set(operation["tags"]) <= known, name


def test_every_known_tag_is_used(schema: dict[str, Any]) -> None:
    used = {tag for _, operation in _operations(schema) for tag in operation["tags"]}
    assert used == {tag["name"] for tag in schema["tags"]}


def test_every_failure_is_a_problem(schema: dict[str, Any]) -> None:
    for name, operation in _operations(schema):
        assert {"500", "503"} <= set(operation["responses"]), name
        for status, response in operation["responses"].items():
            if status >= "400":
                assert list(response["content"]) == ["application/problem+json"], (name, status)
                assert response["content"]["application/problem+json"]["examples"], (name, status)


def test_writing_operations_say_what_the_key_may_lead_to(schema: dict[str, Any]) -> None:
    for name, operation in _operations(schema):
        if operation.get("security"):
            assert {"401", "403"} <= set(operation["responses"]), name


def test_every_operation_that_writes_asks_for_the_key(schema: dict[str, Any]) -> None:
    reading_posts = {"POST /codes", "POST /items/check"}  # bodies too long for an address
    for name, operation in _operations(schema):
        if not name.startswith("GET") and name not in reading_posts:
            assert operation.get("security"), name


def test_every_parameter_is_explained(schema: dict[str, Any]) -> None:
    for name, operation in _operations(schema):
        for parameter in operation.get("parameters", []):
            assert CHINESE.search(parameter.get("description", "")), (name, parameter["name"])


def test_the_shape_of_faults_is_ours_alone(schema: dict[str, Any]) -> None:
    assert "HTTPValidationError" not in schema["components"]["schemas"]
