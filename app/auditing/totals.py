"""发现的总数: how many findings there are, as counted per body wherever that says it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, text

from app.auditing.filters import FindingFilter
from app.auditing.findings import Known, known_rules
from app.auditing.rule import Severity
from app.auditing.tally import count
from app.auditing.waivers import any_in_force
from app.regions import within_ids


def numbers(connection: Connection, wanted: FindingFilter) -> dict[str, int]:
    """Return how many findings readers may turn through, and how many of them are waived."""
    total = total_of(connection, wanted)
    if wanted.waived is not None:
        return {"total": total, "waived": total if wanted.waived else 0}
    if not any_in_force(connection):
        return {"total": total, "waived": 0}
    return {"total": total, "waived": count_findings(connection, replace(wanted, waived=True))}


def total_of(connection: Connection, wanted: FindingFilter) -> int:
    """Return the same number as ``count_findings``, without reading the findings of whole regions.

    The counts of all bodies are made for it, where nobody has: they are for services, not for
    command lines. State secrets are not in them, and few: these are counted one by one.
    """
    known = known_rules(connection)
    rules = wanted.rules_alone(known.by_code)
    if rules is None or (wanted.agency, wanted.item, wanted.waived) != (None, None, None):
        return count_findings(connection, wanted)
    within = None if wanted.region is None else within_ids(connection, wanted.region)
    found = count(connection).sums.over(within).findings
    secret = _counted(connection, wanted, known, "i.secret = 1") if wanted.secrets else 0
    return secret + sum(found.get(number, 0) for number in rules)


def count_findings(connection: Connection, wanted: FindingFilter) -> int:
    """Return how many findings there are: an exact count, one by one."""
    return _counted(connection, wanted, known_rules(connection))


def _counted(connection: Connection, wanted: FindingFilter, known: Known, *only: str) -> int:
    conditions, parameters = wanted.where(known.by_code)
    join = "JOIN item i ON i.id = f.item_id" if wanted.needs_items or only else ""
    where = " AND ".join((*conditions, *only)) or "1 = 1"
    sql = f"SELECT count(*) FROM finding f {join} WHERE {where}"
    return int(connection.execute(text(sql), parameters).scalar_one())


def waived_by_gravity(connection: Connection, wanted: FindingFilter) -> dict[str, int]:
    """Return how many findings are waived today, by gravity; they are counted elsewhere too."""
    known = known_rules(connection)
    conditions, parameters = replace(wanted, waived=True).where(known.by_code)
    total = {severity.name.lower(): 0 for severity in reversed(Severity)}
    if not any_in_force(connection):
        return total
    rows = connection.execute(
        text(
            "SELECT f.rule_id, count(*) FROM finding f JOIN item i ON i.id = f.item_id"
            f" WHERE {' AND '.join(conditions)} GROUP BY f.rule_id"
        ),
        parameters,
    )
    for number, found in rows:
        if number in known.by_number:
            total[known.by_number[number].severity.name.lower()] += found
    return total
