"""A catalogue whose findings are kept current, and the three ways of finding them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Connection, text

from app.auditing.engine import open_audit
from app.auditing.filters import FindingFilter
from app.auditing.findings import read_findings
from app.auditing.following import forget
from app.auditing.runs import run_audit, settle
from app.auditing.scope import Reach
from app.importing.writing import open_writer
from app.items.record import kind_of
from app.items.writing import Incoming, Outcome
from app.kernel.bulk import driver
from app.kernel.db import Base, Database
from tests.factories.catalogue import Document, seed_regions

PROFILE = "policy-2020"
Findings = Counter[tuple[str, ...]]


def put(database: Database, *documents: Document, profile: str = PROFILE) -> list[Outcome]:
    """Write documents in one transaction the way an import does, findings kept current."""
    with database.write() as connection:
        seed_regions(connection)
        audit = open_audit(connection, profile)
        writer = open_writer(connection, audit, None)
        outcomes = writer.write([Incoming(kind_of(one), one) for one in documents])
        writer.finish()
        settle(connection, audit)
    return outcomes


def standing(connection: Connection) -> Findings:
    """Return the standing findings: item, rule, place and facts, each as often as it stands."""
    found: Findings = Counter()
    after = None
    while rows := read_findings(connection, FindingFilter(secrets=True), "zh", after, 500):
        found.update(_told(shown) for _, shown in rows)
        after = rows[-1][0]
    return found


def _told(shown: dict[str, Any]) -> tuple[str, ...]:
    item = shown["item"]
    facts = orjson.dumps(shown["facts"], option=orjson.OPT_SORT_KEYS, default=str).decode()
    return item["code"], item["qualifier"], shown["rule"], shown["place"]["pointer"], facts


def found_now(database: Database) -> Findings:
    """Return the standing findings of a catalogue."""
    with database.read() as connection:
        return standing(connection)


def found_again(database: Database, *, anew: bool = False) -> tuple[int, Findings]:
    """Run the full audit; return its drift and what stands afterwards."""
    run = run_audit(database, PROFILE, anew=anew)
    return run["drift"], found_now(database)


def found_alone(database: Database) -> Counter[tuple[int, int, int]]:
    """Judge every item by itself, without neighbours; return the union of what is found."""
    union: Counter[tuple[int, int, int]] = Counter()
    with database.write() as connection:
        audit = open_audit(connection, PROFILE)
        cursor = driver(connection).cursor()
        for item_id in connection.execute(text("SELECT id FROM item")).scalars().all():
            for table in ("scope_item", "work", "found"):
                cursor.execute(f"DELETE FROM {table}")
            cursor.execute(f"INSERT INTO scope_item VALUES ({item_id})")
            audit._judge(Reach(1, 1, claims=True, moved=True))
            union.update(map(tuple, cursor.execute("SELECT * FROM found").fetchall()))
    return union


def keys_now(database: Database) -> Counter[tuple[int, int, int]]:
    """Return the keys of the standing findings."""
    with database.read() as connection:
        rows = connection.execute(text("SELECT item_id, rule_id, ref FROM finding")).all()
        return Counter(map(tuple, rows))


def dump(database: Database, *but: str) -> dict[str, list[Any]]:
    """Return every row of every table, but those named: to tell whether anything was written."""
    with database.read() as connection:
        return {
            table.name: sorted(
                (repr(tuple(row)) for row in connection.execute(table.select())),
            )
            for table in Base.metadata.sorted_tables
            if table.name not in but
        }


def emptied(database: Database, *but: str) -> Database:
    """Take everything out of a catalogue but its regions and laws; its versions begin again.

    ``but``: tables that are left alone.
    """
    forget()
    with database.write() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name not in ("region", "region_within", "law", *but):
                connection.execute(table.delete())
    return database


def documents_of(connection: Connection) -> Iterator[tuple[int, int | None, Document]]:
    """Yield kind, status and document of every item."""
    from app.items.documents import read_documents

    rows = connection.execute(text("SELECT id, status FROM item"))
    statuses = {row.id: row.status for row in rows}
    for one in read_documents(connection, sorted(statuses)):
        yield one.kind, statuses[one.version.item_id], one.content
