"""开放数据包: a folder that can be put on an open-data portal as it is.

It holds the published catalogue as JSONL with its JSON Schemas, as CSV with CSVW metadata, and as
CPSV-AP in Turtle; ``catalog.jsonld`` describes them (DCAT 2), and ``SHA256SUMS`` lets anybody
check that nothing was changed on the way (``sha256sum -c SHA256SUMS``). It is written beside
its place and moved there whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection

from app import __version__
from app.elements.schemas import record_schema
from app.exporting.formats import FORMATS
from app.exporting.linked.vocabulary import CONTEXT, said
from app.exporting.scope import Scope
from app.exporting.table import metadata
from app.items.state import read_state
from app.kernel.clock import now

FILES = {"items.jsonl": "jsonl", "items.csv": "csv", "services.ttl": "cpsv-turtle"}
SUMS = "SHA256SUMS"


def write_package(connection: Connection, scope: Scope, folder: Path, base: str) -> list[str]:
    """Write the package of a scope, whole or not at all; return the names of its files.

    State secrets and items not in use never go into it.

    Raises:
        FileExistsError: the folder is there already and is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} 不是空目录")
    unfinished = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        public = replace(scope, published=True, secrets=False)
        for name, format in FILES.items():
            with (unfinished / name).open("wb") as file:
                file.writelines(FORMATS[format].pieces(connection, public, base))
        _write_descriptions(connection, unfinished, base)
        names = _write_sums(unfinished)
        if folder.exists():
            folder.rmdir()
        unfinished.replace(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return names


def _write_descriptions(connection: Connection, folder: Path, base: str) -> None:
    described = {
        "base-item.schema.json": record_schema("base"),
        "implementation-item.schema.json": record_schema("implementation"),
        "items.csv-metadata.json": metadata("items.csv"),
        "catalog.jsonld": catalog(connection, folder, base),
    }
    for name, told in described.items():
        (folder / name).write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")


def catalog(connection: Connection, folder: Path, base: str) -> dict[str, Any]:
    """Return the DCAT description of the files in a folder."""
    address = base.rstrip("/")
    return {
        "@context": {**CONTEXT, "spdx": "http://spdx.org/rdf/terms#"},
        "@id": f"{address}/catalogue",
        "@type": "dcat:Dataset",
        "dct:title": said("政务服务事项目录"),
        "dct:description": said("公布的政务服务事项：基本目录、实施清单和办事指南。"),
        "dct:identifier": f"{address}/catalogue",
        "dct:modified": {"@value": f"{now().isoformat()}Z", "@type": "xsd:dateTime"},
        "dcat:version": str(read_state(connection).version),
        "dct:publisher": {
            "@id": f"{address}/publisher",
            "@type": "foaf:Agent",
            "dct:identifier": f"{address}/publisher",
            "dct:title": said("一致 Yizhi"),
        },
        "dcat:distribution": list(_distributions(folder, address)),
        "rdfs:comment": f"Yizhi {__version__}",
    }


def _distributions(folder: Path, address: str) -> Iterator[dict[str, Any]]:
    for name, format in FILES.items():
        path = folder / name
        yield {
            "@id": f"{address}/catalogue#{name}",
            "@type": "dcat:Distribution",
            "dct:title": said(FORMATS[format].title),
            "dcat:downloadURL": {"@id": f"{address}/exports/{format}"},
            "dcat:mediaType": FORMATS[format].media_type.partition(";")[0],
            "dcat:byteSize": {"@value": str(path.stat().st_size), "@type": "xsd:decimal"},
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": _sum(path),
            },
        }


def _write_sums(folder: Path) -> list[str]:
    paths = sorted(path for path in folder.iterdir() if path.name != SUMS)
    text = "".join(f"{_sum(path)}  {path.name}\n" for path in paths)
    (folder / SUMS).write_text(text, encoding="utf-8")
    return [*(path.name for path in paths), SUMS]


def _sum(path: Path) -> str:
    total = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            total.update(piece)
    return total.hexdigest()
