"""HTML: the report as one file that needs nothing else: to mail, to print, to put on a shared drive.

Findings stand grouped by body; of a very long report the first ones are shown, and it says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from app.kernel.numbers import percent
from app.reporting.report import Report

MOST = 5000
"""Findings on the page: what a browser still scrolls smoothly and a printer still prints."""
SHADES = ((0.999, "s5"), (0.98, "s4"), (0.95, "s3"), (0.9, "s2"), (0.0, "s1"))


def page(report: Report) -> Iterator[bytes]:
    """Yield the page in pieces, UTF-8."""
    shown = list(islice(report.findings(), MOST))
    groups: dict[str, list[dict[str, Any]]] = {}
    for found in shown:
        item = found["item"]
        groups.setdefault(item["agency_name"] or item["region_name"] or "", []).append(found)
    template = _environment().get_template("report.html")
    told = template.generate(
        report=report,
        whole=report.whole,
        heat=report.heat(),
        agencies=report.agencies(),
        groups=sorted(groups.items(), key=lambda group: -len(group[1])),
        shown=len(shown),
        t=lambda zh, en: zh if report.language == "zh" else en,
    )
    return (piece.encode() for piece in told)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"percent": percent, "shade": shade}
    return made


def shade(ratio: float | None) -> str:
    """Return the class of a cell of the heat map."""
    if ratio is None:
        return "s0"
    return next(name for least, name in SHADES if ratio >= least)
