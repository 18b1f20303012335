"""指标定义: the indicators, read from ``schemas/indicators/``; formulas are data, not code."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.elements.schemas import schemas_root
from app.kernel.language import Language
from app.measuring.errors import UnknownIndicator

Node = dict[str, Any]
Mark = Literal["verified", "memory", "recommended"]
AuditRate = Literal["coverage", "completeness", "correctness", "consistency"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Exclusion(_Entry):
    """不计入: one reason why an item of the population is not counted; the first that fits counts."""

    reason: str
    title: str
    title_en: str
    when: Node


class Target(_Entry):
    """目标: what a policy asks for, and which."""

    value: float
    source: str
    source_en: str


class Measure(_Entry):
    """算法: exactly one of these. Numbers and predicates are expressions over columns of items.

    - ``share``: items for which the predicate holds / items
    - ``ratio``: sum of the first number / sum of the second
    - ``mean``: sum of the number / items
    - ``audit``: one of the rates that the audit counts
    """

    share: Node | None = None
    ratio: tuple[Node, Node] | None = None
    mean: Node | None = None
    audit: AuditRate | None = None


class Indicator(_Entry):
    """指标: one formula. Another formula is another indicator, or another version of this one."""

    schema_file: str = Field(default="", alias="$schema")
    slug: str
    version: int
    title: str
    title_en: str
    variant_of: str | None = None
    formula: str
    formula_en: str
    measure: Measure
    population: str = ""
    exclusions: tuple[Exclusion, ...] = ()
    unknown: Node | None = None
    missing: str
    missing_en: str
    conversion: dict[str, float] = Field(default_factory=dict)
    unit: Literal["share", "number"]
    direction: Literal["up", "down"]
    target: Target | None = None
    source: str
    source_en: str
    mark: Mark

    def words(self, name: str, language: Language) -> str:
        """Return a text in the reader's language, ``title`` or ``title_en``."""
        return str(getattr(self, name if language == "zh" else f"{name}_en"))

    @property
    def against_baseline(self) -> bool:
        """Whether the formula compares with a baseline."""
        return _mentions_baseline(self.measure.model_dump())

    @property
    def audited(self) -> bool:
        """Whether the figure is one of the audit's rates, of elements and not of items."""
        return self.measure.audit is not None


def _mentions_baseline(node: Any) -> bool:
    if isinstance(node, dict):
        return "then" in node or any(_mentions_baseline(part) for part in node.values())
    return isinstance(node, list | tuple) and any(_mentions_baseline(part) for part in node)


@lru_cache(maxsize=1)
def indicators() -> dict[str, Indicator]:
    """Return all indicators by their names, in the order of those names."""
    files = sorted((schemas_root() / "indicators").glob("*.json"))
    read = (
        Indicator.model_validate_json(file.read_bytes())
        for file in files
        if not file.name.endswith(".schema.json")
    )
    return {one.slug: one for one in read}


def indicator_named(slug: str) -> Indicator:
    """Return an indicator.

    Raises:
        UnknownIndicator: there is none of this name.
    """
    found = indicators().get(slug)
    if found is None:
        raise UnknownIndicator(slug=slug)
    return found
