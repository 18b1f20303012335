"""指标的网页: every figure with its target, what it was counted from, where it lags, its trend."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from app.kernel.http import get_database, get_language
from app.kernel.paging import encode
from app.measuring.asking import FigureQuery, PartQuery
from app.measuring.baselines import newest, read_baselines
from app.measuring.definitions import Indicator, indicator_named, indicators
from app.measuring.errors import NoBaseline
from app.measuring.figures import all_figures, breakdown, figure
from app.measuring.parts import read_part, size_of
from app.measuring.selecting import By, Selection
from app.measuring.snapshots import trend
from app.measuring.telling import told
from app.web.charts import drawn_figures, drawn_parts, drawn_trend, opening
from app.web.places import taking_part
from app.web.rendering import asked, respond

MOST_PARTS, MOST_DRAWN = 100, 40
BY = {
    "region": ("地区", "Region"),
    "agency": ("实施主体", "Agency"),
    "type": ("事项类型", "Type"),
    "level": ("行使层级", "Level"),
}


def figures(request: Request) -> Response:
    """全部指标: those with a target first, then other shares, then averages."""
    wanted, language = FigureQuery.model_validate(asked(request)), get_language(request)
    with get_database(request).read() as reader:
        found = all_figures(reader, wanted.selection(reader), wanted.baseline)
        rows = [
            told(one, found[slug], language, wanted.stated()) for slug, one in indicators().items()
        ]
        return respond(
            request,
            "indicators.html",
            groups=_grouped(rows, wanted.stated()),
            aimed=[row["figure"]["reached"] for row in rows if row["target"] and row["figure"]],
            baseline=wanted.baseline or newest(reader),
            wanted=wanted,
            regions=taking_part(reader),
        )


def _grouped(rows: list[dict[str, Any]], stated: dict[str, Any]) -> list[dict[str, Any]]:
    shares = [row for row in rows if row["unit"] == "share"]
    groups = {
        "aimed": [row for row in shares if row["target"]],
        "shares": [row for row in shares if not row["target"]],
        "numbers": [row for row in rows if row["unit"] != "share"],
    }
    return [
        {
            "name": name,
            "rows": members,
            "drawn": drawn_figures(members, stated) if name != "numbers" else None,
        }
        for name, members in groups.items()
        if members
    ]


def one_figure(request: Request) -> Response:
    """一个指标: what it means, what it was counted from, its parts side by side, and its trend."""
    one, language = indicator_named(request.path_params["slug"]), get_language(request)
    given = asked(request)
    by = _by(one, given.pop("by", "region"))
    wanted = FigureQuery.model_validate(given)
    with get_database(request).read() as reader:
        selection = wanted.selection(reader)
        row, parts = _measured(reader, one, selection, wanted, by)
        points = trend(reader, one, selection.region, selection.agency)
        return respond(
            request,
            "indicator.html",
            one=told(one, row, language, wanted.stated()),
            others=[o for o in indicators().values() if o.slug != one.slug and _kin(o, one)],
            by=by,
            ways={name: BY[name] for name in BY if not (one.audited and name in ("type", "level"))},
            rows=parts[:MOST_PARTS],
            more=max(0, len(parts) - MOST_PARTS),
            drawn=drawn_parts(one, parts[:MOST_DRAWN]),
            points=points,
            drawn_trend=drawn_trend([(one.words("title", language), points)], one),
            baseline=wanted.baseline or newest(reader),
            wanted=wanted,
            regions=taking_part(reader),
        )


def _by(one: Indicator, name: str) -> By:
    known: dict[str, By] = {"agency": "agency", "type": "type", "level": "level"}
    audited = one.audited and name != "agency"
    return "region" if audited else known.get(name, "region")


def _kin(other: Indicator, one: Indicator) -> bool:
    return (one.variant_of or one.slug) in (other.slug, other.variant_of)


def _measured(
    reader: Connection, one: Indicator, selection: Selection, wanted: FigureQuery, by: By
) -> tuple[Any, list[dict[str, Any]]]:
    """Return figure and parts; none where there is nothing yet to be compared with."""
    own = wanted.region if by == "region" else None
    try:
        found = figure(reader, one, selection, wanted.baseline)
        parts = breakdown(reader, one, by, selection, wanted.baseline)
        if by == "region" and own is None and len(parts) == 1 and parts[0]["region"]:
            # one part alone is no comparison: what lies in it is
            own = str(parts[0]["region"])
            within = replace(selection, region=int(own))
            parts = breakdown(reader, one, by, within, wanted.baseline)
    except NoBaseline:
        return None, []
    return found, [{**part, **_leading(one, part, wanted, by, own)} for part in parts]


def _leading(
    one: Indicator, part: dict[str, Any], wanted: FigureQuery, by: By, own: str | None
) -> dict[str, Any]:
    """Return where a part leads: further down, unless it is the place that is looked at."""
    leads = part[by] is not None and part[by] != own
    address = opening(f"/indicators/{one.slug}", {**wanted.stated(), by: part[by]})
    return {"own": part[by] == own, "href": address if leads else None}


def members(request: Request) -> Response:
    """指标背后的事项: the items of a numerator, a denominator or an exclusion, page by page."""
    one, language = indicator_named(request.path_params["slug"]), get_language(request)
    wanted = PartQuery.model_validate(asked(request))
    with get_database(request).read() as reader:
        chosen = wanted.of(one, secrets=False)
        rows = read_part(reader, chosen, language, after=wanted.after, limit=wanted.limit + 1)
        found = figure(reader, one, wanted.selection(reader), wanted.baseline)
        return respond(
            request,
            "indicator_items.html",
            one=told(one, found, language, _narrowed(wanted)),
            rows=orjson.loads(orjson.dumps([row for _, row in rows[: wanted.limit]])),
            following=encode([rows[wanted.limit - 1][0]]) if len(rows) > wanted.limit else None,
            total=None if wanted.cursor or wanted.q else size_of(chosen, found),
            wanted=wanted,
            regions=taking_part(reader),
        )


def _narrowed(wanted: PartQuery) -> dict[str, Any]:
    return wanted.model_dump(exclude_none=True, include={"region", "agency", "baseline"})


def baselines(request: Request) -> Response:
    """基线: the dates that reductions are measured against."""
    with get_database(request).read() as reader:
        return respond(request, "baselines.html", rows=read_baselines(reader))
