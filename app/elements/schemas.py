"""要素标准文件: reads schemas/, puts ``$ref`` in place, and makes validators.

Two readings of every schema: the *strict* one is the standard itself; the *acceptance* one is
what an import may store. It keeps shapes and types and lets go of what the audit reports later:
unknown codes, texts too long, odd patterns, negative numbers, and ``null`` for "not stated".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import jsonschema_rs
import orjson

from app.kernel.shipped import shipped

Record = Literal["implementation", "base"]
Node = dict[str, Any]

RECORDS: tuple[Record, ...] = ("implementation", "base")
RECORD_FILES: dict[Record, str] = {
    "implementation": "implementation-item.json",
    "base": "base-item.json",
}
ENUMERATIONS = "enumerations/"
_MEASURING = frozenset({"indicators", "scoring"})
_LET_GO = frozenset({"enum", "oneOf", "maxLength", "pattern", "format"})


def schemas_root() -> Path:
    """Return the folder of the standard: in a checkout, and in an installed package."""
    return shipped("schemas")


def standard_files() -> Iterator[Path]:
    """Yield the files of the standard; formulas of figures are not part of it."""
    root = schemas_root()
    files = sorted(root.rglob("*.json"))
    return (path for path in files if path.relative_to(root).parts[0] not in _MEASURING)


@lru_cache(maxsize=128)
def read_schema(path: str) -> Node:
    """Return one file below schemas/ as it stands, e.g. ``elements/fees.json`` (do not change)."""
    content: Node = orjson.loads((schemas_root() / path).read_bytes())
    return content


def resolve(node: Mapping[str, Any], folder: str) -> Node:
    """Return ``node`` with its ``$ref`` put in place; what stands beside a ``$ref`` wins."""
    if "$ref" not in node:
        return {key: _resolve_part(key, part, folder) for key, part in node.items()}
    path = _normal(folder, node["$ref"])
    target = resolve(read_schema(path), str(PurePosixPath(path).parent))
    beside = {key: part for key, part in node.items() if key != "$ref"}
    if path.startswith(ENUMERATIONS):
        target["x-enumeration"] = PurePosixPath(path).stem
    merged = {**target, **resolve(beside, folder)}
    return {key: part for key, part in merged.items() if key not in ("$id", "$schema")}


def _resolve_part(key: str, part: Any, folder: str) -> Any:
    if key == "properties":
        return {name: resolve(member, folder) for name, member in part.items()}
    if key == "items":
        return resolve(part, folder)
    return part


def _normal(folder: str, reference: str) -> str:
    parts: list[str] = []
    for step in (PurePosixPath(folder) / reference).parts:
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


@lru_cache(maxsize=2)
def record_schema(record: Record) -> Node:
    """Return the strict schema of a record, self-contained."""
    return _with_enums(resolve(read_schema(RECORD_FILES[record]), "."))


@lru_cache(maxsize=2)
def acceptance_schema(record: Record) -> Node:
    """Return the schema of what an import may store of a record, self-contained."""
    return _accepting(record_schema(record))


@lru_cache(maxsize=64)
def element_schema(kind: str, strict: bool = True) -> Node:
    """Return the schema of one element value by itself, strict or for acceptance."""
    schema = _with_enums(resolve(read_schema(f"elements/{kind}.json"), "elements"))
    return schema if strict else _accepting(schema)


def _with_enums(node: Node) -> Node:
    """Turn enumerations (``oneOf`` with ``const`` and titles) into ``enum``: faster, clearer."""
    plain = {key: part for key, part in node.items() if key not in ("$id", "oneOf")}
    if "oneOf" in node:
        plain["enum"] = [member["const"] for member in node["oneOf"]]
    return _with_parts(plain, _with_enums)


def _with_parts(node: Node, change: Any) -> Node:
    if "properties" in node:
        members = node["properties"].items()
        node = {**node, "properties": {name: change(member) for name, member in members}}
    if "items" in node:
        node = {**node, "items": change(node["items"])}
    return node


def _accepting(node: Node) -> Node:
    kept = {key: part for key, part in node.items() if key not in _LET_GO}
    if "minimum" in kept and "maximum" in kept:  # the upper bound is what the column holds
        kept["minimum"] = -kept["maximum"]
    if "anyOf" in kept:
        kept["anyOf"] = [_stated(branch) for branch in kept["anyOf"]]
    kept = _with_parts(kept, _accepting)
    if "properties" in kept:
        needed = kept.get("required", ())
        kept["properties"] = {
            name: member if name in needed else _or_null(member)
            for name, member in kept["properties"].items()
        }
    return kept


def _stated(branch: Node) -> Node:
    """A required field of a record must be stated, not null."""
    not_null = {name: {"not": {"type": "null"}} for name in branch["required"]}
    return {**branch, "properties": not_null}


def _or_null(node: Node) -> Node:
    return {**node, "type": [node["type"], "null"]}


@lru_cache(maxsize=4)
def record_validator(record: Record, strict: bool = False) -> jsonschema_rs.Draft202012Validator:
    """Return a validator of whole documents; ``format`` is not asserted."""
    return _validator(record_schema(record) if strict else acceptance_schema(record))


@lru_cache(maxsize=64)
def element_validator(kind: str, strict: bool = False) -> jsonschema_rs.Draft202012Validator:
    """Return a validator of single element values; ``format`` is not asserted."""
    return _validator(element_schema(kind, strict))


def _validator(schema: Node) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=False)
