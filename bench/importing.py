"""导入对比: the import (validated, hashed, judged, audited) against plain loads that check nothing.

One run interleaves the yardstick and the import and keeps the median of their ratios. The yardstick
is ``executemany`` of wide rows on either database; on PostgreSQL plain ``COPY`` is told beside it.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import JSON, URL, ForeignKey, create_engine, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from app.importing.order import Order
from app.importing.pipeline import run_import
from app.kernel import migrating
from app.kernel.db import Database
from app.regions import load_regions
from app.regions.towns import add_towns, read_towns
from bench import yardstick
from bench.engine import served, stored
from bench.generate import Catalogue, catalogue
from bench.measure import Figures, apart, keep, middle, scratch, stopwatch
from tests import postgres

ORM_ITEMS = 10_000


def prepared(url: str, files: Catalogue) -> Database:
    """Return a migrated catalogue with the nation's regions and those of the invented province."""
    database = Database(url)
    migrating.upgrade(database)
    with database.write() as connection:
        load_regions(connection)
        with files.regions.open(encoding="utf-8") as file:
            report = add_towns(connection, read_towns(file))
    assert not report.errors, report.errors[:3]
    return database


def ours(url: str, items: int) -> Figures:
    """Import a catalogue into a fresh database."""
    files = catalogue(items)
    database = prepared(url, files)
    figures: Figures = {"records": files.records}
    order = Order(files.documents, files.documents.name, "valid")
    with served(figures, "load", database), stopwatch(figures, "load"):
        report = run_import(database, order)
        _checkpoint(database)
    counts = report.batch.counts
    assert counts.created == files.records, counts
    with database.read() as connection:
        found = connection.execute(text("SELECT count(*) FROM finding")).scalar_one()
    figures |= {"values": report.new_values, "findings": found, "bytes": stored(database)}
    database.dispose()
    return figures


def _checkpoint(database: Database) -> None:
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def plain(database: str, items: int) -> Figures:
    """Load a catalogue with ``executemany`` of wide rows into SQLite."""
    return yardstick.load(Path(database), catalogue(items).documents)


class _Base(DeclarativeBase):
    """What most would write: an entity with child tables."""


class _Item(_Base):
    __tablename__ = "item"
    id: Mapped[int] = mapped_column(primary_key=True)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    materials: Mapped[list[_Part]] = relationship()


class _Part(_Base):
    __tablename__ = "part"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    kind: Mapped[str]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)


def mapped(database: str, items: int) -> Figures:
    """Load a catalogue with ``add_all`` of related entities: items, and a row per list member."""
    figures: Figures = {"records": 0}
    engine = create_engine(f"sqlite:///{database}")
    _Base.metadata.create_all(engine)
    with stopwatch(figures, "load"), Session(engine) as session:
        documents = yardstick.documents(catalogue(items).documents)
        while batch := [_entity(one) for one in islice(documents, yardstick.BATCH)]:
            session.add_all(batch)
            session.commit()
            session.expunge_all()
            figures["records"] += len(batch)
    engine.dispose()
    return figures


def _entity(document: dict[str, Any]) -> _Item:
    lists = {name: document.pop(name, None) or [] for name in ("legal_basis", "materials")}
    lists["steps"] = document.get("process", {}).pop("steps", None) or []
    parts = [_Part(kind=kind, fields=member) for kind, some in lists.items() for member in some]
    return _Item(fields=document, materials=parts)


def on_sqlite(items: int, rounds: int) -> Figures:
    """Return the medians of yardstick and import, and of their ratios, on SQLite."""
    files = catalogue(items)
    found: list[Figures] = []
    for _ in range(rounds):
        with scratch() as folder:
            raw = apart("bench.importing:plain", database=f"{folder}/wide.db", items=items)
        with scratch() as folder:
            own = apart("bench.importing:ours", url=f"sqlite:///{folder}/own.db", items=items)
        found.append(_compared(raw, own))
    return _summary(found, files)


def on_postgresql(items: int, rounds: int) -> Figures:
    """The same on a PostgreSQL of its own, held against plain ``COPY`` as well."""
    files = catalogue(items)
    found: list[Figures] = []
    with postgres.cluster() as server:
        for _ in range(rounds):
            raw, copy, own = (
                _on_fresh(server, load, items)
                for load in ("bench.wide:inserted", "bench.wide:copied", "bench.importing:ours")
            )
            found.append(_compared(raw, own) | _beside_copy(copy, own))
    return _summary(found, files)


def _on_fresh(server: URL, load: str, items: int) -> Figures:
    """Load into a database of its own, dropped afterwards: no round writes back another's."""
    postgres.administer(server, "CREATE DATABASE bench")
    url = server.set(database="bench").render_as_string(hide_password=False)
    try:
        return apart(load, url=url, items=items)
    finally:
        postgres.administer(server, "DROP DATABASE bench WITH (FORCE)")


def _compared(raw: Figures, own: Figures) -> Figures:
    rates = {
        "raw_per_s": raw["records"] / raw["load_s"],
        "own_per_s": own["records"] / own["load_s"],
        "ratio": raw["load_s"] / own["load_s"],
        "ratio_cpu": _spent(raw) / _spent(own),
    }
    return {**rates, "raw": raw, "own": own}


def _beside_copy(copy: Figures, own: Figures) -> Figures:
    return {
        "copy_per_s": copy["records"] / copy["load_s"],
        "ratio_copy": copy["load_s"] / own["load_s"],
        "ratio_copy_cpu": _spent(copy) / _spent(own),
        "own_cpu_s": own["load_cpu_s"],
        "own_server_cpu_s": own["load_server_cpu_s"],
    }


def _spent(load: Figures) -> float:
    """Return the processor seconds of a load, the database's server included."""
    return float(load["load_cpu_s"] + load.get("load_server_cpu_s", 0.0))


_MEDIANS = {
    "ratio": 3, "ratio_cpu": 3, "ratio_copy": 3, "ratio_copy_cpu": 3, "raw_per_s": 0,
    "copy_per_s": 0, "own_per_s": 0, "own_cpu_s": 1, "own_server_cpu_s": 1,
}  # fmt: skip
"""Figures of which the median of the rounds is kept, and to how many places."""


def _summary(found: list[Figures], files: Catalogue) -> Figures:
    size = files.documents.stat().st_size
    last = found[-1]
    return {
        **{
            name: round(middle(found, name), places or None)
            for name, places in _MEDIANS.items()
            if name in last
        },
        "raw_mb": last["raw"]["own_mb"],
        "own_mb": last["own"]["own_mb"],
        "own_peak_mb": last["own"]["peak_mb"],
        "jsonl_bytes": size,
        "raw_size": round(last["raw"]["bytes"] / size, 3),
        "own_size": round(last["own"]["bytes"] / size, 3),
        "values": last["own"]["values"],
        "findings": last["own"]["findings"],
        "rounds": len(found),
    }


def run(items: int, rounds: int, *, with_postgresql: bool = True) -> Figures:
    """Measure everything about the import at one size, print it and keep it."""
    figures: Figures = {"items": items, "sqlite": on_sqlite(items, rounds)}
    if items <= ORM_ITEMS:
        with scratch() as folder:
            orm = apart("bench.importing:mapped", database=f"{folder}/orm.db", items=items)
        figures["orm_per_s"] = round(orm["records"] / orm["load_s"])
        figures["orm_ratio"] = round(figures["orm_per_s"] / figures["sqlite"]["raw_per_s"], 3)
    if with_postgresql:
        figures["postgresql"] = on_postgresql(items, rounds)
    print(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode())
    keep(f"importing-{items}", figures)
    return figures
