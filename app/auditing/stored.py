"""留存计数: counts in the catalogue, for a service that starts and for every other process.

A stored count is of one version, and followed from there like any other (``following``); so it need
not be written again with every write. Where what is counted, or by which rules, is not what the
stored count says it is (``terms``), it is as if there were none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Protocol, Self, TypeVar

import orjson
from sqlalchemy import Connection

from app.auditing.sums import Counted, Parts, Sums
from app.auditing.touching import NONE
from app.items.state import read_state
from app.kernel.bulk import bulk_insert, execute
from app.kernel.hashing import digest


class Versioned(Protocol):
    """A count, and the version of the catalogue that it is of."""

    @property
    def version(self) -> int: ...

    @property
    def sums(self) -> Sums[Any]: ...


class Packed(Counted, Protocol):
    """What is counted in one place, nothing at first, and can be written down as JSON."""

    def __init__(self) -> None: ...

    def packed(self) -> list[Any]: ...

    @classmethod
    def unpacked(cls, told: list[Any]) -> Self: ...


C = TypeVar("C", bound=Versioned)
T = TypeVar("T", bound=Packed)


@dataclass(frozen=True)
class Form(Generic[C, T]):
    """存法: how one kind of count is written down as JSON, and read again."""

    name: str
    terms: Callable[[Connection], Any]
    """What says how it is counted: SQL, numbers of rules."""
    counted: type[T]
    """What is counted in one place."""
    count: Callable[..., C]
    """Of connection, version, sums, ``rest`` and the key."""
    keyed: bool = False
    """Whether there are several of this kind, told apart by a key."""
    rest: Callable[[C], Any] = lambda _: None
    """What a count holds beside its sums and cannot ask for again."""


class Stored(NamedTuple):
    """A count as it is stored."""

    name: str
    version: int
    terms: str
    rest: str
    whole: str
    parts: list[tuple[str, int, int, str]]
    """Name, region, body, what was counted there."""


def written(connection: Connection, form: Form[C, Any], count: C, key: tuple[Any, ...]) -> Stored:
    """Return a count of this transaction's version as it is stored."""
    name = _name(form, key)
    parts = [
        (name, _number(region), _number(body), _text(one.packed()))
        for (region, body), one in count.sums.places.passing()
    ]
    whole = _text(count.sums.over(None).packed())
    rest = _text(form.rest(count))
    return Stored(name, count.version, _terms(connection, form), rest, whole, parts)


def store(connection: Connection, stored: Stored) -> None:
    """Put a count in the place of the one before; a later one of the same terms stays."""
    there = execute(connection, _HEAD, stored.name).fetchone()
    if there is not None and there[1] == stored.terms and there[0] >= stored.version:
        return
    for table in ("kept_count", "kept_part"):
        execute(connection, f"DELETE FROM {table} WHERE name = ?", stored.name)
    bulk_insert(connection, "kept_count", Stored._fields[:5], [stored[:5]])
    bulk_insert(connection, "kept_part", ("name", *_PLACE, "content"), stored.parts)


def remove(connection: Connection, form: Form[Any, Any], first: Any) -> None:
    """Remove the stored counts whose keys begin with ``first``."""
    for table in ("kept_count", "kept_part"):
        execute(connection, f"DELETE FROM {table} WHERE name LIKE ?", _name(form, (first, "%")))


def read_count(connection: Connection, form: Form[C, T], key: tuple[Any, ...]) -> C | None:
    """Return the stored count that this transaction sees; None where there is none to go by."""
    name = _name(form, key)
    head = execute(connection, _HEAD, name).fetchone()
    if head is None or head[1] != _terms(connection, form):
        return None
    version, _, rest, whole = head

    def read(told: str) -> T:
        return form.counted.unpacked(orjson.loads(told))

    places = {
        (_place(region), _place(body)): content
        for region, body, content in execute(connection, _PARTS, name).fetchall()
    }
    sums = Sums(Parts(places, read), form.counted, read(whole))
    return form.count(connection, version, sums, orjson.loads(rest), *key)


def _name(form: Form[Any, Any], key: tuple[Any, ...]) -> str:
    return ":".join(map(str, (form.name, *key)))


def _terms(connection: Connection, form: Form[Any, Any]) -> str:
    said = [read_state(connection).rule_set, form.terms(connection)]
    return digest(_text(said).encode()).hex()


def _text(told: Any) -> str:
    return orjson.dumps(told, option=orjson.OPT_NON_STR_KEYS).decode()


def _number(part: int | None) -> int:
    return NONE if part is None else part


def _place(number: int) -> int | None:
    return None if number == NONE else number


_PLACE = ("region_id", "agency_id")
_HEAD = "SELECT version, terms, rest, whole FROM kept_count WHERE name = ?"
_PARTS = "SELECT region_id, agency_id, content FROM kept_part WHERE name = ?"
