"""召回与准确: what is found of planted faults, over several seeds, on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import Any

from app.kernel import migrating
from app.kernel.db import Database
from bench.measure import ENGINES, Figures, keep, scratch
from bench.planting.drawing import plant
from bench.planting.ground import ground
from bench.planting.trial import clean_findings, judged
from tests import postgres

FAULTS = 500
SEEDS = (*range(1, 7), *range(1001, 1013))
"""Some that the planters were made with, and some that they were not."""
HEADERS = (
    "数据库 database", "种子 seed", "埋错 faults", "种 kinds", "规则 rules", "应有 planted",
    "漏 missed", "随之而来 following", "多出 extra", "召回 recall", "准确 precision",
)  # fmt: skip


def run(number: int, seeds: Sequence[int] = SEEDS, *, with_postgresql: bool = True) -> Figures:
    """Plant ``number`` faults for each seed, print what came of them and keep it."""
    figures: Figures = {"items": number}
    with ExitStack() as stack:
        folder = stack.enter_context(scratch())
        figures["sqlite"] = _measured(f"sqlite:///{folder}/planted.db", number, seeds)
        if with_postgresql:
            server = stack.enter_context(postgres.cluster())
            postgres.administer(server, "CREATE DATABASE bench_planted")
            url = server.set(database="bench_planted").render_as_string(hide_password=False)
            figures["postgresql"] = _measured(url, number, seeds)
    keep("planting", figures)
    return figures


def _measured(url: str, number: int, seeds: Iterable[int]) -> Figures:
    database = Database(url)
    migrating.upgrade(database)
    clean = ground()
    before = clean_findings(database, clean)
    told = [_told(database, before, seed, number) for seed in seeds]
    database.dispose()
    hints = Counter(rule for _, rule, _ in before.elements())
    return {"documents": len(clean.items) + len(clean.base), "hints": dict(hints), "seeds": told}


def _told(database: Database, before: Counter[Any], seed: int, number: int) -> Figures:
    planting = plant(seed, number)
    verdict = judged(database, before, planting)
    for name, found in verdict.missed:
        print(f"  {seed}: {name} missed: {found}")
    for one in verdict.extra:
        print(f"  {seed}: found besides: {one}")
    figures = {
        "seed": seed,
        "faults": len(planting.planted),
        "kinds": len({name for name, _ in planting.planted}),
        "rules": len({rule for _, rule, _ in planting.expected}),
        "planted": verdict.planted,
        "missed": len(verdict.missed),
        "follows": verdict.follows,
        "extra": len(verdict.extra),
        "recall": round(verdict.recall, 4),
        "precision": round(verdict.precision, 4),
    }
    print(figures)
    return figures


def table(kept: dict[str, Figures]) -> str:
    """Return the table of docs/planted-faults.md, from what is kept for each database."""
    rows = [f"| {' | '.join(HEADERS)} |", f"|---{'|---:' * (len(HEADERS) - 1)}|"]
    for engine in ENGINES:
        for one in kept.get(engine, {}).get("seeds", ()):
            cells = [str(value) for value in one.values()]
            rows.append(f"| {engine} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"
