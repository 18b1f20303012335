"""示例目录的导出与载入: the same files, whether written for somebody or imported here."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable
from pathlib import Path

import orjson

from app.importing.order import Order, Tell
from app.importing.pipeline import run_import
from app.importing.report import Report
from app.kernel.db import Database
from app.laws import load_laws
from app.regions import add_towns as add_regions
from app.regions import load_regions, read_towns
from app.sample.catalogue import (
    Region,
    base_items,
    implementation_items,
    manifest,
    regions,
)
from app.sample.shipped import Document

REGIONS, BASE, ITEMS, MANIFEST = "regions.csv", "base.jsonl", "items.jsonl", "manifest.json"


def export(folder: Path) -> list[Path]:
    """Write the sample as files that anyone can import; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_regions(folder / REGIONS, regions())
    _write_lines(folder / BASE, base_items())
    _write_lines(folder / ITEMS, implementation_items())
    planted = [fault._asdict() for fault in manifest()]
    (folder / MANIFEST).write_bytes(orjson.dumps(planted, option=orjson.OPT_INDENT_2))
    return [folder / name for name in (REGIONS, BASE, ITEMS, MANIFEST)]


def load(database: Database, profile: str, tell: Tell = lambda _progress: None) -> list[Report]:
    """Bring the sample into a catalogue through the importer; loaded twice it changes nothing."""
    return bring(database, profile, (base_items(), implementation_items()), tell)


def bring(
    database: Database,
    profile: str,
    documents: tuple[Iterable[Document], Iterable[Document]],
    tell: Tell = lambda _progress: None,
    places: Iterable[Region] = regions(),
) -> list[Report]:
    """Import base items and then implementation items of 云川省, its regions and the laws first."""
    with tempfile.TemporaryDirectory(prefix="yizhi-sample-") as name:
        folder = Path(name)
        _write_regions(folder / REGIONS, places)
        for part, some in zip((BASE, ITEMS), documents, strict=True):
            _write_lines(folder / part, some)
        with database.write() as connection, (folder / REGIONS).open(encoding="utf-8") as file:
            load_regions(connection)
            load_laws(connection)
            add_regions(connection, read_towns(file))
        return [
            run_import(database, Order(folder / part, part, "all", "native", False, profile), tell)
            for part in (BASE, ITEMS)
        ]


def _write_regions(path: Path, places: Iterable[Region]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("code", "name", "parent"))
        writer.writerows((region.code, region.name, region.parent) for region in places)


def _write_lines(path: Path, documents: Iterable[Document]) -> None:
    with path.open("wb") as file:
        file.writelines(orjson.dumps(document) + b"\n" for document in documents)
