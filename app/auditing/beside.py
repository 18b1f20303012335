"""旁查: questions about the whole catalogue, asked beside a full pass on a connection of their own.

The rules over several items, the base items that nobody claims, and what the standing findings
come to, rest on nothing that a run writes before its end. Asked by a second thread, they cost the
clock little: the drivers let go of the interpreter while the database works. Such a connection
sees only what is committed, so this is for runs that have no transaction of others to finish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection

from app.kernel.bulk import driver
from app.kernel.db import Database

MOST = 200_000
"""Rows of an answer that are kept in memory; a longer one is asked for again, to be stored."""
T = TypeVar("T")
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to come; whoever asked nobody beside is answered here and now."""

    rows: Mapping[str, Future[Rows | None]] = field(default_factory=dict)
    told: Mapping[Callable[[Connection], Any], Future[Any]] = field(default_factory=dict)

    def rows_of(self, query: str) -> Rows | None:
        """Return what a query found; None where it was not asked, or found too much."""
        return self.rows[query].result() if query in self.rows else None

    def kept(self, ask: Callable[[Connection], T]) -> T | None:
        """Return what a function said; None where it was not asked."""
        answer: T | None = self.told[ask].result() if ask in self.told else None
        return answer

    def of(self, ask: Callable[[Connection], T], connection: Connection) -> T:
        """Return what a function says of the database."""
        answer: T = self.told[ask].result() if ask in self.told else ask(connection)
        return answer


NOBODY = Answers()


Asked = Sequence[Callable[[Connection], Any]]


@contextmanager
def asked_beside(
    database: Database, queries: Sequence[str], functions: Asked, first: Asked = ()
) -> Iterator[Answers]:
    """Ask all of these, one after the other, while the caller goes on; ``first`` before the queries.

    What reads a table that the caller is going to lock comes before what the caller waits for.
    """
    with ThreadPoolExecutor(max_workers=1) as second:
        early = {ask: second.submit(_told, database, ask) for ask in first}
        rows = {query: second.submit(_rows, database, query) for query in queries}
        late = {ask: second.submit(_told, database, ask) for ask in functions}
        yield Answers(rows, early | late)


def _rows(database: Database, query: str) -> Rows | None:
    with database.read() as connection:
        cursor = driver(connection).cursor()
        rows: Rows = cursor.execute(query).fetchmany(MOST + 1)
        cursor.close()
    return rows if len(rows) <= MOST else None


def _told(database: Database, ask: Callable[[Connection], Any]) -> Any:
    with database.read() as connection:
        return ask(connection)
