"""纵横比对的网页: peers side by side, who stands apart, and one base code from the top down."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from app.auditing.asking import region_of
from app.auditing.errors import UnknownPlace
from app.claims.reasons import REASONS
from app.kernel.http import get_database, get_language
from app.regions import RegionRow, by_id
from app.surveying.behind import behind, count_behind
from app.surveying.betters import betters
from app.surveying.chain import chain
from app.surveying.matrix import STATES, Survey, matrix, survey
from app.surveying.spread import spread
from app.web.charts import drawn_spread
from app.web.comparing import side
from app.web.places import taking_part
from app.web.rendering import asked, respond

MOST_ROWS = 200
COUNTY = 4
"""Below counties nobody is compared: towns list what their county gives them."""
TELLING = ("missing", "renamed", "beyond")


def overview(request: Request) -> Response:
    """比对: what can be compared, and the figures that lead there."""
    with get_database(request).read() as reader:
        return respond(
            request,
            "surveys.html",
            parents=_parents(reader),
            behind=count_behind(reader, None),
            betters=len(betters(reader)),
        )


def claims(request: Request) -> Response:
    """认领对照: base items × peer regions; by default only the rows in which something is amiss."""
    wanted = asked(request)
    with get_database(request).read() as reader:
        parent, seen = _seen(reader, wanted)
        told = matrix(reader, seen, wanted.get("line")) if seen else None
        rows = _rows(told, everything="all" in wanted) if told else []
        return respond(
            request,
            "survey_matrix.html",
            parents=_parents(reader),
            parent=parent,
            lines=seen.known_lines if seen else {},
            told=told,
            rows=rows[:MOST_ROWS],
            more=max(0, len(rows) - MOST_ROWS),
            wanted=wanted,
            states=STATES,
            reasons=REASONS,
        )


def _rows(told: dict[str, Any], *, everything: bool) -> list[dict[str, Any]]:
    return [
        row
        for row in told["rows"]
        if everything or any(cell["state"] in TELLING for cell in row["cells"])
    ]


def counts(request: Request) -> Response:
    """事项数: whether peers list about as many items, line by line."""
    wanted = asked(request)
    with get_database(request).read() as reader:
        parent, seen = _seen(reader, wanted)
        told = spread(seen, wanted.get("line")) if seen else None
        return respond(
            request,
            "survey_spread.html",
            parents=_parents(reader),
            parent=parent,
            lines=seen.known_lines if seen else {},
            told=told,
            drawn=drawn_spread(told, get_language(request)) if told else None,
            wanted=wanted,
        )


def proposals(request: Request) -> Response:
    """提高标准的建议: what most already do better."""
    language = get_language(request)
    with get_database(request).read() as reader:
        rows = betters(reader)
    shown = [
        {
            **row,
            "there": side(row["element"], row["standard"], {}, "missing", language),
            "here": side(row["element"], row["common"], {}, "extra", language),
        }
        for row in rows[:MOST_ROWS]
    ]
    return respond(request, "survey_betters.html", rows=shown, more=max(0, len(rows) - MOST_ROWS))


def one_chain(request: Request) -> Response:
    """一个基本编码: its catalogues from the nation down."""
    with get_database(request).read() as reader:
        told = chain(reader, request.path_params["code"], get_language(request))
    return respond(request, "survey_chain.html", told=told)


def lagging(request: Request) -> Response:
    """落后于标准: items written under an earlier revision."""
    wanted = asked(request)
    with get_database(request).read() as reader:
        place = region_of(reader, wanted.get("region"))
        found = behind(reader, place, None, MOST_ROWS)
        return respond(
            request,
            "survey_behind.html",
            rows=found.rows,
            total=count_behind(reader, place),
            regions=taking_part(reader),
            wanted=wanted,
        )


def _seen(reader: Connection, wanted: dict[str, str]) -> tuple[RegionRow | None, Survey | None]:
    """Return the region whose parts are compared; the first that has some, unless one is named."""
    code = wanted.get("region") or next((place.code for place in _parents(reader)), None)
    if code is None:
        return None, None
    identity = region_of(reader, code)
    parent = by_id(reader, identity) if identity is not None else None
    if parent is None:
        raise UnknownPlace(code=code)
    return parent, survey(reader, parent)


def _parents(reader: Connection) -> list[Any]:
    """Return the regions with at least two parts that take part, as far as they are comparable."""
    places = taking_part(reader)
    parts = Counter(place.parent for place in places if place.level <= COUNTY)
    return [place for place in places if place.level < COUNTY and parts[place.code] > 1]
