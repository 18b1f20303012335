"""出具整改清单: freeze what stands against one authority, with the day it is to be mended by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, insert, text

from app.auditing.asking import agency_of, rule_of
from app.auditing.filters import FindingFilter
from app.auditing.findings import Key, read_findings
from app.auditing.marks import mark_of
from app.elements.working_days import after_working_days
from app.items.state import read_state
from app.kernel.bulk import bulk_insert, next_id
from app.kernel.clock import now, today
from app.mending.errors import NothingToMend
from app.mending.rectifying.models import Rectification, RectificationLine

PAGE = 500
LINE = tuple(column.name for column in RectificationLine.__table__.columns)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be put on a list; no rules named: any."""

    agency: str
    severities: Sequence[str]
    working_days: int
    rules: Sequence[str] = ()
    issued_on: date | None = None
    note: str | None = None


def issue(connection: Connection, wish: Wish) -> int:
    """Write a list down and return its number. What is waived today is not on it.

    Raises:
        UnknownPlace, RuleNotFound: the catalogue does not know the body, or the rule.
        NothingToMend: nothing of the kind stands against it.
    """
    agency = agency_of(connection, wish.agency)
    assert agency is not None
    rules = [rule_of(code) or code for code in wish.rules]
    number = next_id(connection, "rectification")
    lines = list(_lines(connection, number, agency, wish.severities, rules))
    if not lines:
        raise NothingToMend(agency=wish.agency)
    connection.execute(
        insert(Rectification).values(
            **_head(connection, number, agency, wish, rules), lines=len(lines)
        )
    )
    bulk_insert(connection, "rectification_line", LINE, lines)
    return number


def _head(
    connection: Connection, number: int, agency: int, wish: Wish, rules: Sequence[str]
) -> dict[str, Any]:
    issued = wish.issued_on or today()
    due = after_working_days(issued, wish.working_days)
    name = connection.execute(_NAME, {"id": agency}).scalar_one()
    return {
        "id": number,
        "agency_id": agency,
        "agency_code": wish.agency,
        "agency_name": name,
        "note": wish.note,
        "severities": orjson.dumps(list(wish.severities)).decode(),
        "rules": orjson.dumps(list(rules)).decode(),
        "issued_on": issued,
        "working_days": wish.working_days,
        "due_on": due.day,
        "announced": int(due.announced),
        "version": read_state(connection).version,
        "recorded_at": now(),
    }


def _lines(
    connection: Connection,
    number: int,
    agency: int,
    severities: Sequence[str],
    rules: Sequence[str],
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a list, numbered from 1, in the order of items and rules."""
    wanted = FindingFilter(agency=agency, secrets=True, waived=False)
    marks = {(row[0], row[1], row[2]): mark for row, mark in marked(connection, _OF_AGENCY, agency)}
    place = 0
    after: Key | None = None
    while rows := read_findings(connection, wanted, "zh", after, PAGE):
        for key, found in rows:
            if found["severity"] in severities and (not rules or found["rule"] in rules):
                place += 1
                yield (number, place, key[0], key[1], marks[key], *_frozen(found))
        after = rows[-1][0]


def _frozen(found: dict[str, Any]) -> tuple[Any, ...]:
    item, place = found["item"], found["place"]
    facts = orjson.dumps(found["facts"], default=str).decode()
    said = (found["message"], found["remedy"], facts)
    head = (item["code"], item["qualifier"], item["name"], found["rule"], found["severity"])
    return (*head, place["pointer"], place["title"], *said)


def marked(connection: Connection, which: str, number: int) -> Iterator[tuple[Any, int]]:
    """Yield the standing findings of some items (item, rule, ref, waived), each with its mark."""
    sql = text(_STANDING.format(which=which))
    for row in connection.execute(sql, {"number": number}):
        yield row, 0 if row.pointer is None else mark_of(row.pointer, row.facts)


_OF_AGENCY = "SELECT o.id FROM item o WHERE o.agency_id = :number"
_STANDING = (
    "SELECT f.item_id, f.rule_id, f.ref, v.pointer, v.facts FROM finding f"
    " LEFT JOIN verdict v ON v.id = f.ref AND v.rule_id = f.rule_id"
    " WHERE f.item_id IN ({which})"
)
_NAME = text("SELECT name FROM agency WHERE id = :id")
