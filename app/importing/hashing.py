"""文件的哈希: the SHA-256 of a file, by which its original is kept and its batch knows it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

BESIDE = 64 << 20
"""Files of more bytes are hashed while they are read: it takes most of a second per gigabyte."""
_STEP = 4 << 20  # large, since each step has to wait for the interpreter
log = logging.getLogger("yizhi")


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal digits."""
    digest, buffer = sha256(), memoryview(bytearray(_STEP))
    with path.open("rb", buffering=0) as file:
        while read := file.readinto(buffer):
            digest.update(buffer[:read])
    return digest.hexdigest()


@contextmanager
def hashed_beside(path: Path, known: str | None = None) -> Iterator[Future[str]]:
    """Give the hash of a file, of a large one when it is asked for; "" where it cannot be read."""
    if known is not None or path.stat().st_size <= BESIDE:
        yield ready(known or _hash(path))
        return
    with ThreadPoolExecutor(1, "hash") as pool:
        yield pool.submit(_hash, path)


def ready(file_hash: str) -> Future[str]:
    """Return a hash that is there already."""
    future: Future[str] = Future()
    future.set_result(file_hash)
    return future


def _hash(path: Path) -> str:
    try:
        return hash_of(path)
    except OSError as error:
        log.warning("%s is not hashed: %s", path, error)
        return ""
