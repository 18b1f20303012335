"""豁免的批准与撤回: who accepts which findings, why and until when. Nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, text

from app.auditing import registry
from app.auditing.asking import agency_of, region_of, rule_of
from app.auditing.findings import known_rules
from app.auditing.numbering import numbered
from app.auditing.rule import Rule
from app.auditing.touching import note_nothing
from app.auditing.waivers import Waiver, told
from app.elements.profiles import load_profile
from app.items.queries import heads
from app.items.state import turn
from app.kernel.bulk import next_id
from app.kernel.clock import now, today
from app.mending.errors import ItemAmbiguous, PlaceOfAnotherRule, WaiverNotFound
from app.mending.heads import heads_of
from app.mending.heads import told as told_item
from app.regions import code_of

State = Literal["in-force", "to-come", "expired", "withdrawn"]
PLACED = ("value", "own", "group", "cited", "mentioned")
"""Forms of rules that say where in an item they found something; others have one place."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What is to be waived: codes as people write them."""

    rule: str
    reason: str
    approver: str
    expires: date
    granted: date | None = None
    pointer: str | None = None
    item: str | None = None
    qualifier: str | None = None
    agency: str | None = None
    region: str | None = None


def grant(connection: Connection, wanted: Grant, profile: str) -> dict[str, Any]:
    """Write a waiver down.

    Raises:
        RuleNotFound, UnknownPlace, ItemAmbiguous: whom or what it speaks of is not known.
        PlaceOfAnotherRule: the rule does not find anything at the place named.
    """
    identity = next_id(connection, "audit_waiver")
    number, rule = _rule(connection, wanted.rule, profile)
    row = {
        "id": identity,
        "rule_id": number,
        "pointer": _pointer(rule, wanted.pointer),
        "item_id": _item(connection, wanted.item, wanted.qualifier),
        "agency_id": agency_of(connection, wanted.agency),
        "region_id": region_of(connection, wanted.region),
        "reason": wanted.reason,
        "approver": wanted.approver,
        "granted": wanted.granted or today(),
        "expires": wanted.expires,
        "recorded_at": now(),
        "withdrawn_at": None,
    }
    connection.execute(insert(Waiver).values(**row))
    turn(connection)
    note_nothing(connection)  # what is waived stands, and is counted
    return one_waiver(connection, identity)


def withdraw(connection: Connection, waiver_id: int) -> dict[str, Any]:
    """Take a waiver back; it stays on record. Taking it back twice changes nothing.

    Raises:
        WaiverNotFound: there is none with this number.
    """
    one_waiver(connection, waiver_id)
    connection.execute(_WITHDRAW, {"id": waiver_id, "now": now()})
    turn(connection)
    note_nothing(connection)  # what is waived stands, and is counted
    return one_waiver(connection, waiver_id)


def one_waiver(connection: Connection, waiver_id: int, *, secrets: bool = True) -> dict[str, Any]:
    """Return a waiver as an API shows it; one for a state secret only with ``secrets``.

    Raises:
        WaiverNotFound: there is none with this number.
    """
    sql = text(f"SELECT * FROM ({_waivers(secrets)}) w WHERE id = :id")
    rows = _shown(connection, connection.execute(sql, {"id": waiver_id}).all())
    if not rows:
        raise WaiverNotFound(id=waiver_id)
    return rows[0]


def read_all(
    connection: Connection,
    state: State | None = None,
    *,
    secrets: bool = True,
    after: int = 0,
    limit: int = 200,
) -> list[dict[str, Any]]:
    """Return the waivers in one state (or all) in the order they were granted."""
    narrowed = "AND state = :state" if state else ""
    sql = f"SELECT * FROM ({_waivers(secrets)}) w WHERE id > :after {narrowed} ORDER BY id LIMIT :limit"
    named = {"after": after, "limit": limit} | ({"state": state} if state else {})
    return _shown(connection, connection.execute(text(sql), named).all())


def _rule(connection: Connection, code: str, profile: str) -> tuple[int, Rule]:
    code = rule_of(code) or code
    known = known_rules(connection).by_code
    if code not in known:  # nothing was ever written here: the rules have no numbers yet
        numbered(connection, registry.rules(load_profile(profile)))
        known = known_rules(connection).by_code
    return known[code]


def _pointer(rule: Rule, pointer: str | None) -> str | None:
    """Return the place to keep: none where the rule has but one."""
    if pointer is None or rule.form in PLACED:
        return pointer
    place = rule.place or f"/{rule.element or ''}"
    if f"{place}/".startswith(f"{pointer}/"):
        return None
    raise PlaceOfAnotherRule(rule=rule.code, pointer=pointer, place=place)


def _item(connection: Connection, code: str | None, qualifier: str | None) -> int | None:
    if code is None:
        return None
    found = [one for one in heads(connection, code) if qualifier in (None, one.qualifier)]
    if len(found) != 1:
        raise ItemAmbiguous(code=code, count=len(found))
    return found[0].id


def _shown(connection: Connection, rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    rules = known_rules(connection).by_number
    items = heads_of(connection, (row.item_id for row in rows if row.item_id is not None))
    return [
        {
            **told(row),
            "state": row.state,
            "rule": rules[row.rule_id].code if row.rule_id in rules else None,
            "pointer": row.pointer,
            "item": told_item(items.get(row.item_id)),
            "agency": row.agency_code,
            "agency_name": row.agency_name,
            "region": None if row.region_id is None else code_of(row.region_id),
            "region_name": row.region_name,
        }
        for row in rows
    ]


def _waivers(secrets: bool) -> str:
    day = today().isoformat()
    return (
        "SELECT w.*, a.code AS agency_code, a.name AS agency_name, r.name AS region_name,"
        f" CASE WHEN w.withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN w.granted > '{day}'"
        f" THEN 'to-come' WHEN w.expires < '{day}' THEN 'expired' ELSE 'in-force' END AS state"
        " FROM audit_waiver w LEFT JOIN agency a ON a.id = w.agency_id"
        " LEFT JOIN region r ON r.id = w.region_id"
        + ("" if secrets else f" WHERE w.item_id IS NULL OR {_OPEN}")
    )


_OPEN = "w.item_id NOT IN (SELECT s.id FROM item s WHERE s.secret = 1)"
_WITHDRAW = text(
    "UPDATE audit_waiver SET withdrawn_at = :now WHERE id = :id AND withdrawn_at IS NULL"
)
