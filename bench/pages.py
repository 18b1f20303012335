"""页面对比: every page and every address of the data, held against 300 ms.

Warm answers, and the first answer after a write: of one item, and of a thousand that stand together,
as one county's file has them. A client in the server's own process asks one at a time, so the network
is left out and everything else is in. Beside the clock's milliseconds stand those of the processor,
PostgreSQL's backends among them: on a machine that others use too, only these say what an answer
takes, and the limit is held against them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from statistics import median

from sqlalchemy import delete, text
from starlette.testclient import TestClient

from app.auditing.engine import open_audit
from app.auditing.following import forget
from app.auditing.models import KeptCount, KeptPart
from app.auditing.runs import settle
from app.auditing.warming import Warmer
from app.importing.writing import open_writer
from app.items.documents import read_documents
from app.items.writing import Incoming
from app.kernel.db import Database
from app.main import create_app
from app.settings import Settings
from app.tracing.service import load_shipped
from bench.asked import Asked, everything
from bench.measure import Figures, apart, keep, percentile, scratch
from bench.servers import cpu_of, cpu_of_ended, parent_of
from tests import postgres

LIMIT_MS = 300.0
PROFILE = "policy-2020"
MANY = 1000
WARM, WRITES = 15, 3
NONE = "–"
COLUMNS = ("p50_ms", "p95_ms", "cpu_ms", "after_one_ms", "after_one_cpu_ms", "after_1000_cpu_ms")
HELD = ("cpu_ms", "after_one_cpu_ms", "after_1000_cpu_ms")
COUNTING = frozenset(
    """start (page);audit (page);lists (page);indicators (page);departments (page);summary;heat;
matrix;betters;share of a list;indicators;indicator by body;scores of regions""".replace(
        "\n", ""
    ).split(";")
)
"""Addresses whose figures are counted: only these are asked after a write of a thousand items."""
_LAST = text("SELECT max(id) FROM item")
_BACKENDS = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")


class Asker:
    """Asks a served catalogue, and writes to it."""

    def __init__(self, client: TestClient, database: Database) -> None:
        self.client, self.database = client, database
        self.rng = Random(11)
        with database.read() as connection:
            self.last = int(connection.execute(_LAST).scalar_one())

    def ask(self, one: Asked) -> float:
        """Return how many milliseconds an answer took.

        Raises:
            ValueError: it was none.
        """
        began = time.perf_counter()
        answer = self.client.get(one.path, headers=one.headers)
        spent = time.perf_counter() - began
        if answer.status_code != 200:
            raise ValueError(f"{one.path}: {answer.status_code} {answer.text[:200]}")
        return 1000 * spent

    def cost(self, one: Asked, times: int = 1) -> tuple[list[float], float]:
        """Return the milliseconds of each of several answers, and of the processor on average."""
        before = self.spent()
        walls = [self.ask(one) for _ in range(times)]
        return walls, 1000 * (self.spent() - before) / times

    def spent(self) -> float:
        """Return the processor seconds of this process, and of the backends that work for it.

        Workers that PostgreSQL starts for one statement have ended by then; its postmaster knows.
        """
        backends = self._backends()
        ended = cpu_of_ended(parent_of(backends[0])) if backends else 0.0
        return time.process_time() + sum(cpu_of(pid) for pid in backends) + ended

    def _backends(self) -> list[int]:
        if self.database.is_sqlite:
            return []
        with self.database.read() as connection:
            return list(connection.execute(_BACKENDS).scalars())

    def write(self, number: int) -> None:
        """Change so many items that stand together, somewhere: their promise, their visits."""
        start = self.rng.randrange(3001, self.last + 1 - number)
        ids = list(range(start, start + number))
        with self.database.read() as connection:
            documents = read_documents(connection, ids)
        for one in documents:
            promised = one.content["time_limit"]["promised"]
            promised["number"] = promised["number"] % 20 + 1
            one.content["handling"]["visits"] = (one.content["handling"]["visits"] + 1) % 3
            one.content["version"] = one.content["version"] + 1
        with self.database.write() as connection:
            audit = open_audit(connection, PROFILE)
            writer = open_writer(connection, audit, None)
            writer.write(Incoming(one.kind, one.content) for one in documents)
            writer.finish()
            settle(connection, audit)


def measured(asker: Asker, one: Asked) -> Figures:
    """Measure one address: first answers after writes of one item, warm ones, after a thousand."""
    few = [_after(asker, one, 1) for _ in range(WRITES)]
    warm, cpu = asker.cost(one, WARM)
    found = {
        "p50_ms": percentile(warm, 0.5),
        "p95_ms": percentile(warm, 0.95),
        "cpu_ms": cpu,
        "after_one_ms": median(wall for wall, _ in few),
        "after_one_cpu_ms": median(spent for _, spent in few),
    }
    if one.name in COUNTING:
        found["after_1000_cpu_ms"] = _after(asker, one, MANY)[1]
    told = {name: round(value, 1) for name, value in found.items()}
    return {**told, "ratio": round(max(told.get(name, 0) for name in HELD) / LIMIT_MS, 3)}


def _after(asker: Asker, one: Asked, number: int) -> tuple[float, float]:
    asker.write(number)
    (wall,), cpu = asker.cost(one)
    return wall, cpu


def reading(url: str, only: Sequence[str] = ()) -> Figures:
    """Ask for everything; what is counted from nothing, or read after a restart, is told apart."""
    database = Database(url)
    with database.write() as connection:
        load_shipped(connection, PROFILE)  # the generated catalogue cites laws
    with database.read() as connection:
        wanted = [
            one
            for one in everything(connection)
            if not only or any(words in one.name for words in only)
        ]
    with database.write() as connection:
        for table in (KeptPart, KeptCount):  # nothing counted before may be used
            connection.execute(delete(table))
    # what the service does in the background is done here where it is not counted with the pages
    settings = Settings(_env_file=None, database_url=url, keep_counts=False)
    with TestClient(create_app(settings)) as client:
        asker = Asker(client, database)
        first = _first(asker)
        Warmer(database).look()
        forget()
        again = _first(asker)
        forget()
        Warmer(database).look()
        pages = {one.name: measured(asker, one) for one in wanted}
    database.dispose()
    return {"from_nothing_cpu_ms": first, "restarted_cpu_ms": again, "pages": pages}


def _first(asker: Asker) -> dict[str, int]:
    """Return what the first answers take that need the counts."""
    return {path: round(asker.cost(Asked(path, path))[1]) for path in COUNTED}


COUNTED = ("/audit/summary", "/lists", "/indicators", "/survey/betters")
"""In this order: each counts what the ones before did not."""


def show(engine: str, found: Figures) -> None:
    """Print one engine's figures as a table, the slowest first."""
    print(f"{engine:36}" + "".join(f"{name:>18}" for name in (*COLUMNS, f"of {LIMIT_MS:.0f} ms")))
    for name, one in sorted(found["pages"].items(), key=lambda entry: -entry[1]["ratio"]):
        print(f"{name:36}" + "".join(f"{one.get(key, NONE):>18}" for key in (*COLUMNS, "ratio")))
    print("counted from nothing, ms of the processor:", found["from_nothing_cpu_ms"])
    print("read after a restart, ms of the processor:", found["restarted_cpu_ms"])


def told(found: Figures) -> Figures:
    """Return what was measured with how many addresses are beyond the limit."""
    return {**found, **summed(found["pages"].values())}


def summed(pages: Iterable[Figures]) -> Figures:
    """Return of all addresses the worst, and how many are beyond the limit."""
    rows = list(pages)
    return {
        "limit_ms": LIMIT_MS,
        "addresses": len(rows),
        "beyond_limit": sum(one["ratio"] > 1 for one in rows),
        **{f"worst_{name}": max((one.get(name, 0) for one in rows), default=0) for name in COLUMNS},
    }


def run(
    items: int,
    *,
    only: Sequence[str] = (),
    with_postgresql: bool = True,
    sqlite: str | None = None,
    postgresql: str | None = None,
) -> Figures:
    """Measure all pages at one size; ``sqlite``, ``postgresql``: catalogues there are already."""
    figures: Figures = {"items": items, "rounds": WARM}
    with ExitStack() as stack:
        figures["sqlite"] = _asked(sqlite or _built_file(stack, items), only)
        if with_postgresql:
            figures["postgresql"] = _asked(postgresql or _built_server(stack, items), only)
    if not only:
        keep(f"pages-{items}", figures)
    return figures


def _asked(url: str, only: Sequence[str]) -> Figures:
    found = told(apart("bench.pages:reading", url=url, only=only))
    show(url.partition(":")[0], found)
    return found


def _built_file(stack: ExitStack, items: int) -> str:
    folder: Path = stack.enter_context(scratch())
    url = f"sqlite:///{folder}/own.db"
    apart("bench.auditing:build", url=url, items=items)
    return url


def _built_server(stack: ExitStack, items: int) -> str:
    server = stack.enter_context(postgres.cluster())
    postgres.administer(server, "CREATE DATABASE bench_pages")
    url = server.set(database="bench_pages").render_as_string(hide_password=False)
    apart("bench.auditing:build", url=url, items=items)
    return url
