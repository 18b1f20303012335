"""筛选: which findings, by place, body, rule, gravity, element or item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.auditing.rule import Rule, Severity
from app.auditing.waivers import waived_sql

ANY = "*"
"""The element of a rule that may speak of any: what a finding is about, its place says."""
OPEN = "f.item_id NOT IN (SELECT s.id FROM item s WHERE s.secret = 1)"
"""不涉密: few items are secret, and an index holds just those."""
WITHIN = "i.region_id IN (SELECT region_id FROM region_within WHERE ancestor_id = :region)"
_POINTING = (
    "EXISTS (SELECT 1 FROM verdict v WHERE v.id = f.ref"
    " AND (v.pointer = :pointer OR v.pointer LIKE :below ESCAPE '!'))"
)


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What a reader asks for; None means "any".

    ``region`` means the region and everything within it. ``element`` is what a finding names as
    its element, such as ``materials``. ``secrets``: whether findings on items that are state
    secrets are read too, which not everybody may.
    """

    region: int | None = None
    agency: int | None = None
    item: int | None = None
    rule: str | None = None
    severity: Severity | None = None
    aspect: str | None = None
    element: str | None = None
    secrets: bool = False
    waived: bool | None = None
    """Only findings that are waived today, or only those that are not."""

    def where(self, known: dict[str, tuple[int, Rule]]) -> tuple[list[str], dict[str, Any]]:
        """Return SQL conditions over ``finding f`` and ``item i``, and their parameters."""
        conditions, parameters = self._rules(known)
        if self.region is not None:
            conditions.append(WITHIN)
            parameters["region"] = self.region
        if self.agency is not None:
            conditions.append("i.agency_id = :agency")
            parameters["agency"] = self.agency
        if self.item is not None:
            conditions.append("f.item_id = :item")
            parameters["item"] = self.item
        if not self.secrets:
            conditions.append(OPEN)
        if self.waived is not None:
            conditions.append(f"({waived_sql()})" if self.waived else f"NOT ({waived_sql()})")
        return conditions, parameters

    def rules_alone(self, known: dict[str, tuple[int, Rule]]) -> list[int] | None:
        """Return the numbers of the rules meant; None where what a finding points at counts too."""
        wanted = [entry for entry in known.values() if self._wants(entry[1])]
        if self.element is not None and any(element_of(rule) == ANY for _, rule in wanted):
            return None
        return [number for number, _ in wanted]

    @property
    def needs_items(self) -> bool:
        """Whether a condition looks at the item, and not only at the finding."""
        return not (self.region is None and self.agency is None and self.waived is None)

    def _rules(self, known: dict[str, tuple[int, Rule]]) -> tuple[list[str], dict[str, Any]]:
        if not (self.rule or self.severity or self.aspect or self.element):
            return [], {}
        wanted = [entry for entry in known.values() if self._wants(entry[1])]
        if self.element is None:
            return [_among(number for number, _ in wanted)], {}
        sure = _among(number for number, rule in wanted if element_of(rule) == self.element)
        open_ = _among(number for number, rule in wanted if element_of(rule) == ANY)
        below = self.element.replace("!", "!!").replace("%", "!%").replace("_", "!_")
        parameters = {"pointer": f"/{self.element}", "below": f"/{below}/%"}
        return [f"({sure} OR {open_} AND {_POINTING})"], parameters

    def _wants(self, rule: Rule) -> bool:
        return (
            (self.rule is None or rule.code == self.rule)
            and (self.severity is None or rule.severity == self.severity)
            and (self.aspect is None or rule.aspect == self.aspect)
            and (self.element is None or element_of(rule) in (self.element, ANY))
        )


def _among(numbers: Iterable[int]) -> str:
    return f"f.rule_id IN ({', '.join(str(number) for number in numbers) or '-1'})"


def element_of(rule: Rule) -> str:
    """Return the element a rule is about: the first step of its place; ``*`` where it may be any."""
    if rule.element:
        return rule.element
    return rule.place.split("/")[1] if rule.place else ANY
