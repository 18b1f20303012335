"""导入对比: the import (validated, hashed, judged, audited) against plain loads that check nothing.

One run interleaves the yardstick and the import and keeps the median of their ratios.
"""

from __future__ import annotations

from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import JSON, ForeignKey, create_engine, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from app.importing.pipeline import Order, run_import
from app.kernel import migrating
from app.kernel.db import Database
from app.regions import load_regions
from app.regions.towns import add_towns, read_towns
from bench import yardstick
from bench.generate import Catalogue, catalogue
from bench.measure import Figures, apart, keep, middle, scratch, stopwatch
from tests import postgres

ORM_ITEMS = 10_000
POSTGRESQL_ITEMS = 100_000


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
    with stopwatch(figures, "load"):
        report = run_import(database, order)
        _checkpoint(database)
    counts = report.batch.counts
    assert counts.created == files.records, counts
    with database.read() as connection:
        found = connection.execute(text("SELECT count(*) FROM finding")).scalar_one()
    figures |= {"values": report.new_values, "findings": found, "bytes": _size(database)}
    database.dispose()
    return figures


def _checkpoint(database: Database) -> None:
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _size(database: Database) -> int:
    if database.is_sqlite:
        return Path(str(database.url.database)).stat().st_size
    with database.read() as connection:
        return int(
            connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        )


def plain(database: str, items: int) -> Figures:
    """Load a catalogue with ``executemany`` of wide rows into SQLite."""
    return yardstick.load(Path(database), catalogue(items).documents)


def copied(url: str, items: int) -> Figures:
    """Load a catalogue with plain ``COPY`` of wide rows into PostgreSQL."""
    figures: Figures = {"records": 0}
    columns = (*yardstick.COLUMNS, *yardstick.LISTS)
    engine = create_engine(url)
    with stopwatch(figures, "load"), engine.begin() as connection:
        cursor: Any = connection.connection.cursor()
        typed = ", ".join(f"{name} text" for name in columns)
        cursor.execute(f"CREATE TABLE wide (id bigserial PRIMARY KEY, {typed})")
        with cursor.copy(f"COPY wide ({', '.join(columns)}) FROM STDIN") as copy:
            for document in yardstick.documents(catalogue(items).documents):
                copy.write_row(yardstick.wide_row(document))
                figures["records"] += 1
        for index in yardstick.INDEXES:
            cursor.execute(f"CREATE INDEX ON wide ({index})")
    with engine.connect() as connection:
        size = connection.exec_driver_sql("SELECT pg_database_size(current_database())")
        figures["bytes"] = size.scalar_one()
    engine.dispose()
    return figures


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
    """The same against plain COPY, on a PostgreSQL of its own."""
    files = catalogue(items)
    found: list[Figures] = []
    with ExitStack() as stack:
        server = stack.enter_context(postgres.cluster())
        for number in range(rounds):
            urls = []
            for name in ("wide", "own"):
                database = f"bench_{name}_{number}"
                postgres.administer(server, f"CREATE DATABASE {database}")
                url = server.set(database=database)
                urls.append(url.render_as_string(hide_password=False))
            raw = apart("bench.importing:copied", url=urls[0], items=items)
            own = apart("bench.importing:ours", url=urls[1], items=items)
            found.append(_compared(raw, own))
    return _summary(found, files)


def _compared(raw: Figures, own: Figures) -> Figures:
    rates = {
        "raw_per_s": raw["records"] / raw["load_s"],
        "own_per_s": own["records"] / own["load_s"],
        "ratio": raw["load_s"] / own["load_s"],
        "ratio_cpu": raw["load_cpu_s"] / own["load_cpu_s"],
    }
    return {**rates, "raw": raw, "own": own}


def _summary(found: list[Figures], files: Catalogue) -> Figures:
    size = files.documents.stat().st_size
    last = found[-1]
    return {
        **{name: round(middle(found, name), 3) for name in ("ratio", "ratio_cpu")},
        "raw_per_s": round(middle(found, "raw_per_s")),
        "own_per_s": round(middle(found, "own_per_s")),
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
    if with_postgresql and items <= POSTGRESQL_ITEMS:
        figures["postgresql"] = on_postgresql(items, rounds)
    print(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode())
    keep(f"importing-{items}", figures)
    return figures
