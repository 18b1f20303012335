"""时刻: times as people read them, in Beijing."""

from __future__ import annotations

from datetime import datetime

from app.kernel.clock import BEIJING


def moment(told: str | None) -> str:
    """Return a time of the API (ISO with its zone) as 2026-11-26 15:04, in Beijing."""
    if told is None:
        return ""
    return datetime.fromisoformat(told).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def size(count: int) -> str:
    """Return a number of bytes as people read it."""
    for unit, most in (("B", 1 << 10), ("KB", 1 << 20), ("MB", 1 << 30)):
        if count < most:
            value = count / (most >> 10)
            return f"{value:.0f} {unit}" if unit == "B" or value >= 10 else f"{value:.1f} {unit}"
    return f"{count / (1 << 30):.1f} GB"
