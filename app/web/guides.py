"""办事指南的网页: the guide that programs read, laid out for people; and the search for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.codes import normalise
from app.elements.stages import read_steps
from app.kernel.http import get_database, get_language
from app.kernel.language import Language
from app.publishing import catalogue, media
from app.publishing.catalogue import GuideQuery
from app.publishing.errors import GuideNotFound
from app.publishing.records import source_of
from app.publishing.respond import answer, keep, press_of
from app.web.flowchart import Step
from app.web.places import taking_part
from app.web.rendering import asked, html, respond
from app.web.words import choices, limit

ORDER = (
    "conditions", "materials", "process", "time_limit", "fees", "result", "handling", "contact",
    "legal_basis", "audience", "authority", "questions",
)  # fmt: skip
"""In which order people need the elements: may I, with what, how, how long, how much, where."""

WIDE, NARROW = 4, 1


def guide(request: Request) -> Response:
    """办事指南: one item; kept until the catalogue changes, as the JSON is."""
    code, qualifier = request.path_params["code"], request.query_params.get("qualifier")
    language = get_language(request)
    with get_database(request).read() as reader:
        try:
            told = press_of(request).maker.guide(source_of(reader), code, language, qualifier)
        except GuideNotFound:
            choices = catalogue.handling_rows(reader, normalise(code))
            if qualifier is not None or not choices:
                raise
            rows = [_row(row, language) for row in choices]
            return respond(request, "choices.html", status=300, code=code, rows=rows)
    content = html(request, "guide.html", **context(orjson.loads(told), language))
    return answer(request, keep(request, content, media.HTML))


def context(told: dict[str, Any], language: Language) -> dict[str, Any]:
    """Return what the template of a guide is filled with: the guide itself, and its drawing."""
    issuers = {one["issuer"]: one["issuer_name"] for one in told["standards"]}
    elements = told["elements"]
    sections = [(name, elements[name]) for name in ORDER if name in elements]
    values = {name: element["value"] for name, element in elements.items()}
    return {
        "guide": told,
        "sections": sections,
        "values": values,
        "issuers": issuers,
        "steps": steps_of(values.get("process") or {}, language),
        "columns": (WIDE, NARROW),
    }


def steps_of(process: dict[str, Any], language: Language) -> list[Step]:
    """Return the steps to draw: those stated, else those that can be read from the text."""
    stated = process.get("steps")
    if not stated:
        return [Step(name) for name in read_steps(process.get("text") or "") or ()]
    return [
        Step(
            step.get("name") or "?",
            limit(step, language) if step.get("number") is not None else "",
            step.get("office") or "",
        )
        for step in stated
    ]


def guides(request: Request) -> Response:
    """查找办事指南: a page of guides, with the filters that found them."""
    wanted = GuideQuery.model_validate({"limit": "20", **asked(request)})
    language = get_language(request)
    with get_database(request).read() as reader:
        rows, following = catalogue.find(reader, wanted)
        places = taking_part(reader)
    return respond(
        request,
        "guides.html",
        rows=[_row(row, language) for row in rows],
        following=following,
        wanted=wanted,
        regions=places,
        options=options(language),
    )


def options(language: Language) -> dict[str, list[tuple[str, str]]]:
    """Return what the filters offer: the codes of three dictionaries with their labels."""
    names = {"type": "item-type", "level": "level", "object": "service-object"}
    return {field: choices(name, language) for field, name in names.items()}


def _row(row: catalogue.Row, language: Language) -> dict[str, Any]:
    told: dict[str, Any] = orjson.loads(orjson.dumps(catalogue.told(row, language)))
    told["audit"] = f"/audit/items/{quote(row.code, safe='')}"
    return told
