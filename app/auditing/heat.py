"""一致率热力图: which element differs where; one row per child region, one cell per element."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from app.auditing.rates import consistency_by_element
from app.auditing.tally import Count, count
from app.regions import children, code_of, within_ids

FEW = 4
"""With fewer rows than this, the parts of each part are shown beneath it."""


def heat(connection: Connection, region: int | None = None) -> dict[str, Any]:
    """Return the consistency of every element in every part of a region that has items.

    Shape: ``{"elements": [{"element", "title"}], "rows": [{"region", "name", "depth", "cells":
    [{"numerator", "denominator", "ratio", "better", "worse", "different", "unproven"}]}]}``; cells
    stand in the order of the elements, and a cell over no comparison has the ratio ``None``. One
    part alone is no comparison: the parts of that part are given.
    """
    counted = count(connection)
    rows = _rows(connection, counted, region or 0)
    if region is None and len(rows) == 1:
        rows = _rows(connection, counted, int(rows[0]["region"])) or rows
    if len(rows) < FEW:
        rows = [
            one
            for row in rows
            for one in (row, *_rows(connection, counted, int(row["region"]), depth=1))
        ]
    elements = [{"element": e.element, "title": e.title} for e in counted.profile.elements]
    return {"elements": elements, "rows": rows}


def _rows(
    connection: Connection, counted: Count, region: int, depth: int = 0
) -> list[dict[str, Any]]:
    rows = []
    for child in children(connection, region):
        total = counted.sums.over(within_ids(connection, child.id))
        if total.items:
            cells = list(consistency_by_element(counted, total).values())
            head = {"region": code_of(child.id), "name": child.name, "depth": depth}
            rows.append({**head, "cells": cells})
    return rows
