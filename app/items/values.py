"""要素值的存取: intern element values, so that equal content is stored, and judged, once.

Only a spelling never met in this transaction (see ``parts``) is tidied, validated, looked up, and,
if new to the catalogue, canonicalised, judged and written. A million items that follow a few
thousand standards cost a few thousand judgements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any, NamedTuple

import orjson
from pydantic import ValidationError
from sqlalchemy import Connection

from app.elements.kinds import KIND_BY_NAME, KINDS, Kind
from app.elements.schemas import element_validator
from app.elements.sense import TAGS, sense_of
from app.items.columns import columns_of
from app.items.met import Met
from app.items.parts import NO_PARTS, NOTHING, Memo, Part, ValueRef, marks_of
from app.items.plain_contact import plain_hours
from app.items.presence import presence_of
from app.items.shapes import Malformed, misfits, shape_errors
from app.items.verdicts import next_verdict
from app.kernel.bulk import bulk_insert, bulk_select, next_id
from app.kernel.hashing import canonical_bytes, digest
from app.kernel.text import fold, tidy

MOST_WHOLE = 2**53  # beyond it a float no longer tells one whole number from the next
NAME = 0
MET_BITS = 1 << 24  # 2 MB; of a million values, one in seventeen is looked up though it is new
CONTACT = KIND_BY_NAME["contact"].number


class Defect(NamedTuple):
    """One thing wrong inside a value: rule id, JSON pointer, facts as JSON."""

    rule_id: int
    pointer: str
    facts: str


Judge = Callable[[Kind, Any, int | None], Sequence[Defect]]
"""Told kind, value, and the hours of a plain contact."""


class Elements(NamedTuple):
    """The values of one document, in the order of their kinds."""

    ids: tuple[int | None, ...]
    marks: int
    columns: tuple[int | None, ...]
    hashes: bytes


_Fresh = tuple[Part, Kind, Any, str, bytes]
"""Part, its kind, what it says, the canonical JSON of that, and its hash."""
_NUMBERS = {kind.name: kind.number for kind in KINDS}


@dataclass(slots=True)
class _Rows:
    """The rows that one call of ``resolve`` is about to write."""

    values: list[tuple[int, int, bytes, bytes, str, int | None]] = field(default_factory=list)
    names: list[tuple[int, str]] = field(default_factory=list)
    verdicts: list[tuple[int, int, int, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class ValueStore:
    """The element values of one write transaction."""

    connection: Connection
    judge: Judge
    _memos: list[Memo] = field(default_factory=lambda: [Memo(kind.number) for kind in KINDS])
    _pending: dict[Part, None] = field(default_factory=dict)
    _next_value: int = 0
    _next_verdict: int = 0
    _met: Met | None = None
    """The hashes met by a first load, which knows what is stored: it stored all of it."""
    new_values: int = 0

    def __post_init__(self) -> None:
        self._next_value = next_id(self.connection, "element_value")
        self._next_verdict = next_verdict(self.connection)
        self._met = Met(MET_BITS) if self._next_value == 1 else None

    def take_apart(self, document: dict[str, Any]) -> tuple[dict[str, Any], tuple[Part, ...]]:
        """Return the own part of a document and its elements, in the order of their kinds."""
        own: dict[str, Any] = {}
        parts = list(NO_PARTS)
        for name, said in document.items():
            number = _NUMBERS.get(name)
            if number is None:
                own[name] = said
            else:
                memo, written = self._memos[number], orjson.dumps(said)
                parts[number] = memo.find(written) or memo.add(written, said)
        return own, tuple(parts)

    def announce(self, parts: Iterable[Part]) -> None:
        """Ask for those that were never met before to be stored when ``resolve`` is called."""
        fresh = [part for part in parts if part.known is None and not part.errors]
        self._pending.update(dict.fromkeys(fresh))

    def elements(self, parts: Sequence[Part]) -> Elements | list[Malformed]:
        """Return the stored values of a document, or why they could not be stored."""
        refs = [part.known for part in parts]
        if None in refs:
            return [error for part in parts for error in part.errors]
        ids, marks, columns, hashes = zip(*refs, strict=True)
        return Elements(
            ids, reduce(or_, marks), tuple(chain.from_iterable(columns)), b"".join(hashes)
        )

    def resolve(self) -> None:
        """Store what was announced since the last call."""
        if not self._pending:
            return
        fresh = list(self._tidied())
        self._store(fresh, self._known({content_hash for *_, content_hash in fresh}))
        self._pending = {}

    def let_go(self) -> None:
        """Forget the spellings met."""
        for memo in self._memos:
            memo.let_go()

    def own_verdicts(self, rows: Sequence[tuple[int, int, str, str]]) -> None:
        """Keep verdicts on the own parts of items: (item id, rule id, pointer, facts)."""
        numbered = [(self._next_verdict + place, *row) for place, row in enumerate(rows)]
        self._next_verdict += len(numbered)
        columns = ("id", "item_id", "rule_id", "pointer", "facts")
        bulk_insert(self.connection, "verdict", columns, numbered)

    def _tidied(self) -> Iterator[_Fresh]:
        for part in self._pending:
            kind, value = KINDS[part.number], tidied(part.value)
            part.let_go()
            part.errors = malformed(kind, value) if value != "" else []
            if value == "":
                part.known = NOTHING[part.number]
            elif not part.errors:
                content = canonical_bytes(value)
                yield part, kind, value, content.decode(), digest(TAGS[kind.number] + content)

    def _known(self, hashes: set[bytes]) -> dict[bytes, tuple[int, bool]]:
        """Return id and flaw of the values the catalogue already holds."""
        if self._met:
            hashes = set(filter(self._met.meet, hashes))
        return {
            bytes(content_hash): (identity, bool(flawed))
            for identity, content_hash, flawed in bulk_select(self.connection, _KNOWN, hashes)
        }

    def _store(
        self,
        fresh: Iterable[_Fresh],
        known: dict[bytes, tuple[int, bool]],
    ) -> None:
        rows = _Rows()
        for part, kind, value, content, content_hash in fresh:
            if content_hash not in known:
                try:
                    parsed = kind.parse(value)
                except ValidationError as error:
                    part.errors = misfits(f"/{kind.name}", error)
                    continue
                known[content_hash] = self._add(rows, kind, content, parsed, content_hash)
            identity, flawed = known[content_hash]
            marks = marks_of(
                flaw=1 << kind.number if flawed else 0, present=presence_of(kind.name, value)
            )
            part.known = ValueRef(identity, marks, columns_of(kind.name, value), content_hash)
        self.new_values += len(rows.values)
        bulk_insert(self.connection, "element_value", _VALUE_COLUMNS, rows.values)
        bulk_insert(self.connection, "name_text", ("value_id", "folded"), rows.names)
        bulk_insert(self.connection, "verdict", _VERDICT_COLUMNS, rows.verdicts)

    def _add(
        self, rows: _Rows, kind: Kind, content: str, parsed: Any, content_hash: bytes
    ) -> tuple[int, bool]:
        """Note the rows of a value that is new; return its id, and whether it is flawed."""
        identity = self._next_value
        self._next_value += 1
        sense = sense_of(kind, parsed, content_hash)
        hours = plain_hours(content) if kind.number == CONTACT else None
        rows.values.append((identity, kind.number, content_hash, sense, content, hours))
        if kind.number == NAME:
            rows.names.append((identity, fold(parsed)))
        defects = self.judge(kind, parsed, hours)
        for defect in defects:
            rows.verdicts.append((self._next_verdict, identity, *defect))
            self._next_verdict += 1
        return identity, bool(defects)


_VALUE_COLUMNS = ("id", "kind", "hash", "sense", "content", "plain_hours")
_VERDICT_COLUMNS = ("id", "value_id", "rule_id", "pointer", "facts")
_KNOWN = (
    "SELECT v.id, v.hash, (SELECT d.id FROM verdict d WHERE d.value_id = v.id LIMIT 1) IS NOT NULL"
    " FROM element_value v WHERE v.hash IN ({keys})"
)


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
