"""审核概况: the four rates of a part of the catalogue, broken down so that somebody can act."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, bindparam, text

from app.auditing.filters import FindingFilter, element_of
from app.auditing.findings import waived_by_gravity
from app.auditing.rates import consistency_by_element, gravity, rates, severities
from app.auditing.rule import Rule
from app.auditing.tally import Count, Tally, count
from app.items.presence import owed_fields
from app.regions import code_of, subtree_ids

By = Literal["region", "agency", "element", "rule"]
FIRST = 10
WEIGHT = {"error": 100, "warning": 10, "info": 1}
"""How much sooner one ERROR should be mended than one INFO, when work is put in order."""


def overview(connection: Connection) -> dict[str, Any]:
    """Return the four rates of the whole catalogue."""
    counted = count(connection)
    return _part(counted, counted.tallies.values(), list(_regions(counted)))


def summary(
    connection: Connection, region: int | None = None, agency: int | None = None
) -> dict[str, Any]:
    """Return rates, findings by gravity, element and rule, what to mend first, and the sources."""
    counted = count(connection)
    places = set(_regions(counted))
    if region is not None:
        places &= set(subtree_ids(connection, region))
    chosen = {
        place: tally
        for place, tally in counted.tallies.items()
        if (region is None or place[0] in places) and (agency is None or place[1] == agency)
    }
    total = _total(chosen.values())
    return {
        "profile": counted.profile.name,
        "version": counted.version,
        **_part(counted, chosen.values(), places if agency is None else ()),
        "waived": waived_by_gravity(connection, FindingFilter(region=region, agency=agency)),
        "elements": consistency_by_element(counted, total),
        "rules": _by_rule(counted, total),
        "mend_first": _mend_first(connection, counted, chosen),
        "sources": sources(connection),
    }


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
    found = _total(counted.tallies.values()).findings
    return {counted.known.by_number[number].code: found[number] for number in found}


def _regions(counted: Count) -> Iterator[int]:
    yield from {region for region, _ in counted.tallies if region is not None}


def _total(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def _part(counted: Count, tallies: Iterable[Tally], regions: Iterable[int]) -> dict[str, Any]:
    total = _total(tallies)
    return {
        "items": total.items,
        "implementation_items": total.local_items,
        "excluded": total.excluded,
        "rates": rates(counted, total, regions),
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
        below = set(subtree_ids(connection, child.id))
        chosen = [tally for place, tally in counted.tallies.items() if place[0] in below]
        if chosen:
            part = _part(counted, chosen, below)
            rows.append({"region": code_of(child.id), "name": child.name, **part})
    return rows


def agencies(
    connection: Connection,
    region: int | None = None,
    agency: int | None = None,
    among: Collection[int] | None = None,
) -> list[dict[str, Any]]:
    """Return one row per body, the gravest first; ``among``: of these bodies only."""
    counted = count(connection)
    places = set(subtree_ids(connection, region)) if region is not None else None
    chosen: dict[int, list[Tally]] = {}
    for (place, body), tally in counted.tallies.items():
        if body is None or not (among is None or body in among):
            continue
        if (places is None or place in places) and agency in (None, body):
            chosen.setdefault(body, []).append(tally)
    bodies = _bodies(connection, chosen)
    rows = [{**bodies[body], **_part(counted, tallies, ())} for body, tallies in chosen.items()]
    return sorted(rows, key=lambda row: (-_weight(row["findings"]), row["agency"]))


def _weight(findings: dict[str, int]) -> int:
    return sum(WEIGHT[name] * number for name, number in findings.items())


def _bodies(connection: Connection, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    wanted, found = sorted(ids), {}
    for start in range(0, len(wanted), 500):
        for row in connection.execute(_AGENCIES, {"ids": wanted[start : start + 500]}):
            found[row.id] = {"agency": row.code, "name": row.name}
    return found


def _mend_first(
    connection: Connection, counted: Count, chosen: dict[tuple[int | None, int | None], Tally]
) -> list[dict[str, Any]]:
    """The heaviest (body, rule) pairs: what to mend first, and whose it is.

    What a source does not carry at all is not one body's to mend; it stands under ``sources``.
    """
    absent = _absent_somewhere(connection)
    weights: dict[tuple[int | None, int], int] = {}
    for body, tally in _by_body(chosen).items():
        for number, found in tally.findings.items():
            rule = counted.known.by_number[number]
            if gravity(rule) != "info" and not _is_the_sources(rule, found, tally, absent):
                weights[body, number] = found
    heaviest = sorted(weights.items(), key=lambda entry: -_pull(counted, *entry))[:FIRST]
    bodies = _bodies(connection, {body for (body, _), _ in heaviest if body is not None})
    nobody = {"agency": None, "name": None}
    return [
        {
            "rule": (rule := counted.known.by_number[number]).code,
            "title": rule.title,
            "title_en": rule.title_en,
            "severity": gravity(rule),
            "findings": found,
            "remedy": rule.remedy,
            "remedy_en": rule.remedy_en,
            **(bodies.get(body, nobody) if body is not None else nobody),
        }
        for (body, number), found in heaviest
    ]


def _pull(counted: Count, key: tuple[int | None, int], found: int) -> int:
    return WEIGHT[gravity(counted.known.by_number[key[1]])] * found


def _by_body(chosen: dict[tuple[int | None, int | None], Tally]) -> dict[int | None, Tally]:
    bodies: dict[int | None, Tally] = {}
    for (_, body), tally in chosen.items():
        bodies.setdefault(body, Tally()).add(tally)
    return bodies


def _is_the_sources(rule: Rule, found: int, tally: Tally, absent: Mapping[str, bool]) -> bool:
    """Tell whether a field is missing because the file the items came from does not carry it.

    That is so where some source has it in none of its rows and the body in none of its items;
    who owes a conditional field is not counted per body, so the source's word is taken for it.
    """
    conditional = absent.get(rule.place or "")
    if rule.form != "missing" or conditional is None:
        return False
    items = {"implementation": tally.local_items, "base": tally.items - tally.local_items}
    return conditional or found >= items.get(rule.applies, tally.items)


def _absent_somewhere(connection: Connection) -> dict[str, bool]:
    """Return the owed fields that some source fills in none of its rows: are they conditional?"""
    owed = {field.pointer: field.obligation == "conditional" for field in owed_fields()}
    absent = {field["pointer"] for source in sources(connection) for field in source["absent"]}
    return {pointer: owed.get(pointer, False) for pointer in absent}


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
_AGENCIES = text("SELECT id, code, name FROM agency WHERE id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
_SOURCES = text(
    "SELECT id, file_name, rows, absent FROM import_batch b WHERE state = 'done' AND id ="
    " (SELECT max(id) FROM import_batch o WHERE o.file_name = b.file_name AND o.state = 'done')"
    " ORDER BY id DESC LIMIT 20"
)
