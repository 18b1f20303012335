"""已知的列名: what mappings that people wrote or confirmed call the fields of the standard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import orjson

from app.elements.schemas import Record, schemas_root
from app.elements.standard import fold_header
from app.importing.mappings.kept import KeptMapping
from app.importing.proposing.likeness import Name
from app.importing.readers.known import SCHEMA

_PARTS = frozenset({"handling_part", "implementation_part", "body_part", "local_base_part"})
"""Readers that take a part of a column: the column as a whole means something else."""


def names_of(kept: Iterable[KeptMapping]) -> dict[Record, list[Name]]:
    """Return the names of fields in the shipped mappings and in the confirmed ones, per record."""
    found: dict[Record, list[Name]] = {"implementation": [], "base": []}
    documents = [*_shipped(), *(one.document for one in kept if one.confirmed)]
    for document in documents:
        if document["record"] != "native":
            found[document["record"]] += _names(document)
    return found


@lru_cache(maxsize=1)
def _shipped() -> tuple[dict[str, Any], ...]:
    paths = sorted((schemas_root() / "mappings").glob("*.json"))
    return tuple(orjson.loads(path.read_bytes()) for path in paths if path.name != SCHEMA)


def _names(document: dict[str, Any]) -> Iterator[Name]:
    for pointer, spec in document.get("fields", {}).items():
        yield from _of_spec(pointer, spec, document["name"])
        for name, member in spec.get("members", {}).items():
            yield from _of_spec(f"{pointer}/*/{name}", member, document["name"])


def _of_spec(pointer: str, spec: dict[str, Any], mapping: str) -> Iterator[Name]:
    columns = spec.get("from", ())
    if spec.get("reader") in _PARTS or "members" in spec:
        return
    for column in (columns,) if isinstance(columns, str) else columns:
        if not column.startswith("/") and "[]." not in column:
            yield Name(pointer, fold_header(column), mapping)
