"""见过的键: which keys a first load has met, in memory that does not grow with the catalogue.

What it has not met is in no table yet, and need not be looked up.
"""

from __future__ import annotations

from collections.abc import Hashable

BITS = 1 << 27  # 16 MB; of two million keys, one in seventy is taken for an earlier one


class Met:
    """Remembers keys by one bit each: what it has not met is new, what it has may be."""

    __slots__ = ("_bits", "_mask")

    def __init__(self, bits: int = BITS) -> None:
        """``bits``: a power of two, of which each key takes one."""
        self._mask = bits - 1
        self._bits = bytearray()  # a small write asks nothing, and must not pay for 16 MB

    def meet(self, key: Hashable) -> bool:
        """Remember a key; tell whether it may have been met before."""
        if not self._bits:
            self._bits = bytearray(self._mask + 1 >> 3)
        mark = hash(key) & self._mask
        place, bit = mark >> 3, 1 << (mark & 7)
        before = self._bits[place]
        self._bits[place] = before | bit
        return bool(before & bit)
