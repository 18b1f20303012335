"""事项的标准: which base item an item is held against.

The standard of a local item is the base item with its code that the nearest region above it (or
its own region) issues: city before province before nation. A base item is itself held against
the issuer above, by equal code or by the upper code it states (``upper_code``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, text

from app.items.record import BASE
from app.kernel.bulk import bulk_execute, bulk_insert, bulk_select, execute, next_id
from app.kernel.lookup import Lookup


class Ancestry(Protocol):
    """What this module needs of the regions."""

    def lineage(self, region: int) -> Sequence[int]:
        """Return the region and those above it, nearest first."""
        ...


class Standard(NamedTuple):
    """A base item as a standard: its id and its current revision number."""

    item_id: int
    number: int


class Following(NamedTuple):
    """An item and the standard it ought to follow."""

    item_id: int
    standard: Standard | None


@dataclass(slots=True)
class StandardIndex:
    """Base items by code and issuer, kept while one transaction writes."""

    connection: Connection
    regions: Ancestry
    _by_code: Lookup[str, dict[int, Standard]] = field(init=False)
    _moved: set[str] = field(default_factory=set)
    _asked: set[str] = field(default_factory=set)
    """Codes that items of this transaction looked for: on a first load nobody else did."""
    _first_load: bool = False

    def __post_init__(self) -> None:
        self._by_code = Lookup(self._issued, self._all_issued, dict)
        self._first_load = next_id(self.connection, "item") == 1
        if self._first_load:
            self._by_code.complete()

    def look_up(self, base_codes: Iterable[str | None]) -> None:
        """Read who issues these codes, which are going to be asked for, in one question."""
        codes = filter(None, base_codes)
        self._by_code.look_up(one for code in codes for one in _candidates(code))

    def put(self, base_code: str, issuer: int, item_id: int, number: int) -> None:
        """Note a base item that was written."""
        known = self._by_code[base_code]
        if issuer not in known and (not self._first_load or base_code in self._asked):
            self._moved.add(base_code)
        self._asked.add(base_code)
        known[issuer] = Standard(item_id, number)

    def drop(self, base_code: str, issuer: int) -> None:
        """Note a base item that is no more."""
        self._by_code[base_code].pop(issuer, None)
        self._moved.add(base_code)

    def followed_by(self, base_code: str | None, region_id: int | None) -> Standard | None:
        """Return the standard of a local item, or None."""
        if base_code is None:
            return None
        regions = self.regions.lineage(region_id) if region_id is not None else (0,)
        for code in _candidates(base_code):
            self._asked.add(code)
            if found := self._first(code, regions):
                return found
        return None

    def above(self, base_code: str, issuer: int, upper_code: str | None) -> Standard | None:
        """Return the standard that a base item is itself held against, or None."""
        higher = self.regions.lineage(issuer)[1:]
        if upper_code:
            self._asked.add(upper_code)
        for code in (base_code, upper_code):
            found = self._first(code, higher)
            if found:
                return found
        return None

    def _first(self, code: str | None, regions: Iterable[int]) -> Standard | None:
        if code and (issued := self._by_code[code]):
            for region in regions:
                if region in issued:
                    return issued[region]
        return None

    def misled(self) -> list[Following]:
        """Return the items that base items of this transaction take from another standard."""
        if not self._moved:
            return []
        self.connection.execute(text("CREATE TEMP TABLE moved_code (code VARCHAR(64))"))
        bulk_insert(self.connection, "moved_code", ("code",), [(c,) for c in sorted(self._moved)])
        misled: list[Following] = []
        for row in self.connection.execute(_FOLLOWERS):
            found = self._standard_of(row)
            if (found.item_id if found else None) != row.standard_id:
                misled.append(Following(row.id, found))
        self.connection.execute(text("DROP TABLE moved_code"))
        self._moved.clear()
        return misled

    def follow(self, followers: Iterable[Following]) -> None:
        """Point items at their standards."""
        rows = [(*(standard or (None, None)), item_id) for item_id, standard in followers]
        bulk_execute(self.connection, _FOLLOW, rows)

    def _issued(self, base_codes: Sequence[str]) -> dict[str, dict[int, Standard]]:
        """Return who issues these base codes."""
        return _by_code(bulk_select(self.connection, _ISSUED, base_codes))

    def _all_issued(self) -> dict[str, dict[int, Standard]]:
        """Return who issues each base code."""
        return _by_code(execute(self.connection, _ALL_ISSUED))

    def _standard_of(self, row: Any) -> Standard | None:
        if row.kind == BASE:
            return self.above(row.base_code, row.region_id or 0, row.upper_code)
        return self.followed_by(row.base_code, row.region_id)


def _by_code(rows: Iterable[tuple[int, str, int, int]]) -> dict[str, dict[int, Standard]]:
    by_code: dict[str, dict[int, Standard]] = {}
    for identity, base_code, region, number in rows:
        by_code.setdefault(base_code, {})[region] = Standard(identity, number)
    return by_code


def _candidates(base_code: str) -> tuple[str, ...]:
    """A base-level handling code (14) falls back to its sub-item (12)."""
    return (base_code, base_code[:12]) if len(base_code) == 14 else (base_code,)


_ALL_ISSUED = f"SELECT id, code, region_id, number FROM item WHERE kind = {BASE}"
_ISSUED = f"{_ALL_ISSUED} AND code IN ({{keys}})"
"""A base item is kept under its base code."""
_COLUMNS = "i.id, i.kind, i.base_code, i.upper_code, i.region_id, i.standard_id"
_FOLLOWERS = text(
    f"SELECT {_COLUMNS} FROM moved_code m"
    " JOIN item i ON i.base_code BETWEEN m.code AND m.code || 'zzz'"
    f" UNION SELECT {_COLUMNS} FROM moved_code m"
    f" JOIN item i ON i.kind = {BASE} AND i.upper_code = m.code"
)
"""Followers of a code: its own 12 characters, its 14-character handling codes, lower issuers."""
_FOLLOW = "UPDATE item SET standard_id = ?, standard_number = ? WHERE id = ?"
