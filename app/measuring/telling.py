"""指标的说明: an indicator and its figure in words, with addresses that open its numbers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from app.auditing.plan import UNCLAIMED
from app.kernel.language import Language
from app.measuring.audited import DECLINED
from app.measuring.definitions import Indicator
from app.measuring.folding import Figure
from app.measuring.populations import POPULATIONS


def told(
    one: Indicator,
    figure: Figure | None,
    language: Language,
    asked: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return an indicator and its figure; ``asked``: the parameters that narrowed it."""
    return {
        **described(one, language),
        "figure": None if figure is None else _opened(one, figure, language, asked or {}),
    }


def described(one: Indicator, language: Language) -> dict[str, Any]:
    """Return what an indicator means."""
    population = POPULATIONS.get(one.population)
    return {
        "slug": one.slug,
        "version": one.version,
        "title": one.words("title", language),
        "variant_of": one.variant_of,
        "formula": one.words("formula", language),
        "population_definition": population.title.say(language, {}) if population else None,
        "missing": one.words("missing", language),
        "unit": one.unit,
        "direction": one.direction,
        "target": one.target
        and {
            "value": one.target.value,
            "source": one.target.source if language == "zh" else one.target.source_en,
        },
        "source": one.words("source", language),
        "mark": one.mark,
        "against_baseline": one.against_baseline,
        "href": f"/indicators/{one.slug}",
    }


def numbers(one: Indicator, figure: Figure) -> dict[str, Any]:
    """Return the numbers of a figure, as rows of a breakdown have them too."""
    value, target = figure.value, one.target.value if one.target else None
    return {
        "value": value,
        "numerator": _plain(figure.numerator, figure.scale),
        "denominator": _plain(figure.denominator, figure.scale),
        "items": figure.items,
        "population": figure.population,
        "unknown": figure.unknown,
        "gone": figure.gone,
        "target": target,
        "reached": _reached(one, value, target),
    }


def _plain(number: int, scale: int) -> float | int:
    return number if scale == 1 else round(number / scale, 3)


def _reached(one: Indicator, value: float | None, target: float | None) -> bool | None:
    if value is None or target is None:
        return None
    return value >= target if one.direction == "up" else value <= target


def _opened(
    one: Indicator, figure: Figure, language: Language, asked: dict[str, Any]
) -> dict[str, Any]:
    return {
        **numbers(one, figure),
        "excluded": [
            {
                "reason": reason,
                "words": reason_words(one, reason, language),
                "items": items,
                "href": _excluded_address(one, asked, reason),
            }
            for reason, items in sorted(figure.excluded.items(), key=lambda pair: -pair[1])
        ],
        "lists": lists_of(one, asked),
        "findings": [
            {
                "rule": rule.code,
                "title": rule.title if language == "zh" else rule.title_en,
                "findings": times,
                "href": address("/audit/findings", {"rule": rule.code, **_place(asked)}),
            }
            for rule, times in figure.findings
        ],
    }


def _excluded_address(one: Indicator, asked: dict[str, Any], reason: str) -> str | None:
    """Return where what is left out can be opened: items, or what was declined."""
    if reason == DECLINED:
        return address("/claims/declines", {"state": "in-force", "region": asked.get("region")})
    return None if one.audited else part_address(one, asked, "excluded", reason)


def _place(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: asked.get(name) for name in ("region", "agency")}


def reason_words(one: Indicator, reason: str, language: Language) -> str:
    """Return why items are left out, in words."""
    for exclusion in one.exclusions:
        if exclusion.reason == reason:
            return exclusion.title if language == "zh" else exclusion.title_en
    if reason == DECLINED:
        return "当地写明原因不认领" if language == "zh" else "declined with a reason"
    population = POPULATIONS.get(one.population) or POPULATIONS["applied-for"]
    words = population.reasons.get(reason)
    return words.say(language, {}) if words else reason


def lists_of(one: Indicator, asked: dict[str, Any]) -> dict[str, str]:
    """Return where the numbers of a figure can be opened."""
    if one.measure.audit == "coverage":
        region = asked.get("region")
        if region is None:
            return {"shortfall": address("/audit/findings", {"rule": UNCLAIMED})}
        return {"matrix": address("/survey/matrix", {"region": region})}
    if one.audited:
        return {}
    names = ["numerator", "denominator"]
    names += ["shortfall"] if one.measure.share else []
    names += ["unknown"] if one.unknown else []
    return {name: part_address(one, asked, name) for name in names}


def part_address(
    one: Indicator, asked: dict[str, Any], part: str, reason: str | None = None
) -> str:
    """Return the address of the items behind a number."""
    return address(f"/indicators/{one.slug}/items", {"part": part, "reason": reason, **asked})


def address(path: str, asked: dict[str, Any]) -> str:
    """Return a path with those parameters that are stated."""
    stated = {name: value for name, value in asked.items() if value is not None}
    return f"{path}?{urlencode(stated)}" if stated else path
