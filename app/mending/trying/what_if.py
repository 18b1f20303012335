"""假如修改标准: change a base item the ordinary way, see what the audit finds, and take it back.

Nothing is predicted: the document goes through the writer that imports use, the audit settles as
it would after an import, and the transaction is rolled back. So what is told here is what would
happen; a property test holds it against what does. The findings after the change are read before
the rollback, those before it after, each with the facts of their time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from app.auditing.differing import Finding, differences, less, remember, touched_items, up_to_date
from app.auditing.engine import open_audit
from app.auditing.findings import Key, show_findings
from app.auditing.tally import Count, count, count_again
from app.importing.writing import open_writer
from app.items.record import BASE
from app.items.state import read_state
from app.items.writing import Incoming, Outcome
from app.kernel.db import Database
from app.kernel.language import Language
from app.mending.errors import StandardRefused
from app.mending.rehearsing import rehearsal
from app.mending.trying.lists import undoubted
from app.publishing.lists.definitions import LISTS


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
        stale = up_to_date(connection, profile)
        version = read_state(connection).version
        after = Side()
        with connection.begin_nested() as tried:
            outcome, gone, items = _change(connection, document, profile, after, language)
            tried.rollback()
        before = Side(list(show_findings(connection, gone, language)))
        before.lists = {slug: undoubted(connection, one, items) for slug, one in LISTS.items()}
        before.count = count_again(connection) if stale else count(connection)
    return _trial(outcome, version, before, after)


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
    items = touched_items(audit)
    remember(connection, items)
    audit.settle()
    come, gone = differences(connection, [outcome.item_id or 0])
    after.findings = list(show_findings(connection, come, language))
    after.lists = {slug: undoubted(connection, one, items) for slug, one in LISTS.items()}
    after.count = count_again(connection)
    return outcome, gone, items


def _trial(outcome: Outcome, version: int, before: Side, after: Side) -> Trial:
    assert before.count is not None
    assert after.count is not None
    return Trial(
        outcome,
        version,
        less(after.findings, before.findings),
        less(before.findings, after.findings),
        {slug: sorted(after.lists[slug] - before.lists[slug]) for slug in LISTS},
        {slug: sorted(before.lists[slug] - after.lists[slug]) for slug in LISTS},
        before.count,
        after.count,
    )
