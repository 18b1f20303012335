"""测量: run one measurement in a process of its own, and keep what it found.

A measurement is a function that returns figures. Its process is fresh, so its peak memory is its
own; ``own_mb`` leaves out mapped file pages, which belong to the page cache.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from threading import Event, Thread
from typing import Any, Self

from bench.generate import CACHE

RESULTS = Path(__file__).parent / "results"
ENGINES = ("sqlite", "postgresql")
Figures = dict[str, Any]
_MB = 1 << 20


def apart(measurement: str, **arguments: Any) -> Figures:
    """Run ``module:function`` in a fresh process and return its figures with its peak memory.

    Raises:
        RuntimeError: the measurement failed; what it wrote is in the message.
    """
    command = [sys.executable, "-m", "bench.measure", measurement, json.dumps(arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{measurement}: {done.stderr[-4000:]}")
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


@contextmanager
def stopwatch(figures: Figures, name: str) -> Iterator[None]:
    """Put wall time and processor time of the block into ``figures``."""
    wall, processor = time.perf_counter(), time.process_time()
    yield
    figures[f"{name}_s"] = time.perf_counter() - wall
    figures[f"{name}_cpu_s"] = time.process_time() - processor


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder beside the cache, removed afterwards."""
    CACHE.mkdir(exist_ok=True)
    folder = Path(mkdtemp(prefix="run-", dir=CACHE))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Memory:
    """Watches how much memory of its own (not mapped from files) the process holds."""

    def __init__(self) -> None:
        self.peak = 0
        self._end = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        status = Path("/proc/self/status")
        while status.exists() and not self._end.wait(0.05):
            for line in status.read_text().splitlines():
                if line.startswith("RssAnon:"):
                    self.peak = max(self.peak, int(line.split()[1]) << 10)


def percentile(values: list[float], share: float) -> float:
    """Return the value below which ``share`` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def middle(rounds: list[Figures], name: str) -> float:
    """Return the median of one figure over several rounds."""
    return float(median(one[name] for one in rounds))


def keep(name: str, figures: Figures) -> None:
    """Write figures as ``results/<name>-<engine>.json``, with what they were measured on.

    What stands under the name of an engine goes to that engine's file, everything else to each.
    """
    RESULTS.mkdir(exist_ok=True)
    shared = {key: value for key, value in figures.items() if key not in ENGINES}
    measured = {"measured": datetime.now(UTC).date().isoformat(), "on": versions(), **shared}
    for engine in ENGINES:
        if engine in figures:
            told = json.dumps({**measured, **figures[engine]}, ensure_ascii=False, indent=2)
            (RESULTS / f"{name}-{engine}.json").write_text(told + "\n", encoding="utf-8")


def versions() -> Figures:
    """Return what the figures depend on, and nothing that names a machine."""
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "cores": os.cpu_count(),
    }


def _main(measurement: str, arguments: str) -> None:
    module, _, function = measurement.partition(":")
    measure: Callable[..., Figures] = getattr(import_module(module), function)
    with _Memory() as memory:
        figures = measure(**json.loads(arguments))
    figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    figures["own_mb"] = round(memory.peak / _MB)
    print(json.dumps(figures))


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2])
