"""续用判定: verdicts are made again, and those that say what stood keep their numbers.

So findings that rest on them stay what they are, and a run in which nothing changed writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection

from app.items.verdicts import next_verdict
from app.kernel.bulk import bulk_execute, bulk_insert, driver

Said = tuple[int, int, str, str]
"""Whose it is (value or item), number of the rule, pointer, facts as JSON."""
BEYOND = 2**31 - 1


@dataclass(slots=True)
class Renewal:
    """The verdicts on values, or on own parts, renewed in the order of their owners."""

    connection: Connection
    owner: Literal["value_id", "item_id"]
    turned: list[int] = field(default_factory=list)
    """Owners in whom something is found now and nothing was before, or the other way round."""
    _reached: int = -1
    _next: int = field(init=False)

    def __post_init__(self) -> None:
        self._next = next_verdict(self.connection)

    def renew(self, last: int, found: Iterable[Said]) -> None:
        """Make ``found`` the verdicts of all owners up to ``last`` that were not renewed before."""
        standing = self._standing(last)
        fresh: list[tuple[Any, ...]] = []
        owners, before = set(), {owner for owner, *_ in standing}
        for said in found:
            owners.add(said[0])
            if numbers := standing.get(said):
                numbers.pop()
            else:
                fresh.append((self._next, *said))
                self._next += 1
        self.turned += sorted(owners ^ before)
        gone = [(number,) for numbers in standing.values() for number in numbers]
        if gone:
            bulk_execute(self.connection, "DELETE FROM verdict WHERE id = ?", gone)
        if fresh:
            columns = ("id", self.owner, "rule_id", "pointer", "facts")
            bulk_insert(self.connection, "verdict", columns, fresh)
        self._reached = last

    def _standing(self, last: int) -> dict[Said, list[int]]:
        query = (
            f"SELECT id, {self.owner}, rule_id, pointer, facts FROM verdict"
            f" WHERE {self.owner} > {self._reached} AND {self.owner} <= {last}"
            " AND region_id IS NULL"
        )
        standing: dict[Said, list[int]] = {}
        for number, *said in driver(self.connection).cursor().execute(query).fetchall():
            owner, rule_id, pointer, facts = said
            standing.setdefault((owner, rule_id, pointer, facts), []).append(number)
        return standing
