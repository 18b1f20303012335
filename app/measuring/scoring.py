"""计分口径: scoring profiles, read from ``schemas/scoring/``; how points are given is data too.

- 分档 ``tiers``: the points of the highest tier that an indicator reaches
- 按类扣分 ``classes``: so many points off for each class of problems found, up to a limit; a class
  is a rule of the audit, of this gravity or graver
- 达标 ``targets``: a point for each target that is reached
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.elements.profiles import SeverityName
from app.elements.schemas import schemas_root
from app.kernel.language import Language
from app.measuring.definitions import Mark
from app.measuring.errors import UnknownScoringProfile


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tier(_Entry):
    """档: from this value on, so many points."""

    least: float
    points: float


class Aim(_Entry):
    """达标要求: an indicator, and what it should reach."""

    indicator: str
    least: float
    source: str


class ScorePart(_Entry):
    """得分项: one of tiers, classes and targets. ``levels``: only for regions of these levels."""

    name: str
    title: str
    title_en: str
    full: float
    levels: tuple[int, ...] = ()
    indicator: str | None = None
    tiers: tuple[Tier, ...] = ()
    off: float = 0
    most: float = 0
    severity: SeverityName | None = None
    targets: tuple[Aim, ...] = ()

    @property
    def kind(self) -> Literal["tiers", "classes", "targets"]:
        return "tiers" if self.tiers else "classes" if self.severity else "targets"


class ScoringProfile(_Entry):
    """计分口径."""

    schema_file: str = Field(default="", alias="$schema")
    name: str
    title: str
    title_en: str
    source: str
    mark: Mark
    note: str = ""
    parts: tuple[ScorePart, ...]


@lru_cache(maxsize=1)
def scoring_profiles() -> dict[str, ScoringProfile]:
    """Return all scoring profiles by their names."""
    files = sorted((schemas_root() / "scoring").glob("*.json"))
    read = (
        ScoringProfile.model_validate_json(file.read_bytes())
        for file in files
        if not file.name.endswith(".schema.json")
    )
    return {one.name: one for one in read}


def profile_named(name: str) -> ScoringProfile:
    """Return a scoring profile.

    Raises:
        UnknownScoringProfile: there is none of this name.
    """
    found = scoring_profiles().get(name)
    if found is None:
        raise UnknownScoringProfile(name=name)
    return found


def profile_told(one: ScoringProfile, language: Language) -> dict[str, Any]:
    """Return what a scoring profile says."""
    return {
        **one.model_dump(exclude={"schema_file", "title_en"}, exclude_defaults=True),
        "title": one.title if language == "zh" else one.title_en,
        "note": one.note,
        "href": f"/scores/{one.name}",
    }


def tier_points(tiers: tuple[Tier, ...], value: float) -> float:
    """Return the points of the highest tier that ``value`` reaches, 0 below all.

    >>> ezhou = (Tier(least=0.95, points=1), Tier(least=0.99, points=1.5), Tier(least=1, points=2))
    >>> [tier_points(ezhou, value) for value in (0.949, 0.95, 0.9899, 0.99, 1)]
    [0, 1, 1, 1.5, 2]
    """
    return max((tier.points for tier in tiers if value >= tier.least), default=0)


def points_off(part: ScorePart, classes: int) -> float:
    """Return what so many classes of problems cost: each ``off``, together at most ``most``."""
    return min(part.most, part.off * classes)
