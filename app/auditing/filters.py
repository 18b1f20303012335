"""筛选: which findings, by place, body, rule, gravity, element or item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.auditing.rule import Rule, Severity


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What a reader asks for; None means "any".

    ``region`` means the region and everything within it. ``element`` is the first step of the
    finding's place, such as ``materials``.
    """

    region: int | None = None
    agency: int | None = None
    item: int | None = None
    rule: str | None = None
    severity: Severity | None = None
    aspect: str | None = None
    element: str | None = None

    def rules(self, known: dict[str, tuple[int, Rule]]) -> list[int] | None:
        """Return the numbers of the rules asked for; None when any will do."""
        if not (self.rule or self.severity or self.aspect or self.element):
            return None
        return [number for number, rule in known.values() if self._wants(rule)]

    def _wants(self, rule: Rule) -> bool:
        return (
            (self.rule is None or rule.code == self.rule)
            and (self.severity is None or rule.severity == self.severity)
            and (self.aspect is None or rule.aspect == self.aspect)
            and (self.element is None or element_of(rule) == self.element)
        )

    def where(self) -> tuple[list[str], dict[str, Any]]:
        """Return SQL conditions over ``finding f`` and ``item i``, and their parameters."""
        conditions, parameters = [], {}
        if self.region is not None:
            conditions.append(WITHIN)
            parameters["region"] = self.region
        if self.agency is not None:
            conditions.append("i.agency_id = :agency")
            parameters["agency"] = self.agency
        if self.item is not None:
            conditions.append("f.item_id = :item")
            parameters["item"] = self.item
        return conditions, parameters


WITHIN = "i.region_id IN (SELECT region_id FROM region_within WHERE ancestor_id = :region)"
SCALARS = {"level", "levels", "code", "base_code", "handling_code", "type", "links", "agency"}


def element_of(rule: Rule) -> str:
    """Return the element a rule is about: the first step of its place."""
    if rule.element:
        return rule.element
    return (rule.place or "/code").split("/")[1]
