"""得分: the score of each region or body under a profile, with what every deduction was for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, text

from app.auditing import tally
from app.auditing.mending_first import WEIGHT
from app.auditing.rates import gravity
from app.auditing.rule import Rule
from app.auditing.sums import Place
from app.kernel.language import Language
from app.measuring.definitions import indicator_named
from app.measuring.errors import NoBaseline
from app.measuring.figures import breakdown
from app.measuring.scoring import ScorePart, ScoringProfile, points_off, tier_points
from app.measuring.selecting import Selection, groups, named
from app.measuring.telling import address, lists_of
from app.regions.models import NATION

Whom = Literal["region", "agency"]


@dataclass(frozen=True, slots=True)
class Scored:
    """Who is scored: the region or body, its place in the catalogue, its level if a region."""

    name: dict[str, Any]
    places: list[Place]
    level: int | None

    @property
    def place(self) -> dict[str, Any]:
        """The parameters that narrow a list to it."""
        return {key: self.name.get(key) for key in ("region", "agency")}

    def key(self) -> Any:
        return self.name.get("region") or self.name.get("agency")


def scores(
    connection: Connection,
    profile: ScoringProfile,
    by: Whom,
    selection: Selection,
    language: Language,
) -> list[dict[str, Any]]:
    """Return one row per child region or body, the lowest score first.

    What a part cannot be said of, or cannot be counted yet, gives no points and takes none: it
    has ``points`` null, and its full marks are not counted in ``full``.
    """
    values = {
        slug: _values(connection, slug, by, selection)
        for part in profile.parts
        if by == "region" or not part.levels
        for slug in (part.indicator, *(aim.indicator for aim in part.targets))
        if slug
    }
    rows = []
    for one in _scored(connection, by, selection):
        parts = [
            _part(connection, part, one, values, language)
            for part in profile.parts
            if not part.levels or one.level in part.levels
        ]
        told = [part for part in parts if part["points"] is not None]
        full = sum(part["full"] for part in told)
        score = round(sum(part["points"] for part in told), 4) if told else None
        rows.append({**one.name, "score": score, "full": full, "parts": parts})
    return sorted(rows, key=_order)


def _order(row: dict[str, Any]) -> tuple[bool, float, str]:
    share = row["score"] / row["full"] if row["full"] else 0
    return row["score"] is None, share, str(row.get("region") or row.get("agency"))


def _scored(connection: Connection, by: Whom, selection: Selection) -> Iterable[Scored]:
    parts = groups(connection, by, selection, tally.count(connection).tallies)
    own = selection.region or NATION
    keys = [key for key in parts if key is not None and not (by == "region" and key == own)]
    levels = {row.id: row.level for row in connection.execute(_LEVELS)} if by == "region" else {}
    for key, name in zip(keys, named(connection, by, keys), strict=True):
        yield Scored(name, parts[key], levels.get(key))


def _values(connection: Connection, slug: str, by: Whom, selection: Selection) -> dict[Any, Any]:
    try:
        rows = breakdown(connection, indicator_named(slug), by, selection)
    except NoBaseline:
        return {}
    return {row[by]: row["value"] for row in rows}


def _part(
    connection: Connection,
    part: ScorePart,
    one: Scored,
    values: dict[str, dict[Any, Any]],
    language: Language,
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "part": part.name,
        "title": part.title if language == "zh" else part.title_en,
        "full": part.full,
    }
    if part.kind == "tiers":
        return {**told, **_tiers(part, one, values)}
    if part.kind == "targets":
        return {**told, **_targets(part, one, values)}
    return {**told, **_classes(connection, part, one, language)}


def _tiers(part: ScorePart, one: Scored, values: dict[str, dict[Any, Any]]) -> dict[str, Any]:
    slug = part.indicator or ""
    value = values[slug].get(one.key())
    points = None if value is None else tier_points(part.tiers, value)
    off = {"indicator": slug, "value": value, "href": address(f"/indicators/{slug}", one.place)}
    short = [] if points is None else [part.full - points]
    return {"points": points, "deductions": [{"off": less, **off} for less in short if less]}


def _targets(part: ScorePart, one: Scored, values: dict[str, dict[Any, Any]]) -> dict[str, Any]:
    told = [(aim, values[aim.indicator].get(one.key())) for aim in part.targets]
    known = [(aim, value) for aim, value in told if value is not None]
    each = part.full / len(part.targets)
    missed = [
        {
            "off": round(each, 4),
            "indicator": aim.indicator,
            "value": value,
            "target": aim.least,
            "href": lists_of(indicator_named(aim.indicator), one.place)[
                "shortfall" if indicator_named(aim.indicator).measure.share else "denominator"
            ],
        }
        for aim, value in known
        if value < aim.least
    ]
    points = round(each * (len(known) - len(missed)), 4) if known else None
    return {"points": points, "full": round(each * len(known), 4), "deductions": missed}


def _classes(
    connection: Connection, part: ScorePart, one: Scored, language: Language
) -> dict[str, Any]:
    """So many points off for each class of problems that any item has, however many there are."""
    found = _found(connection, one.places, part)
    off = points_off(part, len(found))
    deductions = [
        {
            "off": part.off,
            "rule": rule.code,
            "title": rule.title if language == "zh" else rule.title_en,
            "findings": times,
            "href": address("/audit/findings", {"rule": rule.code, **one.place}),
        }
        for rule, times in sorted(found.values(), key=lambda pair: -pair[1])
    ]
    return {"points": part.full - off, "off": off, "most": part.most, "deductions": deductions}


def _found(
    connection: Connection, places: Collection[Place], part: ScorePart
) -> dict[str, tuple[Rule, int]]:
    """Return the rules of the part's gravity with findings in some places, and how many."""
    counted, least = tally.count(connection), WEIGHT[part.severity or "error"]
    found: dict[str, tuple[Rule, int]] = {}
    for number, times in counted.sums.of(places).findings.items():
        rule = counted.known.by_number[number]
        if WEIGHT[gravity(rule)] >= least:
            found[rule.code] = rule, times
    return found


_LEVELS = text("SELECT id, level FROM region")
