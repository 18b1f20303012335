"""服务进程: one server per variant on core 0, asked from core 1; what each answer cost it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CONNECTIONS = 32
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Variant:
    """One way of answering, and what is asked of it."""

    name: str
    factory: str
    requests: Path
    status: str = "200"
    yardstick: str = "memory"
    aim: float | None = None
    port: int = 0
    process: Any = None
    answers: int = 0
    costs: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    slowest: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    octets: float = 0

    @property
    def addresses(self) -> int:
        """How many different requests there are."""
        return self.requests.read_bytes().count(b"\0")


@contextmanager
def serving(variant: Variant, url: str, codes: Path) -> Iterator[None]:
    """Run the server of a variant."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        variant.port = probe.getsockname()[1]
    environment = os.environ | {"BENCH_DATABASE": url, "BENCH_CODES": str(codes)}
    command = [sys.executable, "-m", "uvicorn", "--factory", f"bench.{variant.factory}"]
    options = ["--port", str(variant.port), "--log-level", "error", "--no-access-log"]
    alone = ["taskset", "-c", "0", *command, *options]
    variant.process = subprocess.Popen(alone, env=environment)
    try:
        _await(variant)
        yield
    finally:
        variant.process.terminate()
        variant.process.wait()


def _await(variant: Variant) -> None:
    for _ in range(600):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", variant.port)) == 0:
                return
        if variant.process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"{variant.name} does not answer")


def warm(variant: Variant) -> None:
    """Ask for every address once, then forget what that cost."""
    while variant.answers < variant.addresses:
        measure(variant, 1.0)
    for figures in (variant.costs, variant.rates, variant.slowest, variant.busy):
        figures.clear()


def measure(variant: Variant, seconds: float) -> None:
    """Ask one variant for a while; note what each answer cost its server.

    Raises:
        ValueError: there were answers with another status.
    """
    order = {
        "port": variant.port,
        "requests": str(variant.requests),
        "start": variant.answers,
        "seconds": seconds,
        "connections": CONNECTIONS,
        "status": variant.status,
    }
    before = cpu_of(variant.process.pid)
    command = ["taskset", "-c", "1", sys.executable, "-m", "bench.load", json.dumps(order)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    if told["wrong"]:
        raise ValueError(f"{variant.name}: {told['wrong']} wrong answers")
    if not told["answers"]:
        return  # the machine had no time for it in this round
    variant.answers += told["answers"]
    variant.costs.append((cpu_of(variant.process.pid) - before) / told["answers"] * 1e6)
    variant.rates.append(told["answers"] / seconds)
    variant.slowest.append(told["p99"])
    variant.busy.append(told["busy"])
    variant.octets = told["octets"] / told["answers"]


def cpu_of(pid: int) -> float:
    """Return the processor seconds of all threads of a process."""
    return sum(_stat(pid)[11:13]) / TICKS


def cpu_of_ended(pid: int) -> float:
    """Return the processor seconds of the children of a process that have ended."""
    return sum(_stat(pid)[13:15]) / TICKS


def parent_of(pid: int) -> int:
    """Return the process that started another one."""
    return _stat(pid)[1]


def _stat(pid: int) -> list[int]:
    """Return what the kernel tells of a process after its name: state (here 0), parent, …"""
    told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return [0, *map(int, told[1:])]
