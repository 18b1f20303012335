"""区划代码: GB/T 2260 with the extensions for towns and villages, 12 digits in all.

Two digits each for province, city and county, three each for town and village.
"""

from __future__ import annotations

NATION_ID = 0
CENTRAL = "100000000000"
"""What central bodies are registered under in credit codes: no region, it stands for the nation."""

_LENGTHS = frozenset({6, 9, 12})
_NOUGHTS = ((10, 2), (8, 3), (6, 4), (3, 5))
"""(trailing noughts, level): 省, 市, 县, 乡; anything longer is a 村."""


def full_code(code: str) -> str | None:
    """Return a code of 6, 9 or 12 digits in 12 digits; None when it is none."""
    if len(code) not in _LENGTHS or not (code.isascii() and code.isdigit()):
        return None
    padded = code.ljust(12, "0")
    return code_of(NATION_ID) if padded == CENTRAL else padded


def region_id(code: str) -> int | None:
    """Return the id a code stands for, whether or not there is such a region."""
    padded = full_code(code)
    return None if padded is None else int(padded)


def code_of(region: int) -> str:
    """Return the 12-digit code of an id."""
    return f"{region:012d}"


def level_of(code: str) -> int:
    """Return the level of a 12-digit code by its noughts: 1 国家 … 6 村."""
    if not code.strip("0"):
        return 1
    for noughts, level in _NOUGHTS:
        if code.endswith("0" * noughts):
            return level
    return 6


def usual_parent(code: str) -> str:
    """Return the parent a 12-digit code has by its digits; lists may say otherwise."""
    kept = {1: 0, 2: 0, 3: 2, 4: 4, 5: 6, 6: 9}[level_of(code)]
    return code[:kept].ljust(12, "0")
