"""假如修改标准: change a base item the ordinary way, see what the audit finds, and take it back.

Nothing is predicted: the document goes through the writer that imports use, the audit settles as
it would after an import, and the transaction is rolled back. So what is told here is what would
happen; a property test holds it against what does. The findings after the change are read before
the rollback, those before it after, each with the facts of their time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection

from app.auditing.anew import judge_anew
from app.auditing.engine import Audit, open_audit
from app.auditing.findings import Key, show_findings
from app.auditing.tally import Count, count, count_again
from app.importing.pipeline import open_writer
from app.items.models import BASE
from app.items.state import read_state
from app.items.writing import Incoming, Outcome
from app.kernel.db import Database, driver
from app.kernel.language import Language
from app.kernel.progress import silent
from app.mending.errors import StandardRefused
from app.mending.rehearsing import rehearsal
from app.mending.trying.lists import undoubted
from app.publishing.lists.definitions import LISTS

Finding = dict[str, Any]


@dataclass(slots=True)
class Side:
    """What stands on one side of the change, as far as it differs from the other."""

    findings: list[tuple[Key, Finding]] = field(default_factory=list)
    lists: dict[str, set[int]] = field(default_factory=dict)
    count: Count | None = None


@dataclass(slots=True)
class Trial:
    """What a change of a standard would do."""

    outcome: Outcome
    version: int
    new: list[tuple[Key, Finding]]
    mended: list[tuple[Key, Finding]]
    joined: dict[str, list[int]]
    """Per list: items that would be on it without a doubt, and now are not."""
    left: dict[str, list[int]]
    before: Count
    after: Count


def try_standard(
    database: Database, document: dict[str, Any], profile: str, language: Language = "zh"
) -> Trial:
    """Return what would change if ``document`` were written; nothing is.

    Raises:
        StandardRefused: the writer would refuse it.
    """
    with rehearsal(database) as connection:
        stale = _bring_up_to_date(connection, profile)
        version = read_state(connection).version
        after = Side()
        with connection.begin_nested() as tried:
            outcome, gone, items = _change(connection, document, profile, after, language)
            tried.rollback()
        before = Side(list(show_findings(connection, gone, language)))
        before.lists = {slug: undoubted(connection, one, items) for slug, one in LISTS.items()}
        before.count = count_again(connection) if stale else count(connection)
    return _trial(outcome, version, before, after)


def _bring_up_to_date(connection: Connection, profile: str) -> bool:
    """Where the rules have changed since the last run, both sides are judged by today's."""
    audit = open_audit(connection, profile)
    if audit.is_stale:
        judge_anew(connection, audit, silent)
        audit.judge_all()
        return True
    return False


def _change(
    connection: Connection,
    document: dict[str, Any],
    profile: str,
    after: Side,
    language: Language,
) -> tuple[Outcome, list[Key], list[int] | None]:
    """Write, settle, read; return the outcome, what is gone, and the items looked at."""
    audit = open_audit(connection, profile)
    writer = open_writer(connection, audit, None)
    (outcome,) = writer.write([Incoming(BASE, document)])
    if outcome.verb == "refused":
        raise StandardRefused(outcome.errors)
    writer.finish()
    items = _scope(audit)
    _remember(connection, items)
    audit.settle()
    come, gone = _differences(connection, outcome.item_id or 0)
    after.findings = list(show_findings(connection, come, language))
    after.lists = {slug: undoubted(connection, one, items) for slug, one in LISTS.items()}
    after.count = count_again(connection)
    return outcome, gone, items


def _scope(audit: Audit) -> list[int] | None:
    """Return the items that are judged again; None for all of them."""
    audit.touched.close()
    if audit.touched.everything:
        return None
    rows = driver(audit.connection).cursor().execute("SELECT item_id FROM scope_item").fetchall()
    return [row[0] for row in rows]


def _remember(connection: Connection, items: list[int] | None) -> None:
    """Keep the keys of what stands before the audit settles."""
    cursor = driver(connection).cursor()
    where = "" if items is None else "WHERE item_id IN (SELECT item_id FROM scope_item)"
    cursor.execute("DROP TABLE IF EXISTS before_finding")
    cursor.execute(
        "CREATE TEMP TABLE before_finding (item_id INTEGER, rule_id SMALLINT, ref INTEGER,"
        " PRIMARY KEY (item_id, rule_id, ref))"
    )
    keys = "item_id, rule_id, ref"
    cursor.execute(f"INSERT INTO before_finding SELECT {keys} FROM finding {where}")
    cursor.execute("CREATE TEMP TABLE IF NOT EXISTS tried_item (item_id INTEGER PRIMARY KEY)")
    cursor.execute("DELETE FROM tried_item")
    chosen = "SELECT id FROM item" if items is None else "SELECT item_id FROM scope_item"
    cursor.execute(f"INSERT INTO tried_item {chosen}")


def _differences(connection: Connection, changed: int) -> tuple[list[Key], list[Key]]:
    """Return the keys that came and that went; all of the changed item's, whose facts may differ."""
    cursor = driver(connection).cursor()
    come = cursor.execute(_COME.format(changed=changed)).fetchall()
    gone = cursor.execute(_GONE.format(changed=changed)).fetchall()
    return [(a, b, c) for a, b, c in come], [(a, b, c) for a, b, c in gone]


def _trial(outcome: Outcome, version: int, before: Side, after: Side) -> Trial:
    assert before.count is not None
    assert after.count is not None
    return Trial(
        outcome,
        version,
        _less(after.findings, before.findings),
        _less(before.findings, after.findings),
        {slug: sorted(after.lists[slug] - before.lists[slug]) for slug in LISTS},
        {slug: sorted(before.lists[slug] - after.lists[slug]) for slug in LISTS},
        before.count,
        after.count,
    )


def _less(
    these: Iterable[tuple[Key, Finding]], others: Sequence[tuple[Key, Finding]]
) -> list[tuple[Key, Finding]]:
    """Return the findings of one side that say what none of the other side says."""
    same = Counter(said(key, found) for key, found in others)
    left = []
    for key, found in these:
        told = said(key, found)
        if same[told]:
            same[told] -= 1
        else:
            left.append((key, found))
    return left


def said(key: Key, found: Finding) -> tuple[int, int, str, bytes]:
    """Return what a finding says, by which it is the same as another."""
    facts = orjson.dumps(found["facts"], option=orjson.OPT_SORT_KEYS, default=str)
    return key[0], key[1], found["place"]["pointer"], facts


_COME = """
SELECT f.item_id, f.rule_id, f.ref FROM finding f JOIN tried_item t ON t.item_id = f.item_id
WHERE f.item_id = {changed} OR NOT EXISTS (
    SELECT 1 FROM before_finding b
    WHERE b.item_id = f.item_id AND b.rule_id = f.rule_id AND b.ref = f.ref
) ORDER BY f.item_id, f.rule_id, f.ref
"""
_GONE = """
SELECT b.item_id, b.rule_id, b.ref FROM before_finding b
WHERE b.item_id = {changed} OR NOT EXISTS (
    SELECT 1 FROM finding f
    WHERE f.item_id = b.item_id AND f.rule_id = b.rule_id AND f.ref = b.ref
) ORDER BY b.item_id, b.rule_id, b.ref
"""
