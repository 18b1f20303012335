"""图的数据: what ``static/charts.js`` draws, put together from the figures of a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from app.kernel.language import Language
from app.measuring.definitions import Indicator
from app.web.words import element_name

FINDINGS = "/audit/findings"


def drawn_heat(heat: dict[str, Any], language: Language) -> dict[str, Any]:
    """Return a heat map: every cell opens into the findings it was counted from."""
    elements = heat["elements"]
    return {
        "rows": ["　" * row["depth"] + row["name"] for row in heat["rows"]],
        "columns": [element_name(element["element"], language) for element in elements],
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
    """Return box plots, one per department line, with every peer as a point.

    All lines together are drawn only where there is no other: beside them one line looks like none.
    """
    groups = [group for group in told["groups"] if group["line"]] or told["groups"]
    everything = "全部条线" if language == "zh" else "all lines"
    return {
        "groups": [
            {
                **group,
                "name": group["line"] or everything,
                "points": [_point(p) for p in group["points"]],
            }
            for group in groups
        ]
    }


def _point(point: dict[str, Any]) -> dict[str, Any]:
    href = f"/audit?{urlencode({'region': point['region']})}"
    return {**{name: point[name] for name in ("name", "value", "odd")}, "href": href}


def drawn_figures(rows: list[dict[str, Any]], stated: dict[str, Any]) -> dict[str, Any]:
    """Return one bar per indicator with its target marked; each opens its page."""
    figures = [row["figure"] or {"value": None, "reached": None} for row in rows]
    return {
        "names": [row["title"] for row in rows],
        "series": [{"name": "", "values": [figure["value"] for figure in figures]}],
        "ratio": True,
        "targets": [row["target"] and row["target"]["value"] for row in rows],
        "low": [figure["reached"] is False for figure in figures],
        "hrefs": [opening(row["href"], stated) for row in rows],
    }


def drawn_scores(rows: list[dict[str, Any]], language: Language) -> dict[str, Any]:
    """Return one bar per region or body: its points as a share of its full marks."""
    told = [row for row in rows if row["full"]]
    return {
        "names": [row["name"] or "–" for row in told],
        "series": [
            {
                "name": "得分率" if language == "zh" else "share of full marks",
                "values": [round(max(row["score"], 0) / row["full"], 4) for row in told],
            }
        ],
        "ratio": True,
        "low": [row["score"] < row["full"] for row in told],
    }


def drawn_parts(one: Indicator, parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one bar per part of the catalogue, against the target; each opens that part."""
    return {
        "names": [part["name"] or "–" for part in parts],
        "series": [{"name": "", "values": [part["value"] for part in parts]}],
        "ratio": one.unit == "share",
        "target": one.target.value if one.target else None,
        "low": [part["reached"] is False for part in parts],
        "hrefs": [part["href"] for part in parts],
    }


def drawn_trend(
    lines: list[tuple[str, list[dict[str, Any]]]], one: Indicator | None = None
) -> dict[str, Any]:
    """Return lines over the days on which figures were kept."""
    days = sorted({point["day"] for _, points in lines for point in points})
    series = []
    for name, points in lines:
        values = {point["day"]: point["value"] for point in points}
        series.append({"name": name, "values": [values.get(day) for day in days]})
    return {
        "dates": days,
        "series": series,
        "ratio": one is None or one.unit == "share",
        "target": one.target.value if one and one.target else None,
    }


def opening(path: str, stated: dict[str, Any]) -> str:
    """Return an address with the parameters that are stated."""
    query = urlencode({name: value for name, value in stated.items() if value is not None})
    return f"{path}?{query}" if query else path
