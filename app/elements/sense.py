"""含义: values of one sense differ only in looks."""

from __future__ import annotations

from typing import Any

from app.elements.comparison import COMPARATORS
from app.elements.kinds import KINDS, Kind
from app.kernel.hashing import canonical_bytes, digest

COMPARED = frozenset(comparator.kind for comparator in COMPARATORS.values())
TAGS = tuple(bytes((kind.number,)) for kind in KINDS)
"""What stands before the bytes of a value, so that values of two kinds never share a hash."""


def sense_of(kind: Kind, parsed: Any, content_hash: bytes) -> bytes:
    """Return the hash of the canonical form; of what nothing compares, that of the content."""
    if kind.name not in COMPARED:
        return content_hash
    return digest(TAGS[kind.number] + canonical_bytes(kind.canonical(parsed)))
