"""目录状态: the version that every write advances, and which rules the verdicts were made with."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from app.items.derivation import derivation
from app.kernel.bulk import batched, driver, execute

ROW = 1
CHANNEL = "yizhi_catalogue"
"""PostgreSQL readers listen here, so that their caches know of a commit at once."""


class State(NamedTuple):
    """Where the catalogue stands; version 0 is the empty catalogue nobody has written to."""

    version: int
    rule_set: str
    profile: str
    derivation: str


def read_state(connection: Connection) -> State:
    """Return the state of the catalogue in this transaction."""
    row = driver(connection).cursor().execute(_READ).fetchone()
    return State(*row) if row else State(0, "", "", "")


def advance(
    connection: Connection, *, rule_set: str, profile: str, before: State | None = None
) -> int:
    """Advance the version; say which rules and profile its findings were made with.

    ``before`` is the state as this transaction knows it already.
    """
    before = before or read_state(connection)
    version = before.version + 1
    with batched(connection):
        if before.version:
            execute(connection, _UPDATE, version, rule_set, profile)
        else:
            execute(connection, _INSERT, version, rule_set, profile, derivation())
        if connection.dialect.name == "postgresql":
            execute(connection, "SELECT pg_notify(?, CAST(? AS text))", CHANNEL, version)
    return version


def turn(connection: Connection) -> None:
    """Advance the version without new findings: what is told about them has changed.

    An empty catalogue stays empty: nothing has been told of it.
    """
    state = read_state(connection)
    if state.version:
        advance(connection, rule_set=state.rule_set, profile=state.profile)


_READ = "SELECT version, rule_set, profile, derivation FROM catalogue_state"
_INSERT = (
    "INSERT INTO catalogue_state (version, rule_set, profile, derivation, id)"
    f" VALUES (?, ?, ?, ?, {ROW})"
)
_UPDATE = "UPDATE catalogue_state SET version = ?, rule_set = ?, profile = ?"
