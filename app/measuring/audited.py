"""审核的比率: indicators whose numbers the audit counts, taken from it and not counted again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from app.auditing import tally
from app.auditing.rates import rates
from app.auditing.rule import Rule, Severity
from app.measuring.counting import Cell
from app.measuring.definitions import AuditRate, Indicator
from app.measuring.errors import CannotBeDivided
from app.measuring.expressions import FAMILIES
from app.measuring.folding import Figure
from app.measuring.selecting import By, Selection, groups


def cells_of_audit(connection: Connection) -> list[Cell]:
    """Return the places that the audit counts: a region and a body each."""
    return [Cell(region, body, None, None) for region, body in tally.count(connection).tallies]


def audited(
    connection: Connection, rate: AuditRate, cells: Iterable[Cell], *, whole_regions: bool
) -> Figure:
    """Return one rate over some places; coverage is counted of ``whole_regions`` only."""
    counted, total, regions = tally.count(connection), tally.Tally(), set()
    for cell in cells:
        total.add(counted.tallies[cell.region, cell.agency])
        if cell.region is not None and whole_regions:
            regions.add(cell.region)
    made = rates(counted, total, regions)[rate]
    return Figure(
        population=total.items,
        items=total.items,
        numerator=made["numerator"],
        denominator=made["denominator"],
        excluded=dict(total.excluded),
        findings=_findings(counted, total, rate),
    )


def _findings(counted: tally.Count, total: tally.Tally, rate: AuditRate) -> list[tuple[Rule, int]]:
    """Return the findings that a rate falls short by; each rule's are a list of the audit's."""
    matters = FAULTS.get(rate)
    if matters is None:
        return []
    found = ((counted.known.by_number[number], times) for number, times in total.findings.items())
    return sorted(
        ((rule, times) for rule, times in found if matters(rule)), key=lambda pair: -pair[1]
    )


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
    cells = selection.cells(connection, cells_of_audit(connection))
    return audited(connection, _rate(one), cells, whole_regions=selection.agency is None)


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
    parts = groups(connection, by, selection, cells_of_audit(connection))
    return {
        key: audited(connection, _rate(one), cells, whole_regions=whole)
        for key, cells in parts.items()
    }


def _rate(one: Indicator) -> AuditRate:
    assert one.measure.audit is not None  # callers ask ``one.audited`` first
    return one.measure.audit
