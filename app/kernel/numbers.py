"""数字: figures as people read them, the same on pages, in reports and on the terminal."""

from __future__ import annotations


def percent(ratio: float | None) -> str:
    """Return a ratio as a percentage that never rounds up to what was not reached."""
    if ratio is None:
        return "–"
    tenths = int(ratio * 1000 + 1e-6)
    return f"{tenths // 10}.{tenths % 10}%" if tenths < 1000 else "100%"


def thousands(number: int) -> str:
    """Return a number in groups of three digits."""
    return f"{number:,}"
