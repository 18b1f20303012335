"""The standing findings of one rule, after its case has been written into a catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

import orjson
from sqlalchemy import Connection

from app.auditing.filters import FindingFilter
from app.auditing.findings import read_findings
from app.kernel.db import Database
from tests.factories.catalogue import write

Case = dict[str, list[dict[str, Any]]]


class _Undo(Exception):
    """Takes back what a case has written."""


class _Within:
    """A database whose writes all belong to one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        yield self.connection


def standing_findings(database: Database, code: str, case: Case) -> list[dict[str, Any]]:
    """Write a case and return what the rule finds: item, pointer, facts. Nothing stays written."""
    found: list[dict[str, Any]] = []
    with suppress(_Undo), database.write() as connection:
        trial = cast("Database", _Within(connection))
        write(trial, *case["base"], *case["items"], audited=True)
        rows = read_findings(connection, FindingFilter(rule=code, secrets=True), "zh")
        found = orjson.loads(orjson.dumps([_finding(one) for _, one in rows]))
        raise _Undo
    return found


def _finding(shown: dict[str, Any]) -> dict[str, Any]:
    return {
        "item": shown["item"]["code"],
        "pointer": shown["place"]["pointer"],
        "facts": shown["facts"],
    }
