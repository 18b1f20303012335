"""审核的比率: indicators whose numbers the audit counts, taken from it and not counted again."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import Connection

from app.auditing import tally
from app.auditing.rates import declined, rates
from app.auditing.rule import Rule, Severity
from app.auditing.sums import Place
from app.auditing.tallies import Tally
from app.measuring.definitions import AuditRate, Indicator
from app.measuring.errors import CannotBeDivided
from app.measuring.expressions import FAMILIES
from app.measuring.folding import Figure
from app.measuring.selecting import By, Selection, groups


def audited(
    connection: Connection, rate: AuditRate, places: Collection[Place], *, whole_regions: bool
) -> Figure:
    """Return one rate over some places; coverage is counted of ``whole_regions`` only."""
    counted = tally.count(connection)
    total = counted.sums.of(places)
    regions = {region for region, _ in places if region is not None} if whole_regions else ()
    made = rates(counted, total, regions)[rate]
    excluded = dict(total.excluded)
    if rate == "coverage" and (left := declined(counted, regions)):
        excluded[DECLINED] = left
    return Figure(
        population=total.items,
        items=total.items,
        numerator=made["numerator"],
        denominator=made["denominator"],
        excluded=excluded,
        findings=_findings(counted, total, rate),
    )


def _findings(counted: tally.Count, total: Tally, rate: AuditRate) -> list[tuple[Rule, int]]:
    """Return the findings that a rate falls short by; each rule's are a list of the audit's."""
    matters = FAULTS.get(rate)
    if matters is None:
        return []
    found = ((counted.known.by_number[number], times) for number, times in total.findings.items())
    return sorted(
        ((rule, times) for rule, times in found if matters(rule)), key=lambda pair: -pair[1]
    )


DECLINED = "declined"
"""Why a base item is not asked of a region: it said so, with a reason."""
FAULTS: dict[AuditRate, Callable[[Rule], bool]] = {
    "completeness": FAMILIES["missing"],
    "consistency": FAMILIES["unlike"],
    "correctness": lambda rule: rule.aspect == "correctness" and rule.severity is Severity.ERROR,
}
"""Coverage is missing here: what is not claimed is found per region, not per item."""


def audited_figure(connection: Connection, one: Indicator, selection: Selection) -> Figure:
    """Return the figure of an audited indicator.

    Raises:
        CannotBeDivided: the audit does not count by type or level.
    """
    if selection.finer:
        raise CannotBeDivided(slug=one.slug, by=selection.finer)
    places = selection.places(connection, tally.count(connection).tallies)
    return audited(connection, _rate(one), places, whole_regions=selection.agency is None)


def audited_groups(
    connection: Connection, one: Indicator, by: By, selection: Selection
) -> dict[object, Figure]:
    """Return the figures by child region or body.

    Raises:
        CannotBeDivided: by anything else.
    """
    finer = selection.finer or (by if by in ("type", "level") else None)
    if finer:
        raise CannotBeDivided(slug=one.slug, by=finer)
    whole = by == "region" and selection.agency is None
    assert by in ("region", "agency")  # anything finer was refused
    parts = groups(connection, by, selection, tally.count(connection).tallies)
    return {
        key: audited(connection, _rate(one), places, whole_regions=whole)
        for key, places in parts.items()
    }


def _rate(one: Indicator) -> AuditRate:
    assert one.measure.audit is not None  # callers ask ``one.audited`` first
    return one.measure.audit
