"""审核对比: the audit, whole and after a change of ten items, against one SQL pass over wide rows.

The full audit stores every finding; the yardstick only computes fifty bits per item. Both warm.
``ratio`` compares wall time, ``ratio_cpu`` processor time, which other work on the machine disturbs
less. ``settle`` is the audit's share of a write: seating the rules, noting what changes, bringing
the findings up to date, and the commit; ``writing`` is the items' own. Both without the cyclic
collector, as imports write.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import orjson
from sqlalchemy import Connection, text
from starlette.testclient import TestClient

from app.auditing.engine import open_audit
from app.auditing.runs import run_audit, settle
from app.auditing.scope import Touched
from app.importing.order import Order
from app.importing.pipeline import run_import
from app.importing.writing import open_writer
from app.items.documents import read_documents
from app.items.state import turn
from app.items.writing import Incoming
from app.kernel.db import Database
from app.kernel.garbage import uncollected
from app.main import create_app
from app.settings import Settings
from bench import yardstick
from bench.generate import catalogue
from bench.importing import prepared
from bench.measure import Figures, apart, keep, percentile, scratch, stopwatch
from tests import postgres

PROFILE = "policy-2020"
CHANGED = 10
ROUNDS = 200
WARM_UP = 10
ASKED = 20
_ITEMS = text("SELECT max(id) FROM item")
_SOME = text(
    "SELECT i.code, a.code AS agency, c.code AS region FROM item i"
    " JOIN agency a ON a.id = i.agency_id JOIN region_within w ON w.region_id = i.region_id"
    " JOIN region c ON c.id = w.ancestor_id AND c.level = 3 WHERE i.kind = 1 ORDER BY i.id LIMIT 1"
)
"""One item, its body, and the city it lies in."""


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
    times: list[Figures] = []
    run: dict[str, Any] = {}
    for _ in range(rounds):
        figures: Figures = {}
        with stopwatch(figures, "audit"):
            run = run_audit(database, PROFILE, anew=anew)
        times.append(figures)
        assert run["drift"] == 0, run["drift"]
    database.dispose()
    return {**least(times, "audit"), "findings": run["findings"]}


def least(rounds: list[Figures], name: str) -> Figures:
    """Return the least wall time and processor time of several rounds."""
    return {key: min(one[key] for one in rounds) for key in (f"{name}_s", f"{name}_cpu_s")}


def incremental(url: str, seed: int = 7) -> Figures:
    """Change ten items at a time; time the audit by itself and the whole write transaction."""
    database = Database(url)
    rng = Random(seed)
    with database.read() as connection:
        last = int(connection.execute(_ITEMS).scalar_one())
    spent: list[Figures] = []
    for _ in range(ROUNDS + WARM_UP):
        incoming = _changed(database, [rng.randrange(3001, last + 1) for _ in range(CHANGED)], rng)
        spent.append(_write(database, incoming))
    database.dispose()
    return _shares({name: [one[name] for one in spent[WARM_UP:]] for name in spent[0]})


def _shares(times: dict[str, list[float]]) -> Figures:
    """Return the middle and the 95th of a hundred of each series of seconds, in milliseconds."""
    return {
        f"{name}_{share:.0%}".rstrip("%") + "_ms": round(1000 * percentile(values, share), 3)
        for name, values in times.items()
        for share in (0.5, 0.95)
    }


@dataclass(slots=True)
class _Clocked:
    """Tells how long the audit takes to note what the writer tells it."""

    touched: Touched
    figures: list[Figures] = field(default_factory=list)

    def changing(self, item_ids: Sequence[int]) -> None:
        """Pass on, by the clock."""
        self._timed(self.touched.changing, item_ids)

    def written(self, item_ids: Sequence[int]) -> None:
        """Pass on, by the clock."""
        self._timed(self.touched.written, item_ids)

    def _timed(self, tell: Callable[[Sequence[int]], None], item_ids: Sequence[int]) -> None:
        self.figures.append({})
        with stopwatch(self.figures[-1], "audit"):
            tell(item_ids)


def _write(database: Database, incoming: Sequence[Incoming]) -> Figures:
    audited: list[Figures] = [{}, {}]
    whole: Figures = {}
    with ExitStack() as commit, uncollected(), stopwatch(whole, "write"):
        connection = commit.enter_context(database.write())
        with stopwatch(audited[0], "audit"):
            audit = open_audit(connection, PROFILE)
        writer = open_writer(connection, audit, None)
        clocked = _Clocked(audit.touched)
        writer.watcher = clocked
        outcomes = writer.write(incoming)
        assert all(one.verb == "changed" for one in outcomes), outcomes
        writer.finish()
        with stopwatch(audited[1], "audit"):
            settle(connection, audit)
            commit.close()
    audited += clocked.figures
    share = {key: sum(one[f"audit_{key}"] for one in audited) for key in ("s", "cpu_s")}
    return {
        "settle": share["s"],
        "settle_cpu": share["cpu_s"],
        "writing": whole["write_s"] - share["s"],
        "writing_cpu": whole["write_cpu_s"] - share["cpu_s"],
    }


def reading(url: str) -> Figures:
    """Ask for summary, findings and one item's audit; the first summary after a write is apart."""
    database = Database(url)
    with database.read() as connection:
        paths = _paths(connection)
    with database.write() as connection:
        turn(connection)  # nothing counted before may be used
    database.dispose()
    with TestClient(create_app(Settings(database_url=url))) as client:
        first = _asked(client, "/audit/summary", 1)
        times = {name: _asked(client, path, ASKED) for name, path in paths.items()}
    return {"first_summary_ms": round(1000 * first[0], 1), **_shares(times)}


def _asked(client: TestClient, path: str, rounds: int) -> list[float]:
    times: list[Figures] = []
    for _ in range(rounds):
        times.append({})
        with stopwatch(times[-1], "asked"):
            answer = client.get(path)
        assert answer.status_code == 200, answer.text
    return [one["asked_s"] for one in times]


def _paths(connection: Connection) -> dict[str, str]:
    """Return what is asked for: unfiltered, and by a region with all within it, body, rule."""
    some = connection.execute(_SOME).one()
    findings = "/audit/findings"
    return {
        "summary": "/audit/summary",
        "summary_region": f"/audit/summary?region={some.region}",
        "summary_by_region": "/audit/summary/region",
        "findings": findings,
        "findings_region": f"{findings}?region={some.region}",
        "findings_agency": f"{findings}?agency={some.agency}",
        "findings_rule": f"{findings}?rule=steps-exceed-promise",
        "findings_severity": f"{findings}?severity=error",
        "findings_element": f"{findings}?element=materials",
        "item": f"/audit/items/{some.code}",
    }


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


def on_sqlite(items: int, only: Sequence[str]) -> Figures:
    """Compare full and incremental audits with the SQL pass, on SQLite."""
    if only:
        with scratch() as folder:
            return _parts(f"sqlite:///{folder}/own.db", items, only)
    with scratch() as folder:
        apart("bench.auditing:wide", database=f"{folder}/wide.db", items=items)
        raw = least(
            apart("bench.auditing:sql_pass", database=f"{folder}/wide.db")["rounds"], "pass"
        )
        (folder / "wide.db").unlink()
        url = f"sqlite:///{folder}/own.db"
        apart("bench.auditing:build", url=url, items=items)
        figures = _ours(url, rounds=3)
    return {
        "sql_pass_s": round(raw["pass_s"], 4),
        "ratio": round(figures["full_s"] / raw["pass_s"], 3),
        "ratio_cpu": round(figures["full_cpu_s"] / raw["pass_cpu_s"], 3),
        "ratio_anew": round(figures["anew_s"] / raw["pass_s"], 3),
        "ratio_anew_cpu": round(figures["anew_cpu_s"] / raw["pass_cpu_s"], 3),
        **figures,
    }


def on_postgresql(items: int, only: Sequence[str]) -> Figures:
    """Measure full and incremental audits on PostgreSQL."""
    with postgres.cluster() as server:
        postgres.administer(server, "CREATE DATABASE bench_audit")
        url = server.set(database="bench_audit").render_as_string(hide_password=False)
        if only:
            return _parts(url, items, only)
        apart("bench.auditing:build", url=url, items=items)
        return _ours(url, rounds=2)


def _parts(url: str, items: int, only: Sequence[str]) -> Figures:
    """Measure these parts by themselves: ``incremental``, ``reading``."""
    apart("bench.auditing:build", url=url, items=items)
    return {name: _milliseconds(apart(f"bench.auditing:{name}", url=url)) for name in only}


def _ours(url: str, rounds: int) -> Figures:
    whole = apart("bench.auditing:full", url=url, anew=False, rounds=rounds)
    anew = apart("bench.auditing:full", url=url, anew=True, rounds=1)
    few = apart("bench.auditing:incremental", url=url)
    after = apart("bench.auditing:drift", url=url)
    asked = apart("bench.auditing:reading", url=url)
    assert after["drift"] == 0, f"standing findings differ by {after['drift']}"
    return {
        "full_s": round(whole["audit_s"], 4),
        "full_cpu_s": round(whole["audit_cpu_s"], 4),
        "anew_s": round(anew["audit_s"], 4),
        "anew_cpu_s": round(anew["audit_cpu_s"], 4),
        "findings": whole["findings"],
        "full_mb": whole["own_mb"],
        "anew_mb": anew["own_mb"],
        **_milliseconds(few),
        "reading": _milliseconds(asked),
    }


def _milliseconds(figures: Figures) -> Figures:
    return {name: figure for name, figure in figures.items() if name.endswith("_ms")}


def run(items: int, *, only: Sequence[str] = (), with_postgresql: bool = True) -> Figures:
    """Measure everything about the audit at one size, print it and keep it; a part is not kept."""
    figures: Figures = {"items": items, "sqlite": on_sqlite(items, only)}
    if with_postgresql:
        figures["postgresql"] = on_postgresql(items, only)
    print(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode())
    if not only:
        keep(f"auditing-{items}", figures)
    return figures
