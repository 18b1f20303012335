"""名称漂移的网页: proposals that two items are one, both sides next to each other."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.auditing.asking import agency_of, region_of
from app.kernel.http import get_database, get_language
from app.surveying.drift.asking import page_of
from app.surveying.drift.finding import LEAST, Wanted, within
from app.surveying.drift.proposal import KINDS
from app.surveying.drift.words import KINDS as TITLES
from app.surveying.drift.words import said
from app.web.places import taking_part
from app.web.rendering import asked, respond

PAGE = 20
LEASTS = (0.6, 0.7, 0.8, 0.9)
"""Scores that a reader may ask for."""


def proposals(request: Request) -> Response:
    """名称漂移与近似重复: the most certain first."""
    wanted, language = asked(request), get_language(request)
    cursor = wanted.get("cursor")
    with get_database(request).read() as reader:
        chosen = Wanted(
            within(reader, region_of(reader, wanted.get("region"))),
            agency_of(reader, wanted.get("agency")),
            next((kind for kind in KINDS if kind == wanted.get("kind")), None),
            _least(wanted),
        )
        page, counts = page_of(reader, chosen, language, PAGE, cursor)
        kinds = [(kind, said(TITLES[kind], language)) for kind in KINDS]
        return respond(
            request,
            "survey_drift.html",
            rows=page.items,
            following=page.next,
            wanted=wanted,
            regions=taking_part(reader),
            kinds=kinds,
            leasts=LEASTS,
            least=chosen.least,
            **counts,
        )


def _least(wanted: dict[str, Any]) -> float:
    """Return the least score asked for; what is no number was not asked."""
    try:
        return min(1.0, max(0.0, float(wanted.get("least", LEAST))))
    except ValueError:
        return LEAST
