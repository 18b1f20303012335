"""Mappings from files: checked against their own JSON Schema, and for what no schema can say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import orjson

from app.codes.local_schemes import BY_NAME
from app.elements.schemas import Record, schemas_root
from app.elements.standard import load_standard
from app.importing.errors import SourceError
from app.importing.mappings.cell_readers import MAPPING_READERS
from app.importing.mappings.kept import KeptMapping
from app.importing.mappings.mapping import Mapping
from app.importing.readers.known import SCHEMA


def shipped_folder() -> Path:
    """The folder of the mappings that come with the code."""
    return schemas_root() / "mappings"


def load_mappings(
    folders: Sequence[Path] = (), kept: Sequence[KeptMapping] = ()
) -> dict[str, Mapping]:
    """All mappings by name; kept ones, and those of ``folders``, go before shipped ones."""
    mappings = dict(_shipped())
    mappings.update({one.name: made(one) for one in kept})
    for folder in folders:
        mappings.update(_in_folder(folder))
    return mappings


def load_mapping(
    name: str, folders: Sequence[Path] = (), kept: Sequence[KeptMapping] = ()
) -> Mapping:
    """One mapping by its name. Raises ``SourceError`` where there is none."""
    mappings = load_mappings(folders, kept)
    if name not in mappings:
        raise SourceError("unknown-mapping", name, known="、".join(sorted(mappings)))
    return mappings[name]


def made(kept: KeptMapping) -> Mapping:
    """Make the mapping that people keep in the catalogue."""
    mapping = Mapping(kept.document)
    mapping.version, mapping.confirmed = kept.version, kept.confirmed
    return mapping


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
    for fault in faults_of(data):
        raise SourceError("bad-mapping", path.name, detail=f"{fault.pointer}: {fault.detail}")
    return Mapping(data)


class Fault(NamedTuple):
    """What is wrong with a mapping document, and where."""

    pointer: str
    detail: str


def faults_of(data: Any) -> list[Fault]:
    """Return everything that is wrong with a mapping document."""
    return _shape_faults(data) or [*_field_faults(data), *_sheet_faults(data)]


@lru_cache(maxsize=1)
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        orjson.loads((shipped_folder() / SCHEMA).read_bytes())
    )


def _shape_faults(data: Any) -> list[Fault]:
    return [
        Fault("/".join(map(str, ["", *error.instance_path])) or "/", error.message[:200])
        for error in _validator().iter_errors(data)
    ]


def _field_faults(data: dict[str, Any]) -> Iterator[Fault]:
    """Fields the standard lacks, readers and tables that do not exist."""
    record: Record = "base" if data.get("record") == "base" else "implementation"
    for pointer, spec in data.get("fields", {}).items():
        yield from _spec_faults(pointer, spec, data, record)


def _spec_faults(
    pointer: str, spec: dict[str, Any], data: dict[str, Any], record: Record
) -> Iterator[Fault]:
    place = f"/fields{pointer}"
    if not _is_field(pointer, record):
        yield Fault(place, "no such field in the standard")
    reader, table = spec.get("reader"), spec.get("table")
    if reader is not None and reader not in MAPPING_READERS:
        readers = ", ".join(sorted(MAPPING_READERS))
        yield Fault(place, f"no reader {reader!r}; there are {readers}")
    if isinstance(table, str) and table not in data.get("tables", {}):
        yield Fault(place, f"no table {table!r}")
    if "scheme" in spec and spec["scheme"] not in BY_NAME:
        yield Fault(place, f"no code scheme {spec['scheme']!r}; there are {', '.join(BY_NAME)}")
    if spec.get("unknown") != "refuse" and any(isinstance(v, list) for v in _table(spec, data)):
        yield Fault(place, "several values for one word, and not unknown: refuse")
    for name, member in spec.get("members", {}).items():
        yield from _spec_faults(f"{pointer}/*/{name}", member, data, record)


def _is_field(pointer: str, record: Record) -> bool:
    try:
        load_standard(record).field(pointer)
    except KeyError:
        return False
    return True


def _table(spec: dict[str, Any], data: dict[str, Any]) -> Iterable[Any]:
    table = spec.get("table", {})
    found: dict[str, Any] = (
        data.get("tables", {}).get(table, {}) if isinstance(table, str) else table
    )
    return found.values()


def _sheet_faults(data: dict[str, Any]) -> Iterator[Fault]:
    """Sheets that hold no list of the standard, and open questions about fields not read."""
    record: Record = "base" if data.get("record") == "base" else "implementation"
    lists = load_standard(record).sheets().values()
    for sheet, told in data.get("sheets", {}).items():
        if told["list"] not in lists:
            yield Fault(f"/sheets/{sheet}", f"no list {told['list']!r}")
    for pointer in data.get("undecided", {}):
        if spec_at(data, pointer) is None:
            yield Fault(f"/undecided{pointer}", "the field is not read")


def spec_at(data: dict[str, Any], pointer: str) -> dict[str, Any] | None:
    """Return the declaration of a field, or of a member of a list, None where there is none."""
    fields: dict[str, Any] = data.get("fields", {})
    head, _, member = pointer.partition("/*/")
    found = fields.get(head)
    if found is None or not member:
        return found
    spec: dict[str, Any] | None = found.get("members", {}).get(member)
    return spec


def shipped_document(name: str) -> dict[str, Any]:
    """Return the document of a mapping that comes with the code."""
    document: dict[str, Any] = orjson.loads((shipped_folder() / f"{name}.json").read_bytes())
    return document
