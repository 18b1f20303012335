"""Content hashes: the identity of element values and of item revisions."""

from __future__ import annotations

from hashlib import blake2b

import orjson

DIGEST_BYTES = 16


def digest(data: bytes) -> bytes:
    """Return the 16-byte BLAKE2b digest of ``data``."""
    return blake2b(data, digest_size=DIGEST_BYTES).digest()


def canonical_bytes(value: object) -> bytes:
    """Return ``value`` as JSON bytes with sorted keys: equal values give equal bytes."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def copied(data: bytes) -> bytes:
    """Return ``data`` in no more memory than it needs; orjson's own results hold 4 KB each."""
    return bytes(memoryview(data))
