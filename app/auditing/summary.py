"""审核概况: the four rates of a part of the catalogue, broken down so that somebody can act."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, text

from app.agencies.queries import names_of
from app.auditing.filters import FindingFilter, element_of
from app.auditing.mending_first import WEIGHT, absent_somewhere, heaviest
from app.auditing.rates import consistency_by_element, declined, gravity, rates, severities
from app.auditing.sums import Place
from app.auditing.tallies import Tally
from app.auditing.tally import Count, count
from app.auditing.totals import waived_by_gravity
from app.items.presence import owed_fields
from app.regions import code_of, within_ids

By = Literal["region", "agency", "element", "rule"]


def overview(connection: Connection) -> dict[str, Any]:
    """Return the four rates of the whole catalogue."""
    counted = count(connection)
    return _part(counted, counted.sums.over(None), counted.regions)


def summary(
    connection: Connection, region: int | None = None, agency: int | None = None
) -> dict[str, Any]:
    """Return rates, findings by gravity, element and rule, what to mend first, and the sources."""
    counted = count(connection)
    within = None if region is None else within_ids(connection, region)
    chosen = _chosen(counted, within, agency)
    total = counted.sums.over(within) if agency is None else counted.sums.of(chosen)
    regions = counted.regions if within is None else counted.regions & within
    carried = sources(connection)
    return {
        "profile": counted.profile.name,
        "version": counted.version,
        **_part(counted, total, regions if agency is None else ()),
        "waived": waived_by_gravity(connection, FindingFilter(region=region, agency=agency)),
        "elements": consistency_by_element(counted, total),
        "rules": _by_rule(counted, total),
        "mend_first": _mend_first(connection, counted, chosen, carried),
        "sources": carried,
    }


def _chosen(counted: Count, within: frozenset[int] | None, agency: int | None) -> list[Place]:
    return [
        place
        for place in counted.tallies
        if (within is None or place[0] in within) and agency in (None, place[1])
    ]


def breakdown(
    connection: Connection, by: By, region: int | None = None, agency: int | None = None
) -> list[dict[str, Any]]:
    """Return one row per child region, body, element or rule, the gravest first."""
    counted = count(connection)
    if by == "region":
        return _by_region(connection, counted, region)
    if by == "agency":
        return agencies(connection, region, agency)
    whole = summary(connection, region, agency)
    if by == "element":
        return [{"element": name, **made} for name, made in whole["elements"].items()]
    return list(whole["rules"])


def found_by_rule(connection: Connection) -> dict[str, int]:
    """Return how many findings of each rule stand on the items that are counted."""
    counted = count(connection)
    found = counted.sums.over(None).findings
    return {counted.known.by_number[number].code: found[number] for number in found}


def _part(counted: Count, total: Tally, regions: Iterable[int]) -> dict[str, Any]:
    return {
        "items": total.items,
        "implementation_items": total.local_items,
        "excluded": dict(total.excluded),
        "declined": declined(counted, places := list(regions)),
        "rates": rates(counted, total, places),
        "findings": severities(counted, total.findings),
    }


def _by_rule(counted: Count, total: Tally) -> list[dict[str, Any]]:
    rows = []
    for number, found in total.findings.items():
        rule = counted.known.by_number[number]
        rows.append(
            {
                "rule": rule.code,
                "title": rule.title,
                "title_en": rule.title_en,
                "severity": gravity(rule),
                "aspect": rule.aspect,
                "element": element_of(rule),
                "findings": found,
            }
        )
    return sorted(rows, key=lambda row: (-WEIGHT[row["severity"]], -row["findings"], row["rule"]))


def _by_region(connection: Connection, counted: Count, region: int | None) -> list[dict[str, Any]]:
    children = connection.execute(_CHILDREN, {"parent": region or 0}).all()
    rows = []
    for child in children:
        below = within_ids(connection, child.id)
        if below & counted.regions:
            part = _part(counted, counted.sums.over(below), below)
            rows.append({"region": code_of(child.id), "name": child.name, **part})
    return rows


def agencies(
    connection: Connection,
    region: int | None = None,
    agency: int | None = None,
    among: Collection[int] | None = None,
    most: int | None = None,
) -> list[dict[str, Any]]:
    """Return one row per body, the gravest first; ``among``: of these bodies only; ``most``: the
    first so many.
    """
    counted = count(connection)
    within = None if region is None else within_ids(connection, region)
    bodies: dict[int, list[Place]] = {}
    for place in _chosen(counted, within, agency):
        if place[1] is not None and (among is None or place[1] in among):
            bodies.setdefault(place[1], []).append(place)
    told = {body: _body(counted, places) for body, places in bodies.items()}
    weights = {body: _weight(one["findings"]) for body, one in told.items()}
    least = sorted(weights.values(), reverse=True)[:most][-1:]
    names = names_of(connection, (body for body in told if weights[body] >= least[0]))
    ordered = sorted(names, key=lambda body: (-weights[body], names[body][0]))
    return [{**_name(*names[body]), **told[body]} for body in ordered[:most]]


def _body(counted: Count, places: Collection[Place]) -> dict[str, Any]:
    """Return what is said of a body; of one in one place it is kept with its counts."""
    total = counted.sums.of(places)
    if total.told is None:
        total.told = _part(counted, total, ())
    return total.told


def _weight(findings: dict[str, int]) -> int:
    return sum(WEIGHT[name] * number for name, number in findings.items())


def _name(code: str | None, name: str | None) -> dict[str, str | None]:
    return {"agency": code, "name": name}


def _mend_first(
    connection: Connection,
    counted: Count,
    chosen: Collection[Place],
    carried: Iterable[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Return what to mend first, and whose it is."""
    first = heaviest(counted, chosen, absent_somewhere(carried))
    bodies = names_of(connection, {one.body for one in first})
    return [
        {
            "rule": (rule := counted.known.by_number[one.rule]).code,
            "title": rule.title,
            "title_en": rule.title_en,
            "severity": gravity(rule),
            "findings": one.found,
            "remedy": rule.remedy,
            "remedy_en": rule.remedy_en,
            **_name(*bodies.get(one.body, (None, None))),
        }
        for one in first
    ]


def sources(connection: Connection) -> list[dict[str, Any]]:
    """Return, per source file, what it does not carry at all: said once, not once per item."""
    titles = {field.pointer: field.title for field in owed_fields()}
    rows = []
    for row in connection.execute(_SOURCES):
        absent = orjson.loads(row.absent)
        rows.append(
            {
                "file": row.file_name,
                "batch": row.id,
                "rows": row.rows,
                "absent": [{"pointer": p, "title": titles.get(p)} for p in absent],
            }
        )
    return rows


_CHILDREN = text("SELECT id, name FROM region WHERE parent_id = :parent ORDER BY id")
_SOURCES = text(
    "SELECT id, file_name, rows, absent FROM import_batch b WHERE id ="
    " (SELECT max(id) FROM import_batch o"
    " WHERE o.file_name = b.file_name AND o.state = 'done' AND o.undoes IS NULL)"
    " ORDER BY id DESC LIMIT 20"
)
