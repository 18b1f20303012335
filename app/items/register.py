"""在册: which items the catalogue holds under the keys of a batch, withdrawn ones among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from app.items.met import Met
from app.kernel.bulk import bulk_select, next_id

Key = tuple[int, str, str]
"""Kind, code, qualifier."""


class Registered(NamedTuple):
    """An item as it stands."""

    id: int
    number: int
    hash: bytes
    withdrawn: bool = False


@dataclass(slots=True)
class Register:
    """What one write transaction finds registered; it is the only writer."""

    connection: Connection
    first_item: int = 0
    """The first number that no item has had."""
    _met: Met | None = None
    """The keys met by a first load, which knows what is stored: it stored all of it."""
    _tables: tuple[str, ...] = ("item",)

    def __post_init__(self) -> None:
        withdrawn = next_id(self.connection, "withdrawn_item")
        self.first_item = max(next_id(self.connection, "item"), withdrawn)
        self._met = Met() if self.is_new else None
        if withdrawn > 1:
            self.expect_withdrawn()

    @property
    def is_new(self) -> bool:
        """Whether no item was ever registered when the transaction began."""
        return self.first_item == 1

    def expect_withdrawn(self) -> None:
        """Look among withdrawn items too from now on."""
        self._tables = ("item", "withdrawn_item")

    def of(self, keys: Iterable[Key]) -> dict[Key, Registered]:
        """Return the items with these keys, and others with the same codes."""
        codes: dict[int, list[str]] = {}
        for kind, code, _ in keys if self._met is None else filter(self._met.meet, keys):
            codes.setdefault(kind, []).append(code)
        found: dict[Key, Registered] = {}
        for kind, wanted in codes.items():
            for table in self._tables:
                query = _KEYED.format(table=table, kind=kind)
                for identity, code, qualifier, number, stood in bulk_select(
                    self.connection, query, wanted
                ):
                    found[kind, code, qualifier] = Registered(
                        identity, number, bytes(stood), withdrawn=table != "item"
                    )
        return found

    def let_go(self) -> None:
        """Forget what was met: no more keys come."""
        self._met = None


_KEYED = (
    "SELECT id, code, qualifier, number, hash FROM {table}"
    " WHERE kind = {kind} AND code IN ({{keys}})"
)
