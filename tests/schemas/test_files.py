"""The schema files by themselves: valid, complete, consistent with their addresses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin

import orjson
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from app.elements.schemas import resolve, schemas_root

BASE = "https://yizhi.example/schemas/"
ROOT = schemas_root()
FILES = [ROOT / "implementation-item.json", ROOT / "base-item.json"]
FILES += sorted(ROOT.glob("elements/*.json")) + sorted(ROOT.glob("enumerations/*.json"))
SCHEMAS = [*FILES, *sorted(ROOT.rglob("*.schema.json"))]
OBLIGATIONS = {"required", "conditional", "optional"}


def read(path: Path) -> Any:
    return orjson.loads(path.read_bytes())


def registry() -> Registry[Any]:
    contents = (read(path) for path in FILES)
    return Registry().with_resources(
        [(content["$id"], Resource.from_contents(content)) for content in contents]
    )


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def nodes(content: Any) -> Iterator[dict[str, Any]]:
    """Yield the properties a file states, however deep."""
    if isinstance(content, dict):
        yield from content.get("properties", {}).values()
        for part in content.values():
            yield from nodes(part)
    elif isinstance(content, list):
        for part in content:
            yield from nodes(part)


def stated_fields() -> list[Any]:
    found = []
    for path in FILES:
        if "enumerations" in path.parts:
            continue
        content = read(path)
        roots = [content] if "elements" in path.parts else []
        for position, node in enumerate([*roots, *nodes(content)]):
            if "x-element" not in node:
                found.append(pytest.param(node, path, id=f"{short(path)}-{position}"))
    return found


@pytest.mark.parametrize("path", SCHEMAS, ids=short)
def test_schema_is_valid_against_the_metaschema(path: Path) -> None:
    Draft202012Validator.check_schema(read(path))


@pytest.mark.parametrize("path", SCHEMAS, ids=short)
def test_address_is_the_place(path: Path) -> None:
    content = read(path)
    assert content["$id"] in (BASE + short(path), short(path))
    assert content["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", FILES, ids=short)
def test_references_lead_to_files(path: Path) -> None:
    references = [node["$ref"] for node in nodes(read(path)) if "$ref" in node]
    known = {BASE + short(other) for other in FILES}
    assert {urljoin(BASE + short(path), reference) for reference in references} <= known


def test_every_file_is_used() -> None:
    used = set()
    for path in FILES:
        content = read(path)
        for node in [content, *nodes(content)]:
            for part in (node, node.get("items", {})):
                if "$ref" in part:
                    used.add(urljoin(BASE + short(path), part["$ref"]))
    parts = {BASE + short(path) for path in FILES if len(PurePosixPath(short(path)).parts) == 2}
    assert parts == used


@pytest.mark.parametrize("node, path", stated_fields())
def test_field_says_what_it_is(node: dict[str, Any], path: Path) -> None:
    resolved = resolve(node, PurePosixPath(short(path)).parent.as_posix())
    assert resolved["title"]
    assert resolved["x-en"].isascii()
    assert resolved["description"].endswith(("。", "）"))
    assert resolved["x-obligation"] in OBLIGATIONS
    assert resolved.get("x-severity", "error") in {"error", "warning", "info"}
    assert ("x-when" in resolved) == (resolved["x-obligation"] == "conditional")
    cell = resolved["type"] != "object"
    assert not cell or (resolved["x-aliases"] and resolved["examples"])


@pytest.mark.parametrize("node, path", stated_fields())
def test_examples_of_a_field_are_valid(node: dict[str, Any], path: Path) -> None:
    schema = {**node, "$id": urljoin(BASE + short(path), "probe.json")}
    validator = Draft202012Validator(schema, registry=registry())
    for example in node.get("examples", ()):
        assert [error.message for error in validator.iter_errors(example)] == []


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.json")), ids=short)
def test_files_are_plain_text(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    assert content.endswith("}\n")
    assert "\\u" not in content, "Chinese is written as it is read"
