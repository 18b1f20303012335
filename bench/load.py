"""压力: one process that asks for addresses over kept-alive connections as fast as it is answered."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import cast


@dataclass(slots=True)
class Tally:
    """What came back in one round."""

    answers: int = 0
    octets: int = 0
    wrong: int = 0
    times: list[float] = field(default_factory=list)


class Asker(asyncio.Protocol):
    """One connection: asks, waits for the whole answer, asks again."""

    def __init__(self, requests: cycle[bytes], tally: Tally, status: bytes) -> None:
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
        data = self.waiting + data
        head, blank, body = data.partition(b"\r\n\r\n")
        if not blank or len(body) < _length(head):
            self.waiting = data
            return
        self.waiting = b""
        self.tally.answers += 1
        self.tally.octets += len(data)
        self.tally.wrong += not head.startswith(self.status, 9)
        self.tally.times.append(time.perf_counter() - self.asked)
        self._ask()


def _length(head: bytes) -> int:
    lowered = head.lower()
    if b"content-length: " not in lowered:
        return 0
    return int(lowered.split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])


async def ask(
    port: int, requests: list[bytes], seconds: float, connections: int, status: bytes
) -> Tally:
    """Ask for so many seconds over so many connections."""
    loop, tally = asyncio.get_running_loop(), Tally()
    many = cycle(requests)
    made = [
        await loop.create_connection(lambda: Asker(many, tally, status), "127.0.0.1", port)
        for _ in range(connections)
    ]
    await asyncio.sleep(seconds)
    for transport, _ in made:
        transport.abort()
    return tally


def main() -> None:
    """Read an order as JSON, print what came back."""
    order = json.loads(sys.argv[1])
    requests = Path(order["requests"]).read_bytes().split(b"\0")[:-1]
    import uvloop

    tally = uvloop.run(
        ask(
            order["port"],
            requests,
            order["seconds"],
            order["connections"],
            order["status"].encode(),
        )
    )
    times = sorted(tally.times) or [0.0]
    print(
        json.dumps(
            {
                "answers": tally.answers,
                "octets": tally.octets,
                "wrong": tally.wrong,
                "p50": times[len(times) // 2] * 1000,
                "p99": times[len(times) * 99 // 100] * 1000,
            }
        )
    )


if __name__ == "__main__":
    main()
