"""四率: coverage, completeness, correctness and consistency of a part of the catalogue.

Every rate is given with its numerator and denominator; a rate over nothing is ``None``, not 100 %.

- 覆盖率 coverage: base items claimed / base items that the taking-part regions should exercise;
  what a region declines with a reason it need not exercise
- 完整率 completeness: owed fields that are filled / owed fields (conditions counted when they hold)
- 准确率 correctness: items without an ERROR of correctness / items
- 一致率 consistency: element comparisons that found the same or better / comparisons made
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.auditing.pairing import ANSWERS, pair_code
from app.auditing.rule import Rule
from app.auditing.tallies import Tally
from app.auditing.tally import Count

UNSAME = ("worse", "different")


def rate(numerator: int, denominator: int) -> dict[str, Any]:
    """Return a rate with what it was made of."""
    ratio = round(numerator / denominator, 6) if denominator else None
    return {"numerator": numerator, "denominator": denominator, "ratio": ratio}


def rates(count: Count, tally: Tally, regions: Iterable[int]) -> dict[str, Any]:
    """Return the four rates of a tally; coverage is counted over ``regions``."""
    places = list(regions)
    claimed = sum(count.claimed.get(region, 0) for region in places)
    unclaimed = sum(count.unclaimed.get(region, 0) for region in places)
    missing = findings_where(count, tally, lambda rule: rule.form == "missing")
    return {
        "coverage": rate(claimed, claimed + unclaimed),
        "completeness": rate(tally.owed - missing, tally.owed),
        "correctness": rate(tally.items - tally.faulty, tally.items),
        "consistency": consistency(count, tally),
    }


def declined(count: Count, regions: Iterable[int]) -> int:
    """Return how many base items ``regions`` decline: not asked for, and not in any rate."""
    return sum(count.declined.get(region, 0) for region in regions)


def findings_where(count: Count, tally: Tally, wanted: Any) -> int:
    """Return how many findings of a tally are by rules that ``wanted`` accepts."""
    return sum(
        number for rule, number in tally.findings.items() if wanted(count.known.by_number[rule])
    )


def consistency(count: Count, tally: Tally) -> dict[str, Any]:
    """Return the rate of comparisons that found the same or better, over all elements."""
    elements = consistency_by_element(count, tally).values()
    passed = sum(element["numerator"] for element in elements)
    return rate(passed, sum(element["denominator"] for element in elements))


def consistency_by_element(count: Count, tally: Tally) -> dict[str, dict[str, Any]]:
    """Return the rate per element of the profile; unproven comparisons are not counted as made."""
    result = {}
    for element in count.profile.elements:
        answers = {
            answer: _number(count, tally, pair_code(answer, element)) for answer in ANSWERS[1:]
        }
        made = tally.comparable.get(element.element, 0) - answers["unproven"]
        passed = made - sum(answers[answer] for answer in UNSAME)
        result[element.element] = {**rate(passed, made), "title": element.title, **answers}
    return result


def _number(count: Count, tally: Tally, code: str) -> int:
    known = count.known.by_code.get(code)
    return tally.findings.get(known[0], 0) if known else 0


def severities(count: Count, findings: Mapping[int, int]) -> dict[str, int]:
    """Return findings by gravity."""
    total = {"error": 0, "warning": 0, "info": 0}
    for rule, number in findings.items():
        total[gravity(count.known.by_number[rule])] += number
    return total


def gravity(rule: Rule) -> str:
    """Return the gravity of a rule as an API names it."""
    return rule.severity.name.lower()
