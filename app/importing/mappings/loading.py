"""Mappings from files: checked against their own JSON Schema, and for what no schema can say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson

from app.elements.schemas import Record, schemas_root
from app.elements.standard import load_standard
from app.importing.errors import SourceError
from app.importing.mappings.cell_readers import MAPPING_READERS
from app.importing.mappings.mapping import Mapping
from app.importing.readers.known import SCHEMA


def shipped_folder() -> Path:
    """The folder of the mappings that come with the code."""
    return schemas_root() / "mappings"


def load_mappings(folders: Sequence[Path] = ()) -> dict[str, Mapping]:
    """All mappings by name; those of ``folders`` go before shipped ones of the same name."""
    mappings = dict(_shipped())
    for folder in folders:
        mappings.update(_in_folder(folder))
    return mappings


def load_mapping(name: str, folders: Sequence[Path] = ()) -> Mapping:
    """One mapping by its name. Raises ``SourceError`` where there is none."""
    mappings = load_mappings(folders)
    if name not in mappings:
        raise SourceError("unknown-mapping", name, known="、".join(sorted(mappings)))
    return mappings[name]


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Mapping]:
    return _in_folder(shipped_folder())


def _in_folder(folder: Path) -> dict[str, Mapping]:
    paths = sorted(path for path in folder.glob("*.json") if path.name != SCHEMA)
    return {mapping.name: mapping for mapping in map(read_mapping, paths)}


def read_mapping(path: Path) -> Mapping:
    """Read one mapping file. Raises ``SourceError`` with the place of the first fault."""
    try:
        data = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise SourceError("bad-mapping", path.name, detail=str(error)) from error
    for fault in (*_shape_faults(data), *_field_faults(data)):
        raise SourceError("bad-mapping", path.name, detail=fault)
    return Mapping(data)


@lru_cache(maxsize=1)
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        orjson.loads((shipped_folder() / SCHEMA).read_bytes())
    )


def _shape_faults(data: Any) -> list[str]:
    return [
        f"{'/'.join(map(str, ['', *error.instance_path])) or '/'}: {error.message}"
        for error in _validator().iter_errors(data)
    ]


def _field_faults(data: Any) -> Iterator[str]:
    """Fields the standard lacks, readers and tables that do not exist."""
    if not isinstance(data, dict) or not isinstance(data.get("fields", {}), dict):
        return
    record: Record = "base" if data.get("record") == "base" else "implementation"
    for pointer, spec in data.get("fields", {}).items():
        yield from _spec_faults(pointer, spec, data, record)


def _spec_faults(pointer: str, spec: Any, data: dict[str, Any], record: Record) -> Iterator[str]:
    if not isinstance(spec, dict):
        return
    try:
        load_standard(record).field(pointer)
    except KeyError:
        yield f"/fields{pointer}: no such field in the standard"
    reader, table = spec.get("reader"), spec.get("table")
    if reader is not None and reader not in MAPPING_READERS:
        yield f"{pointer}: no reader {reader!r}; there are {', '.join(sorted(MAPPING_READERS))}"
    if isinstance(table, str) and table not in data.get("tables", {}):
        yield f"{pointer}: no table {table!r}"
    for name, member in spec.get("members", {}).items():
        yield from _spec_faults(f"{pointer}/*/{name}", member, data, record)
