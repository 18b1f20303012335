"""清单成员: who is on a list and why, who is not and what would have to change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, text

from app.auditing import registry
from app.auditing.touching import listed
from app.items.queries import JOINS, NEAR, ItemFilter, page_sql, statement, walked_near
from app.kernel.language import Language
from app.publishing.catalogue import ROW_COLUMNS, Row, told
from app.publishing.labels import coded
from app.publishing.lists.conditions import Condition, State
from app.publishing.lists.definitions import ERROR, IN_POPULATION, STANDING, PublicList
from app.publishing.lists.shares import Share, shares

FEW_BODIES = 300
DEPTHS = ("1", "2", "3", "4", "5", "6", "7", "9")
_FINDINGS = text(
    "SELECT f.item_id, r.code, count(*) AS found FROM finding f"
    " JOIN audit_rule r ON r.id = f.rule_id"
    f" WHERE f.item_id IN :ids AND r.severity >= {ERROR}"
    " GROUP BY f.item_id, r.code ORDER BY f.item_id, r.code"
).bindparams(bindparam("ids", expanding=True))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a list: members or those left out, doubted ones too or not, narrowed how."""

    one: PublicList
    narrowed: ItemFilter
    members: bool = True
    strict: bool = False

    def conditions(self) -> list[str]:
        """Return the SQL conditions over ``item i``."""
        member = f"({self.one.member_sql()})"
        if self.members and self.strict:
            member = f"({member} AND {self.one.undoubted_sql()} AND NOT {STANDING})"
        wanted = "1" if self.members else "0"
        return [IN_POPULATION, f"CASE WHEN {member} THEN 1 ELSE 0 END = {wanted}"]

    def number(self, share: Share) -> int:
        """Return how many items of a place are meant, however else they are narrowed."""
        counted = share.of(self.one.slug)
        if not self.members:
            return share.population - counted.members
        return counted.members - counted.doubted * self.strict


def read_members(
    connection: Connection, wanted: Wanted, language: Language, *, after: int = 0, limit: int
) -> list[tuple[int, dict[str, Any]]]:
    """Return up to ``limit`` items after the id ``after``, each with its id."""
    rows = _rows(connection, wanted, after, limit)
    findings = _findings(connection, [row["id"] for row in rows])
    return [(row["id"], _shown(row, wanted, findings.get(row["id"], ()), language)) for row in rows]


def _rows(connection: Connection, wanted: Wanted, after: int, limit: int) -> Sequence[RowMapping]:
    """Walk the items in order; where hardly any are meant, go to the bodies that have some."""

    def walk(only: Sequence[str]) -> Sequence[RowMapping]:
        return _walked(connection, wanted, only, after, limit)

    if not _rare(connection, wanted, limit):
        near = walked_near(connection, walk, after=after, limit=limit)
        if near is not None:
            return near
    bodies = _bodies(connection, wanted)
    few = bodies is not None and len(bodies) <= FEW_BODIES
    only = [f"i.agency_id IN ({listed(bodies)})"] if few and bodies is not None else []
    return walk(only)


def _rare(connection: Connection, wanted: Wanted, limit: int) -> bool:
    """Tell whether the next items can hardly fill a page, as all are counted; members are many."""
    if wanted.members and not wanted.strict:
        return False
    whole = shares(connection).sums.over(None)
    return wanted.number(whole) * NEAR < limit * whole.population


def _bodies(connection: Connection, wanted: Wanted) -> set[int] | None:
    """Return the bodies that have any of the items, as they are counted; None: not only bodies."""
    bodies = {
        place[1] for place, share in shares(connection).sums.places.items() if wanted.number(share)
    }
    return None if None in bodies else {body for body in bodies if body is not None}


def _walked(
    connection: Connection, wanted: Wanted, only: Sequence[str], after: int, limit: int
) -> Sequence[RowMapping]:
    narrowing, parameters = wanted.narrowed.where(connection)
    where = page_sql((*narrowing, *wanted.conditions(), *only))
    states = ", ".join(
        f'{condition.state_sql()} AS "{condition.code}"' for condition in _all(wanted.one)
    )
    extra = ", ".join(f"i.{column}" for column in _extra_columns(wanted.one))
    columns = ", ".join(part for part in (ROW_COLUMNS, extra, states) if part)
    sql = statement(f"SELECT {columns} FROM item i {JOINS} WHERE {where}")
    found = connection.execute(sql, {**parameters, "after": after, "limit": limit})
    return found.mappings().all()


def _all(one: PublicList) -> tuple[Condition, ...]:
    return (*one.needed, *one.doubts)


def _extra_columns(one: PublicList) -> list[str]:
    """The columns that facts are told of, which a row does not have anyway."""
    facts = {fact for condition in _all(one) for fact in condition.facts}
    return sorted(facts - set(Row._fields))


def _findings(connection: Connection, ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = {}
    if ids:
        for row in connection.execute(_FINDINGS, {"ids": ids}):
            found.setdefault(row.item_id, []).append((row.code, row.found))
    return found


def _shown(
    row: RowMapping,
    wanted: Wanted,
    findings: Iterable[tuple[str, int]],
    language: Language,
) -> dict[str, Any]:
    shown = told(Row._make(row[name] for name in Row._fields), language)
    if wanted.members:
        shown["reasons"] = [_reason(one, row, language) for one in wanted.one.needed]
    else:
        shown["obstacles"] = [
            _obstacle(one, row, language)
            for one in wanted.one.needed
            if row[one.code] != State.HOLDS
        ]
    doubts = [
        _obstacle(one, row, language) for one in wanted.one.doubts if row[one.code] != State.HOLDS
    ]
    shown["doubts"] = [*doubts, *(_finding(code, found, language) for code, found in findings)]
    return shown


def _reason(condition: Condition, row: RowMapping, language: Language) -> dict[str, Any]:
    facts = _facts(condition, row)
    return {
        "condition": condition.code,
        "words": condition.reason.say(language, _told(facts, language)),
        "facts": facts,
        "place": condition.place,
    }


def _obstacle(condition: Condition, row: RowMapping, language: Language) -> dict[str, Any]:
    facts = _facts(condition, row)
    unknown = row[condition.code] == State.UNKNOWN
    words = condition.unstated if unknown else condition.failing
    return {
        "condition": condition.code,
        "state": "unknown" if unknown else "fails",
        "words": words.say(language, _told(facts, language)),
        "facts": facts,
        "place": condition.place,
        "change": {
            "words": condition.change.words.say(language, {}),
            "place": condition.change.place,
            "value": condition.change.value,
        },
    }


def _finding(code: str, found: int, language: Language) -> dict[str, Any]:
    rule = registry.find(code)
    title = code
    if rule is not None:
        title = rule.title if language == "zh" else rule.title_en
    return {
        "condition": "standing-error",
        "state": "fails",
        "rule": code,
        "words": title,
        "findings": found,
    }


def _facts(condition: Condition, row: RowMapping) -> dict[str, Any]:
    return {fact: _fact(fact, row[fact]) for fact in condition.facts}


def _fact(name: str, value: int | None) -> Any:
    if value is None:
        return None
    if name == "depth":
        return [code for code in DEPTHS if value & 1 << int(code)]
    if name in ("visits", "special_procedures"):
        return value
    return bool(value)


def _told(facts: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return facts as words: codes of the depth by their labels."""
    joint = "、" if language == "zh" else ", "
    return {
        name: joint.join(coded("depth", code, language)["label"] or code for code in value)
        if isinstance(value, list)
        else value
        for name, value in facts.items()
    }
