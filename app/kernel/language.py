"""Which language a reader wants: Chinese first, English second."""

from __future__ import annotations

from typing import Literal

Language = Literal["zh", "en"]


def negotiate(accept_language: str | None, default: Language = "zh") -> Language:
    """Return the better of our two languages for an ``Accept-Language`` header."""
    weights = {"zh": 0.0, "en": 0.0, "*": 0.0}
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        name = tag.strip().lower().partition("-")[0]
        if name in weights:
            weights[name] = max(weights[name], _weight(parameters))
    if weights["zh"] == weights["en"]:
        return default
    return "zh" if weights["zh"] > weights["en"] else "en"


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
