"""帧: what parent and reader say to each other over pipes: a length, then JSON."""

from __future__ import annotations

import struct
from typing import IO, Any

import orjson

_LENGTH = struct.Struct("<I")
MOST = 1 << 30


class Silence(Exception):
    """The other side has gone."""


def send(pipe: IO[bytes], content: bytes) -> None:
    """Write one frame."""
    pipe.write(_LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Read one frame. Raises ``Silence`` where there is none, or no whole one."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise Silence
    (length,) = _LENGTH.unpack(head)
    content = pipe.read(length) if length <= MOST else b""
    if len(content) < length or not length:
        raise Silence
    return orjson.loads(content)
