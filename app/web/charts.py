"""图的数据: what ``static/charts.js`` draws, put together from the figures of a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from app.kernel.language import Language

FINDINGS = "/audit/findings"


def drawn_heat(heat: dict[str, Any]) -> dict[str, Any]:
    """Return a heat map: every cell opens into the findings it was counted from."""
    elements = heat["elements"]
    return {
        "rows": ["　" * row["depth"] + row["name"] for row in heat["rows"]],
        "columns": [element["title"] for element in elements],
        "cells": [
            {
                "row": y,
                "column": x,
                "ratio": cell["ratio"],
                "note": f"{cell['numerator']:,} / {cell['denominator']:,}",
                "href": _opening(row["region"], elements[x]["element"]),
            }
            for y, row in enumerate(heat["rows"])
            for x, cell in enumerate(row["cells"])
        ],
    }


def _opening(region: str, element: str) -> str:
    query = {"aspect": "consistency", "region": region, "element": element}
    return f"{FINDINGS}?{urlencode(query)}"


def drawn_spread(told: dict[str, Any], language: Language) -> dict[str, Any]:
    """Return box plots, one per department line, with every peer as a point."""
    everything = "全部条线" if language == "zh" else "all lines"
    return {
        "groups": [
            {
                **group,
                "name": group["line"] or everything,
                "points": [_point(p) for p in group["points"]],
            }
            for group in told["groups"]
        ]
    }


def _point(point: dict[str, Any]) -> dict[str, Any]:
    href = f"/audit?{urlencode({'region': point['region']})}"
    return {**{name: point[name] for name in ("name", "value", "odd")}, "href": href}
