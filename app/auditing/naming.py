"""引用与文书的判定: one verdict for each citation or mention that a finding points at.

A citation that was troubled before keeps its verdict, and so its findings keep their identity. The
facts are those of the registry when the verdict was made; whoever changes the registry takes the
verdicts back first (``take_back``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Row, bindparam, text

from app.auditing.rules.wording import brief
from app.items.verdicts import next_verdict
from app.kernel.bulk import bulk_execute, bulk_insert, driver

CHUNK = 500


class Told(NamedTuple):
    """What a verdict says: where, and the facts."""

    pointer: str
    facts: dict[str, Any]


def give_verdicts(
    connection: Connection, forms: dict[int, str], lacking: Sequence[Sequence[int]]
) -> None:
    """Make the verdicts that are ``LACKING``; ``forms`` by rule number."""
    if not lacking:
        return
    told = _told(connection, forms, lacking)
    first = next_verdict(connection)
    rows, names = [], []
    for place, (rule, source) in enumerate(lacking):
        rows.append((first + place, rule, *told[rule, source]))
        names.append((rule, source, first + place))
    bulk_insert(connection, "verdict", ("id", "rule_id", "pointer", "facts"), rows)
    bulk_insert(connection, "named_verdict", ("rule_id", "source", "verdict_id"), names)


def take_back_unused(connection: Connection) -> None:
    """After a full pass: drop the verdicts that no item has any more."""
    _drop(connection, "WHERE (rule_id, source) NOT IN (SELECT rule_id, source FROM named)")


def take_back_changed(connection: Connection, forms: dict[int, str]) -> None:
    """Drop those that would say something else if they were made now."""
    standing = driver(connection).cursor().execute(_STANDING).fetchall()
    told = _told(connection, forms, [row[:2] for row in standing if row[0] in forms])
    changed = [
        (number,)
        for rule, source, number, *said in standing
        if told.get((rule, source)) != tuple(said)
    ]
    if changed:
        bulk_execute(connection, "DELETE FROM verdict WHERE id = ?", changed)
        bulk_execute(connection, "DELETE FROM named_verdict WHERE verdict_id = ?", changed)


def take_back(connection: Connection) -> None:
    """Drop all of these verdicts, because the registry says something else now."""
    _drop(connection, "")


def _drop(connection: Connection, where: str) -> None:
    cursor = driver(connection).cursor()
    unused = f"SELECT verdict_id FROM named_verdict {where}"
    cursor.execute(f"DELETE FROM verdict WHERE id IN ({unused})")
    cursor.execute(f"DELETE FROM named_verdict WHERE verdict_id IN ({unused})")


def _told(
    connection: Connection, forms: dict[int, str], wanted: Sequence[Sequence[int]]
) -> dict[tuple[int, int], tuple[str, str]]:
    """Return what is to be said, pointer and facts as JSON, by rule and source."""
    by_form = {
        form: _tell(connection, form, sorted({s for rule, s in wanted if forms[rule] == form}))
        for form in {forms[rule] for rule, _ in wanted}
    }
    told = {}
    for rule, source in wanted:
        if one := by_form[forms[rule]].get(source):
            told[rule, source] = one.pointer, orjson.dumps(one.facts).decode()
    return told


def _tell(connection: Connection, form: str, ids: Sequence[int]) -> dict[int, Told]:
    statement, tell = _TELLERS[form]
    return {
        row.id: tell(row)
        for start in range(0, len(ids), CHUNK)
        for row in connection.execute(statement, {"ids": ids[start : start + CHUNK]})
    }


def _of_citation(row: Row[Any]) -> Told:
    facts = {
        "law": brief(row.law),
        "article": row.article and brief(row.article),
        "number": row.number,
        "ended_on": _iso(row.ended),
        "version": f"{row.cited_year}年" if row.cited_year else row.superseded and row.number,
        "successor": _successor(row),
        "rank": None if row.rank is None else str(row.rank),
    }
    return Told(row.pointer, {name: fact for name, fact in facts.items() if fact})


def _successor(row: Row[Any]) -> str | None:
    """Return what is in force in its place: a later version of the law, or another law."""
    if row.ended is None:
        return f"{row.name}（{row.year}年）" if row.year and row.cited_year else None
    if row.superseded:
        issued = row.newest_number or (f"{_iso(row.newest_day)}起施行" if row.newest_day else "")
        return f"{row.name}（{issued}）" if issued else str(row.name)
    return row.successor or "no-successor"


def _of_mention(row: Row[Any]) -> Told:
    facts = {
        "name": brief(row.name),
        "position": row.position + 1,
        "line": row.line,
        "issuer": row.issuer,
        "ended_on": _iso(row.ended),
        "instead": row.instead or (row.ended and "no-successor"),
    }
    pointer = f"/materials/{row.position}/name"
    return Told(pointer, {name: fact for name, fact in facts.items() if fact})


def _iso(day: Any) -> str | None:
    return None if day is None else str(day)


LACKING = (
    "SELECT n.rule_id, n.source FROM (SELECT DISTINCT rule_id, source FROM named) n"
    " LEFT JOIN named_verdict v ON v.rule_id = n.rule_id AND v.source = n.source"
    " WHERE v.source IS NULL ORDER BY 1, 2"
)
"""The verdicts that ``named`` needs and nobody has made: rule and source of each."""
_STANDING = (
    "SELECT n.rule_id, n.source, n.verdict_id, v.pointer, v.facts"
    " FROM named_verdict n JOIN verdict v ON v.id = n.verdict_id"
)
_NEWEST = "FROM law y WHERE y.key = l.key AND y.superseded = 0 ORDER BY y.effective DESC LIMIT 1"
_CITATIONS = text(
    "SELECT c.id, c.pointer, c.law, c.article, c.year AS cited_year, l.name,"
    " l.number, l.ended, l.year, l.superseded, l.successor, coalesce(l.rank, c.rank) AS rank,"
    f" (SELECT y.number {_NEWEST}) AS newest_number, (SELECT y.effective {_NEWEST}) AS newest_day"
    " FROM citation c LEFT JOIN law l ON l.id = c.law_id WHERE c.id IN :ids"
).bindparams(bindparam("ids", expanding=True))
_MENTIONS = text(
    "SELECT m.id, m.position, p.name, p.line, p.issuer, p.ended, p.instead"
    " FROM mention m JOIN paper p ON p.id = m.paper_id WHERE m.id IN :ids"
).bindparams(bindparam("ids", expanding=True))
_TELLERS: dict[str, tuple[Any, Callable[[Row[Any]], Told]]] = {
    "cited": (_CITATIONS, _of_citation),
    "mentioned": (_MENTIONS, _of_mention),
}
