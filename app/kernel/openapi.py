"""The OpenAPI description: every operation with every problem it may answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.kernel import problem
from app.kernel.handlers import DatabaseUnavailable, InternalError, InvalidRequest, TryLater
from app.kernel.http import WRITE_PROBLEMS
from app.kernel.middleware import BodyTooLarge
from app.kernel.problem import Problem, documented

_OPERATIONS = ("get", "put", "post", "delete", "patch")


def install(app: FastAPI, tags: list[dict[str, Any]]) -> None:
    """Make ``app.openapi()`` give the completed description, made once."""
    app.openapi_tags = tags

    def description() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app)
        return app.openapi_schema

    app.openapi = description  # type: ignore[method-assign]  # the way FastAPI documents


def _describe(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        license_info=app.license_info,
    )
    for path in schema["paths"].values():
        for operation in (path[method] for method in _OPERATIONS if method in path):
            _complete(operation)
    _share_problem_schema(schema)
    return schema


def _complete(operation: dict[str, Any]) -> None:
    """Add what FastAPI does not know: the problems that the kernel answers for every route."""
    responses = operation["responses"]
    expected: list[type[Problem]] = [InternalError, DatabaseUnavailable]
    if "parameters" in operation or "requestBody" in operation:
        expected.append(InvalidRequest)
    if "requestBody" in operation:
        expected.append(BodyTooLarge)
    if operation.get("security"):
        expected += [*WRITE_PROBLEMS, TryLater]
    if "application/json" in responses.get("422", {}).get("content", {}):
        del responses["422"]  # FastAPI's own shape, which is never sent
    for status, added in documented(*expected).items():
        _merge(responses, str(status), added)
    operation["responses"] = dict(sorted(responses.items()))


def _merge(responses: dict[str, Any], status: str, added: Mapping[str, Any]) -> None:
    stated = responses.setdefault(status, added)
    if stated is added:
        return
    content = stated.setdefault("content", {})
    ours = added["content"][problem.MEDIA_TYPE]
    theirs = content.setdefault(problem.MEDIA_TYPE, {"schema": ours["schema"], "examples": {}})
    theirs["examples"] = {**ours["examples"], **theirs.get("examples", {})}
    titles = (example["summary"] for example in theirs["examples"].values())
    stated["description"] = _joined(titles)


def _joined(titles: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(titles))


def _share_problem_schema(schema: dict[str, Any]) -> None:
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = problem.SCHEMA
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
