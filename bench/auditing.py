"""审核对比: the audit, whole and after a change of ten items, against one SQL pass over wide rows.

The full audit stores every finding; the yardstick only computes fifty bits per item. Both warm.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any

import orjson
from sqlalchemy import Connection, text

from app.auditing.engine import open_audit
from app.auditing.runs import run_audit, settle
from app.importing.pipeline import Order, open_writer, run_import
from app.items.documents import read_documents
from app.items.writing import Incoming
from app.kernel.db import Database
from bench import yardstick
from bench.generate import catalogue
from bench.importing import POSTGRESQL_ITEMS, prepared
from bench.measure import Figures, apart, keep, percentile, scratch, stopwatch
from tests import postgres

PROFILE = "policy-2020"
CHANGED = 10
ROUNDS = 200
WARM_UP = 10
_ITEMS = text("SELECT max(id) FROM item")


def build(url: str, items: int) -> Figures:
    """Import the catalogue that the other measurements audit."""
    files = catalogue(items)
    database = prepared(url, files)
    run_import(database, Order(files.documents, files.documents.name, "valid"))
    database.dispose()
    return {}


def wide(database: str, items: int) -> Figures:
    """Load the yardstick's rows, fingerprints included."""
    return yardstick.load(Path(database), catalogue(items).documents, prints=True)


def sql_pass(database: str) -> Figures:
    """Audit the yardstick's rows."""
    return yardstick.audit(Path(database))


def full(url: str, *, anew: bool, rounds: int) -> Figures:
    """Run the full audit; the last round is warm."""
    database = Database(url)
    times: list[float] = []
    run: dict[str, Any] = {}
    for _ in range(rounds):
        figures: Figures = {}
        with stopwatch(figures, "audit"):
            run = run_audit(database, PROFILE, anew=anew)
        times.append(figures["audit_s"])
        assert run["drift"] == 0, run["drift"]
    database.dispose()
    return {"times": times, "audit_s": min(times), "findings": run["findings"]}


def incremental(url: str, seed: int = 7) -> Figures:
    """Change ten items at a time; time the audit by itself and the whole write transaction."""
    database = Database(url)
    rng = Random(seed)
    with database.read() as connection:
        last = int(connection.execute(_ITEMS).scalar_one())
    settled: list[float] = []
    whole: list[float] = []
    for number in range(ROUNDS + WARM_UP):
        incoming = _changed(database, [rng.randrange(3001, last + 1) for _ in range(CHANGED)], rng)
        started = time.perf_counter()
        with database.write() as connection:
            spent = _write(connection, incoming)
        if number >= WARM_UP:
            settled.append(spent)
            whole.append(time.perf_counter() - started)
    database.dispose()
    return {
        f"{name}_{share:.0%}".rstrip("%") + "_ms": round(1000 * percentile(times, share), 3)
        for name, times in (("settle", settled), ("write", whole))
        for share in (0.5, 0.95)
    }


def _write(connection: Connection, incoming: Sequence[Incoming]) -> float:
    audit = open_audit(connection, PROFILE)
    writer = open_writer(connection, audit, None)
    outcomes = writer.write(incoming)
    assert all(one.verb == "changed" for one in outcomes), outcomes
    writer.finish()
    started = time.perf_counter()
    settle(connection, audit)
    return time.perf_counter() - started


def _changed(database: Database, ids: list[int], rng: Random) -> list[Incoming]:
    """Return items with another promise and another number of visits."""
    with database.read() as connection:
        documents = read_documents(connection, sorted(set(ids)))
    for one in documents:
        promised = one.content["time_limit"]["promised"]
        promised["number"] = promised["number"] % 20 + 1
        promised["text"] = f"{promised['number']}个工作日"
        one.content["handling"]["visits"] = (one.content["handling"]["visits"] + 1) % 3
        one.content["version"] = one.content["version"] + 1
    return [Incoming(one.kind, one.content) for one in documents]


def drift(url: str) -> Figures:
    """Run the full audit after the changes: it must find what stands."""
    database = Database(url)
    figures = {"drift": run_audit(database, PROFILE)["drift"]}
    database.dispose()
    return figures


def on_sqlite(items: int) -> Figures:
    """Compare full and incremental audits with the SQL pass, on SQLite."""
    with scratch() as folder:
        apart("bench.auditing:wide", database=f"{folder}/wide.db", items=items)
        raw = apart("bench.auditing:sql_pass", database=f"{folder}/wide.db")
        (folder / "wide.db").unlink()
        url = f"sqlite:///{folder}/own.db"
        apart("bench.auditing:build", url=url, items=items)
        figures = _ours(url, rounds=3)
    return {
        "sql_pass_s": round(raw["pass_s"], 4),
        "ratio": round(figures["full_s"] / raw["pass_s"], 3),
        "ratio_anew": round(figures["anew_s"] / raw["pass_s"], 3),
        **figures,
    }


def on_postgresql(items: int) -> Figures:
    """Measure full and incremental audits on PostgreSQL."""
    with ExitStack() as stack:
        server = stack.enter_context(postgres.cluster())
        postgres.administer(server, "CREATE DATABASE bench_audit")
        url = server.set(database="bench_audit").render_as_string(hide_password=False)
        apart("bench.auditing:build", url=url, items=items)
        return _ours(url, rounds=2)


def _ours(url: str, rounds: int) -> Figures:
    whole = apart("bench.auditing:full", url=url, anew=False, rounds=rounds)
    anew = apart("bench.auditing:full", url=url, anew=True, rounds=1)
    few = apart("bench.auditing:incremental", url=url)
    after = apart("bench.auditing:drift", url=url)
    assert after["drift"] == 0, f"standing findings differ by {after['drift']}"
    return {
        "full_s": round(whole["audit_s"], 4),
        "anew_s": round(anew["audit_s"], 4),
        "findings": whole["findings"],
        "full_mb": whole["own_mb"],
        "anew_mb": anew["own_mb"],
        **{name: figure for name, figure in few.items() if name.endswith("_ms")},
    }


def run(items: int, *, with_postgresql: bool = True) -> Figures:
    """Measure everything about the audit at one size, print it and keep it."""
    figures: Figures = {"items": items, "sqlite": on_sqlite(items)}
    if with_postgresql and items <= POSTGRESQL_ITEMS:
        figures["postgresql"] = on_postgresql(items)
    print(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode())
    keep(f"auditing-{items}", figures)
    return figures
