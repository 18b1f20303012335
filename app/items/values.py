"""要素值的存取: intern element values, so that equal content is stored, and judged, once.

The memo is keyed by the bytes as they came; only a value never seen in this transaction is tidied,
validated, looked up, and, if new to the catalogue, canonicalised, judged and written. A million
items that follow a few thousand standards cost a few thousand judgements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from pydantic import ValidationError
from sqlalchemy import Connection, bindparam, text

from app.elements.comparison import COMPARATORS
from app.elements.kinds import KINDS, Kind
from app.elements.schemas import element_validator
from app.items.columns import COLUMNS_OF, Columns, columns_of
from app.items.presence import presence_of
from app.items.shapes import Malformed, misfits, shape_errors
from app.kernel.db import bulk_insert, next_id
from app.kernel.hashing import canonical_bytes, copied, digest
from app.kernel.text import fold, tidy

MOST_WHOLE = 2**53  # beyond it a float no longer tells one whole number from the next
MEMO_BYTES = 12 << 20
"""How much JSON the memo of one kind holds before it starts anew; local values hardly come back."""
NAME = 0
COMPARED = frozenset(comparator.kind for comparator in COMPARATORS.values())
_TAGS = tuple(bytes((number,)) for number in range(256))


class Defect(NamedTuple):
    """One thing wrong inside a value: rule id, JSON pointer, facts as JSON."""

    rule_id: int
    pointer: str
    facts: str


Judge = Callable[[Kind, Any], Sequence[Defect]]


class ValueRef(NamedTuple):
    """What an item row needs to know of the value of one element; ``flaw`` is its bit or 0."""

    id: int | None
    flaw: int
    present: int
    columns: Columns
    hash: bytes


class Elements(NamedTuple):
    """The values of one document, in the order of their kinds."""

    ids: list[int | None]
    hashes: bytes
    flawed: int
    present: int
    columns: list[int | None]


Known = ValueRef | list[Malformed]
Key = tuple[int, bytes]  # number of the kind, JSON as it came
NOTHING = tuple(
    ValueRef(None, 0, 0, (None,) * len(COLUMNS_OF.get(kind.name, ())), b"\x00" * 16)
    for kind in KINDS
)
"""What stands for an element that says nothing."""
_KIND_FIRST = itemgetter(0)
_NUMBERS = {kind.name: kind.number for kind in KINDS}


class Announced(NamedTuple):
    """A document taken apart: its own part, and a slot for each kind of element."""

    own: dict[str, Any]
    slots: list[Any]
    """What is known of each element; the JSON it came as where ``resolve`` must be called first."""
    fresh: list[tuple[int, bytes, Any]]
    """Elements never seen before: kind, JSON, value."""


@dataclass(slots=True)
class _Rows:
    """The rows that one call of ``resolve`` is about to write."""

    values: list[tuple[int, int, bytes, bytes, str]] = field(default_factory=list)
    names: list[tuple[int, str]] = field(default_factory=list)
    verdicts: list[tuple[int, int, int, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class ValueStore:
    """The element values of one write transaction."""

    connection: Connection
    judge: Judge
    _memos: list[dict[bytes, Known]] = field(default_factory=list)
    _held: list[int] = field(default_factory=lambda: [0] * len(KINDS))
    _pending: dict[tuple[int, bytes], Any] = field(default_factory=dict)
    _next_value: int = 0
    _next_verdict: int = 0
    new_values: int = 0

    def __post_init__(self) -> None:
        self._memos = [{b"null": nothing} for nothing in NOTHING]
        self._next_value = next_id(self.connection, "element_value")
        self._next_verdict = next_id(self.connection, "verdict")

    def trim(self) -> None:
        """Forget the kinds whose memo has grown too large; call between batches."""
        for number, held in enumerate(self._held):
            if held > MEMO_BYTES:
                self._memos[number] = {b"null": NOTHING[number]}
                self._held[number] = 0

    def take_apart(self, document: dict[str, Any]) -> Announced:
        """Tell the own part of a document from its elements, and those known from those new."""
        own: dict[str, Any] = {}
        slots: list[Any] = list(NOTHING)
        fresh: list[tuple[int, bytes, Any]] = []
        numbers, memos, dumps = _NUMBERS, self._memos, orjson.dumps
        for name, part in document.items():
            number = numbers.get(name)
            if number is None:
                own[name] = part
                continue
            written = dumps(part)
            known = memos[number].get(written)
            if known is None:
                fresh.append((number, written, part))
                slots[number] = written
            else:
                slots[number] = known
        fresh.sort(key=_KIND_FIRST)  # values are numbered in the order of their kinds
        return Announced(own, slots, fresh)

    def announce(self, fresh: Iterable[tuple[int, bytes, Any]]) -> None:
        """Ask for elements to be stored when ``resolve`` is called."""
        for number, written, part in fresh:
            self._pending[number, written] = part

    def elements(self, slots: list[Any], *, resolved: bool) -> Elements | list[Malformed]:
        """Return the stored values of a document, or why they could not be stored."""
        if not resolved:
            slots = [
                self._memos[number][slot] if slot.__class__ is bytes else slot
                for number, slot in enumerate(slots)
            ]
        if list in map(type, slots):
            return [error for slot in slots if isinstance(slot, list) for error in slot]
        ids: list[int | None] = []
        columns: list[int | None] = []
        hashes: list[bytes] = []
        flawed = present = 0
        for identity, flaw, filled, contributed, content_hash in slots:
            ids.append(identity)
            hashes.append(content_hash)
            columns += contributed
            flawed |= flaw
            present |= filled
        return Elements(ids, b"".join(hashes), flawed, present, columns)

    def resolve(self) -> None:
        """Store what was announced since the last call."""
        if not self._pending:
            return
        fresh = dict(self._tidied())
        known = self._known({content_hash for _, _, content_hash in fresh.values()})
        self._store(fresh, known)
        self._pending = {}

    def own_verdicts(self, rows: Sequence[tuple[int, int, str, str]]) -> None:
        """Keep verdicts on the own parts of items: (item id, rule id, pointer, facts)."""
        numbered = [(self._next_verdict + place, *row) for place, row in enumerate(rows)]
        self._next_verdict += len(numbered)
        columns = ("id", "item_id", "rule_id", "pointer", "facts")
        bulk_insert(self.connection, "verdict", columns, numbered)

    def _tidied(self) -> Iterator[tuple[Key, tuple[Kind, Any, bytes]]]:
        for key, part in self._pending.items():
            kind, value = KINDS[key[0]], tidied(part)
            problems = malformed(kind, value) if value != "" else []
            if problems or value == "":
                self._remember(key, problems or NOTHING[kind.number])
            else:
                yield key, (kind, value, digest(_TAGS[kind.number] + canonical_bytes(value)))

    def _remember(self, key: Key, known: Known) -> None:
        number, written = key
        self._memos[number][copied(written)] = known
        self._held[number] += len(written)

    def _known(self, hashes: set[bytes]) -> dict[bytes, tuple[int, bool]]:
        """Return id and flaw of the values the catalogue already holds."""
        known: dict[bytes, tuple[int, bool]] = {}
        wanted = list(hashes)
        for start in range(0, len(wanted), 500):
            rows = self.connection.execute(_KNOWN, {"hashes": wanted[start : start + 500]})
            known.update((bytes(row.hash), (row.id, bool(row.flawed))) for row in rows)
        return known

    def _store(
        self,
        fresh: dict[Key, tuple[Kind, Any, bytes]],
        known: dict[bytes, tuple[int, bool]],
    ) -> None:
        rows = _Rows()
        for key, (kind, value, content_hash) in fresh.items():
            if content_hash not in known:
                try:
                    parsed = kind.parse(value)
                except ValidationError as error:
                    self._remember(key, misfits(f"/{kind.name}", error))
                    continue
                known[content_hash] = self._add(rows, kind, value, parsed, content_hash)
            identity, flawed = known[content_hash]
            flaw = 1 << kind.number if flawed else 0
            present = presence_of(kind.name, value)
            columns = columns_of(kind.name, value)
            self._remember(key, ValueRef(identity, flaw, present, columns, content_hash))
        self.new_values += len(rows.values)
        bulk_insert(self.connection, "element_value", _VALUE_COLUMNS, rows.values)
        bulk_insert(self.connection, "name_text", ("value_id", "folded"), rows.names)
        bulk_insert(self.connection, "verdict", _VERDICT_COLUMNS, rows.verdicts)

    def _add(
        self, rows: _Rows, kind: Kind, value: Any, parsed: Any, content_hash: bytes
    ) -> tuple[int, bool]:
        """Note the rows of a value that is new; return its id, and whether it is flawed."""
        identity = self._next_value
        self._next_value += 1
        sense = sense_of(kind, parsed, content_hash)
        content = canonical_bytes(value).decode()
        rows.values.append((identity, kind.number, content_hash, sense, content))
        if kind.number == NAME:
            rows.names.append((identity, fold(value)))
        defects = self.judge(kind, parsed)
        for defect in defects:
            rows.verdicts.append((self._next_verdict, identity, *defect))
            self._next_verdict += 1
        return identity, bool(defects)


_VALUE_COLUMNS = ("id", "kind", "hash", "sense", "content")
_VERDICT_COLUMNS = ("id", "value_id", "rule_id", "pointer", "facts")
_KNOWN = text(
    "SELECT v.id, v.hash, EXISTS (SELECT 1 FROM verdict d WHERE d.value_id = v.id) AS flawed"
    " FROM element_value v WHERE v.hash IN :hashes"
).bindparams(bindparam("hashes", expanding=True))


def sense_of(kind: Kind, parsed: Any, content_hash: bytes) -> bytes:
    """Return the hash of the canonical form; of what nothing compares, that of the content."""
    if kind.name not in COMPARED:
        return content_hash
    return digest(_TAGS[kind.number] + canonical_bytes(kind.canonical(parsed)))


def tidied(part: Any) -> Any:
    """Drop nulls and empty texts, clean strings, write 5.0 as 5; keep lists, even empty ones."""
    if isinstance(part, str):
        return part if part.isalnum() else tidy(part)
    if isinstance(part, dict):
        cleaned = {}
        for name, member in part.items():
            said = tidied(member)
            if said is not None and said != "":
                cleaned[name] = said
        return cleaned
    if isinstance(part, list):
        return [tidied(member) for member in part]
    if isinstance(part, float) and part.is_integer() and abs(part) < MOST_WHOLE:
        return int(part)
    return part


def malformed(kind: Kind, value: Any) -> list[Malformed]:
    """Return the places where a value breaks the structure of its element."""
    validator = element_validator(kind.name)
    if validator.is_valid(value):
        return []
    return shape_errors(f"/{kind.name}", validator.iter_errors(value))
