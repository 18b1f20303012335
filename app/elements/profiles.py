"""要素方案: which elements must agree with the standard, read from schemas/profiles/."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.elements.errors import ProfileUnknown
from app.elements.schemas import schemas_root

Policy = Literal["locked", "may_tighten", "local"]
SeverityName = Literal["error", "warning", "info"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AnswerSeverity(_Entry):
    """发现的轻重: what each answer of a comparison is reported as."""

    worse: SeverityName
    different: SeverityName
    better: SeverityName
    unproven: SeverityName


class ProfileElement(_Entry):
    """方案要素: one element, the kind of value it looks at and how it is compared.

    ``kind`` is the name of an element kind, or ``type`` or ``code``: columns of the item itself.
    """

    element: str
    title: str
    title_en: str
    kind: str
    comparator: str
    policy: Policy
    severity: AnswerSeverity


class Profile(_Entry):
    """要素方案: named elements with their source; ``mark`` says how sure the list is."""

    name: str
    title: str
    title_en: str
    source: str
    mark: Literal["verified", "assumed"]
    note: str = ""
    elements: tuple[ProfileElement, ...]
    schema_file: str = Field(default="", alias="$schema")


def _folder() -> Path:
    return schemas_root() / "profiles"


@lru_cache(maxsize=1)
def profile_names() -> tuple[str, ...]:
    """Return the names of the profiles that are shipped."""
    files = _folder().glob("*.json")
    return tuple(sorted(file.stem for file in files if not file.stem.endswith(".schema")))


@lru_cache(maxsize=16)
def load_profile(name: str) -> Profile:
    """Return a profile by name.

    Raises:
        ProfileUnknown: there is none; it names those there are.
    """
    if name not in profile_names():
        raise ProfileUnknown(name=name, known="、".join(profile_names()))
    return Profile.model_validate_json((_folder() / f"{name}.json").read_bytes())
