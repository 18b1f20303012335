"""读取对比: guides and lists over HTTP, beside limits and peers that answer the same.

Variants take turns, round by round. The figure is processor time of the server per answer, and its
ratio to the yardstick in the same round: foreign load moves rates, but hardly that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from statistics import median

from sqlalchemy import text

from app.kernel.db import Database
from app.kernel.paging import encode
from app.publishing.answers import Rendered
from app.publishing.guides import Maker
from app.publishing.media import JSON
from app.publishing.records import source_of
from bench.measure import Figures, apart, keep, scratch
from bench.servers import Variant, measure, serving, warm
from tests import postgres

CODES, PAGES, PAGE = 5000, 500, 20
FULL_ROUNDS = 5
"""Fewer rounds than this, or not all variants, are printed but not kept."""


def published(database: Database) -> list[tuple[int, str]]:
    """Return ids and codes of random items that have a guide, always the same ones."""
    sql = (
        "SELECT min(id), code FROM item WHERE kind = 1 AND coalesce(status, 1) = 1"
        " AND coalesce(secret, 0) = 0 GROUP BY code ORDER BY 1"
    )
    with database.read() as connection:
        found = [(row[0], row[1]) for row in connection.execute(text(sql))]
    return Random(1).sample(found, min(CODES, len(found)))


def tags(database: Database, codes: Iterable[str]) -> dict[str, str]:
    """Return the entity tag of each guide."""
    maker = Maker.fresh()
    with database.read() as connection:
        source = source_of(connection)
        pages = {c: Rendered(maker.guide(source, c, "zh"), JSON, "zh") for c in codes}
    return {code: page.plain().tag.decode() for code, page in pages.items()}


def requests(path: Path, lines: Iterable[tuple[str, str]]) -> Path:
    """Write requests to a file: (address, further headers) each."""
    shape = "GET {} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n{}\r\n\0"
    path.write_bytes("".join(shape.format(*line) for line in lines).encode())
    return path


def variants(database: Database, sample: Sequence[tuple[int, str]], folder: Path) -> list[Variant]:
    """Return what is measured on one database."""
    codes = [code for _, code in sample]
    held = tags(database, codes)
    plain = requests(folder / "plain", ((f"/guides/{c}", "") for c in codes))
    fresh = requests(
        folder / "fresh", ((f"/guides/{c}", f"If-None-Match: {held[c]}\r\n") for c in codes)
    )
    small = requests(
        folder / "small", ((f"/guides/{c}", "Accept-Encoding: gzip\r\n") for c in codes)
    )
    after = [f"limit={PAGE}&cursor={encode([number])}" for number, _ in sample[:PAGES]]
    pages = requests(folder / "pages", ((f"/guides?{query}", "") for query in after))
    theirs = requests(
        folder / "theirs", ((f"/guides?limit={PAGE}&after={n}", "") for n in range(PAGES))
    )
    return [
        Variant("memory", "serving_apps:memory", plain),
        Variant("guide", "serving_apps:yizhi", plain, aim=0.65 if database.is_sqlite else 0.6),
        Variant("guide, 304", "serving_apps:yizhi", fresh, "304", aim=0.75),
        Variant("guide, gzip", "serving_apps:yizhi", small),
        Variant("guide, fast path alone", "serving_apps:bare", plain),
        Variant("guide, no page kept", "serving_apps:unkept", plain),
        Variant("guide, plain", "peers:plain", plain),
        Variant("list", "serving_apps:yizhi", pages, yardstick="list, plain", aim=6.0),
        Variant("list, no page kept", "serving_apps:unkept", pages, yardstick="list, plain"),
        Variant("list, plain", "peers:plain", theirs, yardstick="list, plain"),
    ]


def compared(url: str, items: int, rounds: int, seconds: float, only: Sequence[str]) -> Figures:
    """Build a catalogue and the peer's beside it; measure every variant on them."""
    apart("bench.auditing:build", url=url, items=items)
    database = Database(url)
    with ExitStack() as stack:
        folder = stack.enter_context(scratch())
        sample = published(database)
        codes = folder / "codes"
        codes.write_text("\n".join(code for _, code in sample), encoding="utf-8")
        apart("bench.peers:load", url=url, items=items, codes=str(codes))
        made = variants(database, sample, folder)
        made = [v for v in made if not only or any(words in v.name for words in only)]
        database.dispose()
        for variant in made:
            stack.enter_context(serving(variant, url, codes))
            warm(variant)
        for _ in range(rounds):
            for variant in made:
                measure(variant, seconds)
    return {variant.name: told(variant, made) for variant in made}


def told(variant: Variant, made: Sequence[Variant]) -> Figures:
    """Return the medians of a variant, and of its ratios to its yardstick."""
    figures: Figures = {
        "us": round(median(variant.costs), 1),
        "per_s": round(median(variant.rates)),
        "p99_ms": round(median(variant.slowest), 2),
        "bytes": round(variant.octets),
        "load_busy": round(median(variant.busy), 2),
    }
    for yardstick in made:
        if yardstick.name == variant.yardstick:
            ratios = [y / own for y, own in zip(yardstick.costs, variant.costs, strict=False)]
            figures |= {"of": yardstick.name, "ratio": round(median(ratios), 4)}
    return figures if variant.aim is None else {**figures, "aim": variant.aim}


def show(engine: str, found: Figures) -> None:
    """Print one engine's figures as a table."""
    print(f"{engine:26}{'µs':>9}{'per s':>8}{'p99 ms':>9}{'bytes':>7}{'load':>6}{'ratio':>9}  aim")
    for name, one in found.items():
        aim = f"≥ {one['aim']}" if "aim" in one else ""
        print(
            f"{name:26}{one['us']:9.1f}{one['per_s']:8}{one['p99_ms']:9.2f}{one['bytes']:7}"
            f"{one['load_busy']:6.2f}{one.get('ratio', float('nan')):9.3f}  {aim}"
        )


def run(
    items: int,
    rounds: int = 9,
    seconds: float = 1.0,
    *,
    only: Sequence[str] = (),
    with_postgresql: bool = True,
) -> Figures:
    """Measure serving at one size, print it, and keep it if it was measured in full."""
    figures: Figures = {"items": items, "rounds": rounds}
    with scratch() as folder:
        url = f"sqlite:///{folder}/own.db"
        figures["sqlite"] = {"variants": compared(url, items, rounds, seconds, only)}
    show("sqlite", figures["sqlite"]["variants"])
    if with_postgresql:
        with postgres.cluster() as server:
            postgres.administer(server, "CREATE DATABASE bench_serving")
            url = server.set(database="bench_serving").render_as_string(hide_password=False)
            figures["postgresql"] = {"variants": compared(url, items, rounds, seconds, only)}
        show("postgresql", figures["postgresql"]["variants"])
    if rounds >= FULL_ROUNDS and not only:
        keep(f"serving-{items}", figures)
    return figures
