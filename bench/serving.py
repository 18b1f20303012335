"""读取性能: guides and lists over HTTP, beside a bare route that answers the same bytes from memory.

``python -m bench.serving [--items 20000] [--rounds 5] [--seconds 1] [--postgresql]``. Each server
is one Uvicorn worker on core 0, the load comes from core 1; variants take turns, round by round.
The figure is CPU time of the server per answer, and its ratio to the yardstick in the same round:
foreign load on the machine moves rates, but hardly that.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import text

from app.importing.pipeline import Order, run_import
from app.kernel import migrating
from app.kernel.db import Database
from app.publishing.answers import Rendered
from app.publishing.guides import Maker
from app.publishing.records import source_of
from app.regions import add_towns, load_regions, read_towns
from bench.generate import CACHE, catalogue

CODES = 5000
CONNECTIONS = 32
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Variant:
    """One server and what is asked of it."""

    name: str
    factory: str
    database: str
    requests: Path
    status: str = "200"
    yardstick: str = "starlette, bytes from memory"
    aim: float | None = None
    port: int = 0
    process: Any = None
    costs: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    octets: float = 0
    answers: int = 0


def filled(database: Database, items: int) -> None:
    """Load the generated catalogue unless it is there."""
    migrating.upgrade(database)
    with database.read() as connection:
        if connection.execute(text("SELECT count(*) FROM item")).scalar_one():
            return
    made = catalogue(items)
    with database.write() as connection, made.regions.open(encoding="utf-8") as file:
        load_regions(connection)
        add_towns(connection, read_towns(file))
    run_import(database, Order(made.documents, made.documents.name, "valid", "native"))


def published_codes(database: Database) -> list[str]:
    """Return random codes of items that have a guide, always the same ones."""
    sql = "SELECT code FROM item WHERE kind = 1 AND coalesce(status, 1) = 1 ORDER BY id"
    with database.read() as connection:
        codes = list(connection.scalars(text(sql)))
    return random.Random(1).sample(codes, min(CODES, len(codes)))


def requests_of(name: str, lines: Iterator[tuple[str, str]]) -> Path:
    """Write requests to a file: (address, further headers) each."""
    path = CACHE / f"requests-{name}"
    path.write_bytes(
        b"".join(
            f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n{headers}\r\n\0".encode()
            for address, headers in lines
        )
    )
    return path


def tags(database: Database, codes: list[str]) -> dict[str, str]:
    """Return the entity tag of each guide."""
    maker = Maker.fresh()
    with database.read() as connection:
        source = source_of(connection)
        return {
            code: Rendered(maker.guide(source, code, "zh"), "application/json", "zh")
            .plain()
            .tag.decode()
            for code in codes
        }


def variants_of(database: Database, label: str) -> list[Variant]:
    """Return what is measured on one database."""
    url = database.url.render_as_string(hide_password=False).replace("+psycopg", "")
    codes = published_codes(database)
    (CACHE / f"codes-{label}").write_text("\n".join(codes), encoding="utf-8")
    plain = requests_of(f"{label}-plain", ((f"/guides/{code}", "") for code in codes))
    held = tags(database, codes)
    fresh = requests_of(
        f"{label}-fresh",
        ((f"/guides/{code}", f"If-None-Match: {held[code]}\r\n") for code in codes),
    )
    small = requests_of(
        f"{label}-gzip", ((f"/guides/{code}", "Accept-Encoding: gzip\r\n") for code in codes)
    )
    listed = requests_of(f"{label}-list", iter([("/guides?limit=20", "")]))
    aim = 0.65 if label == "sqlite" else 0.6
    found = [
        Variant("starlette, bytes from memory", "starlette", url, plain),
        Variant("guide", "yizhi", url, plain, aim=aim),
        Variant("guide, 304", "yizhi", url, fresh, "304", aim=0.75),
        Variant("guide, gzip", "yizhi", url, small),
        Variant("guide, no page kept", "yizhi_unkept", url, plain),
        Variant("list of 20", "yizhi", url, listed, yardstick="list of 20, ORM", aim=6.0),
        Variant("list of 20, ORM", "orm", url, listed, yardstick="list of 20, ORM"),
    ]
    for variant in found:
        variant.name = f"{label}: {variant.name}"
        variant.yardstick = f"{label}: {variant.yardstick}"
    return found


@contextmanager
def serving(variant: Variant, label: str) -> Iterator[None]:
    """Run the server of a variant on core 0."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        variant.port = probe.getsockname()[1]
    environment = os.environ | {
        "BENCH_DATABASE": variant.database,
        "BENCH_CODES": str(CACHE / f"codes-{label}"),
    }
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "--factory",
        f"bench.serving_apps:{variant.factory}",
    ]
    options = ["--port", str(variant.port), "--log-level", "error", "--no-access-log"]
    variant.process = subprocess.Popen(["taskset", "-c", "0", *command, *options], env=environment)
    try:
        _await(variant.port)
        yield
    finally:
        variant.process.terminate()
        variant.process.wait()


def _await(port: int) -> None:
    for _ in range(600):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


def measure(variant: Variant, seconds: float) -> None:
    """Ask one variant for a while; note what each answer cost its server."""
    order = {
        "port": variant.port,
        "requests": str(variant.requests),
        "seconds": seconds,
        "connections": CONNECTIONS,
        "status": variant.status,
    }
    before = _cpu(variant.process.pid)
    command = ["taskset", "-c", "1", sys.executable, "-m", "bench.load", json.dumps(order)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    if told["wrong"]:
        raise ValueError(f"{variant.name}: {told['wrong']} wrong answers")
    if not told["answers"]:
        return  # the machine had no time for it in this round
    variant.answers += told["answers"]
    variant.costs.append((_cpu(variant.process.pid) - before) / told["answers"] * 1e6)
    variant.rates.append(told["answers"] / seconds)
    variant.p99.append(told["p99"])
    variant.octets = told["octets"] / told["answers"]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def report(variants: list[Variant]) -> bool:
    """Print the figures; return whether every aim was reached."""
    by_name = {variant.name: variant for variant in variants}
    reached = True
    print(
        f"{'':38}{'µs/answer':>10}{'answers/s':>11}{'p99 ms':>8}{'bytes':>8}{'ratio':>8}{'aim':>7}"
    )
    for variant in variants:
        yardstick = by_name.get(variant.yardstick)
        ratios = (
            [y / v for y, v in zip(yardstick.costs, variant.costs, strict=False)]
            if yardstick
            else []
        )
        ratio = median(ratios) if ratios else float("nan")
        aim = "" if variant.aim is None else f"≥ {variant.aim}"
        reached = reached and not (variant.aim and ratio < variant.aim)
        print(
            f"{variant.name:38}{median(variant.costs):10.1f}{median(variant.rates):11.0f}"
            f"{median(variant.p99):8.2f}{variant.octets:8.0f}{ratio:8.2f}{aim:>7}"
        )
    return reached


def main() -> None:
    """Measure and print."""
    options = _options()
    with ExitStack() as stack:
        databases = {"sqlite": Database(f"sqlite:///{CACHE}/serving-{options.items}.db")}
        if options.postgresql:
            from tests import postgres

            url = stack.enter_context(postgres.cluster())
            databases["postgresql"] = Database(url.render_as_string(hide_password=False))
        variants = []
        for label, database in databases.items():
            filled(database, options.items)
            made = [
                v
                for v in variants_of(database, label)
                if not options.only or any(o in v.name for o in options.only)
            ]
            for variant in made:
                stack.enter_context(serving(variant, label))
            variants += made
        for variant in variants:  # warm: every page asked for at least once
            while variant.answers < CODES and variant.requests.stat().st_size > CODES:
                measure(variant, 2.0)
            variant.costs, variant.rates, variant.p99 = [], [], []
        for _ in range(options.rounds):
            for variant in variants:
                measure(variant, options.seconds)
        reached = report(variants)
    sys.exit(0 if reached else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--only", action="append", help="parts of names of variants")
    parser.add_argument("--postgresql", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
