"""得分的网页: the scoring profiles, and who has how many points under one, with every deduction."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.kernel.http import get_database, get_language
from app.kernel.language import Language
from app.measuring.asking import PlaceQuery
from app.measuring.definitions import indicator_named
from app.measuring.scores import Whom, scores
from app.measuring.scoring import ScoringProfile, profile_named, profile_told, scoring_profiles
from app.web.charts import drawn_scores
from app.web.places import taking_part
from app.web.rendering import asked, respond

MOST_ROWS, MOST_DRAWN = 200, 40


def profiles(request: Request) -> Response:
    """计分口径: how points are given and taken under each, and on whose authority."""
    language = get_language(request)
    known = scoring_profiles().values()
    rows = [{**profile_told(one, language), "parts": _parts(one, language)} for one in known]
    return respond(request, "scores.html", rows=rows)


def _parts(one: ScoringProfile, language: Language) -> list[dict[str, Any]]:
    """Return the parts of a profile with the titles of their indicators."""
    return [
        {
            "title": part.title if language == "zh" else part.title_en,
            "kind": part.kind,
            "part": part,
            "indicators": [
                (slug, indicator_named(slug).words("title", language))
                for slug in (part.indicator, *(aim.indicator for aim in part.targets))
                if slug
            ],
        }
        for part in one.parts
    ]


def scored(request: Request) -> Response:
    """得分: lowest first; what every point was taken for opens into its list."""
    one, language = profile_named(request.path_params["profile"]), get_language(request)
    given = asked(request)
    by: Whom = "agency" if given.pop("by", "region") == "agency" else "region"
    wanted = PlaceQuery.model_validate(given)
    with get_database(request).read() as reader:
        rows = scores(reader, one, by, wanted.selection(reader), language)
        return respond(
            request,
            "score.html",
            profile=profile_told(one, language),
            profiles=[profile_told(other, language) for other in scoring_profiles().values()],
            by=by,
            rows=[_titled(row, language) for row in rows[:MOST_ROWS]],
            more=max(0, len(rows) - MOST_ROWS),
            drawn=drawn_scores(rows[:MOST_DRAWN], language),
            wanted=wanted,
            regions=taking_part(reader),
        )


def _titled(row: dict[str, Any], language: Language) -> dict[str, Any]:
    """Return a row whose deductions all have words: a rule has its own, an indicator its title."""
    parts = [
        {**part, "deductions": [_worded(one, language) for one in part["deductions"]]}
        for part in row["parts"]
    ]
    return {**row, "parts": parts}


def _worded(deduction: dict[str, Any], language: Language) -> dict[str, Any]:
    if "rule" in deduction:
        return deduction
    one = indicator_named(deduction["indicator"])
    return {**deduction, "title": one.words("title", language), "unit": one.unit}
