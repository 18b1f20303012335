"""Which of the media types on offer a reader wants (RFC 9110, Accept and Accept-Encoding)."""

from __future__ import annotations

from functools import lru_cache

JSON, HTML, CSV = "application/json", "text/html", "text/csv"


@lru_cache(maxsize=1024)
def best(accept: str, *offered: str) -> str | None:
    """Return the offered type a reader likes best, None where it takes none of them.

    Among equals the first on offer wins; no ``Accept`` at all means that anything will do.
    """
    if not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",")]
    liking = {media: _liking(media, ranges) for media in offered}
    chosen = max(offered, key=lambda media: liking[media])
    return chosen if liking[chosen] > 0 else None


def _range(part: str) -> tuple[str, float]:
    media, *parameters = part.split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return media.strip().lower(), _number(value)
    return media.strip().lower(), 1.0


def _number(value: str) -> float:
    try:
        return max(0.0, min(1.0, float(value)))
    except ValueError:
        return 0.0


def _liking(media: str, ranges: list[tuple[str, float]]) -> float:
    """The weight of the most exact range that covers ``media``."""
    weights = dict(reversed(ranges))
    for covering in (media, media.partition("/")[0] + "/*", "*/*"):
        if covering in weights:
            return weights[covering]
    return 0.0


def takes_gzip(accept_encoding: str) -> bool:
    """Tell whether a reader can undo gzip."""
    weights = dict(_range(part) for part in accept_encoding.split(","))
    return weights.get("gzip", weights.get("*", 0.0)) > 0
