"""压力: one process that asks for addresses over kept-alive connections as fast as it is answered.

It does as little as can be per answer, and tells how busy it was: near 1, the rates are its own.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any, cast

_END, _LENGTH = b"\r\n\r\n", b"\r\ncontent-length: "


@dataclass(slots=True)
class Tally:
    """What came back in one round."""

    answers: int = 0
    octets: int = 0
    wrong: int = 0
    times: list[float] = field(default_factory=list)


class Asker(asyncio.Protocol):
    """One connection: asks, waits for the whole answer, asks again."""

    def __init__(self, requests: Iterator[bytes], tally: Tally, status: bytes) -> None:
        self.requests, self.tally, self.status = requests, tally, status
        self.waiting = b""
        self.asked = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first address."""
        self.transport = cast("asyncio.Transport", transport)  # uvloop's do not say they are
        self._ask()

    def _ask(self) -> None:
        self.asked = time.perf_counter()
        self.transport.write(next(self.requests))

    def data_received(self, data: bytes) -> None:
        """Count an answer that is whole, and ask for the next address."""
        if self.waiting:
            data = self.waiting + data
        end = data.find(_END)
        if end < 0 or len(data) < end + len(_END) + _length(data, end):
            self.waiting = data
            return
        self.waiting = b""
        self.tally.answers += 1
        self.tally.octets += len(data)
        self.tally.wrong += not data.startswith(self.status, 9)
        self.tally.times.append(time.perf_counter() - self.asked)
        self._ask()


def _length(data: bytes, end: int) -> int:
    """Return the length of the body; Uvicorn writes names of headers small."""
    start = data.find(_LENGTH, 0, end)
    return 0 if start < 0 else int(data[start + len(_LENGTH) : data.index(b"\r", start + 2)])


async def ask(port: int, requests: Iterator[bytes], order: dict[str, Any]) -> Tally:
    """Ask for so many seconds over so many connections."""
    loop, tally = asyncio.get_running_loop(), Tally()
    status = order["status"].encode()
    made = [
        await loop.create_connection(lambda: Asker(requests, tally, status), "127.0.0.1", port)
        for _ in range(order["connections"])
    ]
    await asyncio.sleep(order["seconds"])
    for transport, _ in made:
        transport.abort()
    return tally


def main() -> None:
    """Read an order as JSON, print what came back; begin where the last round ended."""
    order = json.loads(sys.argv[1])
    addresses = Path(order["requests"]).read_bytes().split(b"\0")[:-1]
    requests = islice(cycle(addresses), order["start"] % len(addresses), None)
    import uvloop

    began = time.perf_counter(), time.process_time()
    tally = uvloop.run(ask(order["port"], requests, order))
    wall, busy = time.perf_counter() - began[0], time.process_time() - began[1]
    times = sorted(tally.times) or [0.0]
    told = {
        "answers": tally.answers,
        "octets": tally.octets,
        "wrong": tally.wrong,
        "busy": busy / wall,
        "p50": times[len(times) // 2] * 1000,
        "p99": times[len(times) * 99 // 100] * 1000,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
