"""事项写入: bring documents into the catalogue, many at a time, inside one write transaction.

The writer tells of each document whether it was created, changed, unchanged or refused. It works
below the ORM with tuples; derived columns, value ids and the hash chain are made here only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol

import orjson
from sqlalchemy import Connection, text

from app.elements.kinds import KINDS
from app.items.composer import Composer
from app.items.drafting import Draft, Drafter
from app.items.frames import Frames
from app.items.identity import Bodies, Places
from app.items.lines import Line
from app.items.plain import PlainFrames
from app.items.record import BASE
from app.items.register import Key, Register, Registered
from app.items.replacing import replace_items
from app.items.rows import ITEM_COLUMNS, Head, item_row
from app.items.shapes import Malformed
from app.items.standards import Standard, StandardIndex
from app.items.values import Defect, ValueStore
from app.kernel.bulk import bulk_execute, bulk_insert
from app.kernel.hashing import digest
from app.kernel.loading import make_indexes, set_indexes_aside

Verb = Literal["created", "changed", "unchanged", "refused"]
FIRST_LOAD = 5000
"""So many items in an empty catalogue are a first load: its indexes are made afterwards."""
OWN_BIT = 1 << len(KINDS)
NO_ELEMENTS = "[]"
NOTHING_HASH = digest(b"{}")
"""What a revision holds, and is hashed as, that says: withdrawn."""
_NO_CONTENT = ("{}", None, None, NO_ELEMENTS)
"""Its own part, frames and elements."""


class Incoming(NamedTuple):
    """One document on its way in."""

    kind: int
    document: dict[str, Any] | Line
    sheet: str | None = None
    row: int | None = None


class Outcome(NamedTuple):
    """What became of one document."""

    verb: Verb
    item_id: int | None = None
    errors: Sequence[Malformed] = ()


class Gone(NamedTuple):
    """An item that is to be withdrawn, as it stands."""

    id: int
    kind: int
    code: str
    qualifier: str
    number: int
    hash: bytes


class OwnJudge(Protocol):
    """Judges the own part of an item."""

    def __call__(
        self, kind: int, own: dict[str, Any], frames: PlainFrames | None = None
    ) -> Sequence[Defect]:
        """``frames``: what it is plainly composed of, if it is."""
        ...


class Watcher(Protocol):
    """Is told what is about to change and what was written, to keep findings current."""

    def changing(self, item_ids: Sequence[int]) -> None: ...

    def written(self, item_ids: Sequence[int]) -> None: ...

    def removed(self, item_ids: Sequence[int]) -> None: ...


@dataclass(slots=True)
class _Sheet:
    """The rows that one batch is about to write."""

    items: list[tuple[Any, ...]] = field(default_factory=list)
    revisions: list[tuple[Any, ...]] = field(default_factory=list)
    verdicts: list[tuple[Any, ...]] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)


@dataclass(slots=True)
class ItemWriter:
    """Writes documents; one writer per write transaction."""

    connection: Connection
    values: ValueStore
    standards: StandardIndex
    places: Places
    bodies: Bodies
    judge_own: OwnJudge
    watcher: Watcher
    batch_id: int | None
    recorded_at: datetime
    by_row_id: bool = True
    """Whether the source's own row id is part of an item's identity."""
    present_somewhere: int = 0
    """Union of the fields that any document filled."""
    _time: str = ""
    _register: Register = field(init=False)
    _next_item: int = 0
    _said: bytearray = field(default_factory=bytearray)
    """One byte for each item there was: whether this transaction has said what it is."""
    _drafter: Drafter = field(init=False)
    _indexes: list[str] = field(default_factory=list)
    """How to make the indexes again that a first load does without."""

    def __post_init__(self) -> None:
        self._time = self.recorded_at.isoformat(" ")
        self._register = Register(self.connection)
        self._next_item = self._register.first_item
        self._said = bytearray(self._register.first_item)
        composer = Composer(Frames(self.connection), self.places)
        self._drafter = Drafter(self.values, composer, self.places, self.bodies)

    def write(self, batch: Iterable[Incoming]) -> list[Outcome]:
        """Write one batch and return an outcome per document, in order."""
        self._drafter.by_row_id = self.by_row_id
        drafts = self._drafter.drafts(batch)
        passed = [draft for draft in drafts if isinstance(draft, Draft)]
        existing = self._register.of(draft.key for draft in passed)
        self.standards.look_up(
            code for one in passed for code in (one.identity.base_code, one.identity.upper_code)
        )
        sheet = _Sheet()
        outcomes = [
            self._place(draft, existing, sheet)
            if isinstance(draft, Draft)
            else Outcome("refused", None, draft)
            for draft in drafts
        ]
        self._flush(sheet)
        return outcomes

    def finish(self) -> None:
        """Point items at standards that appeared after them; nothing is written afterwards."""
        self._drafter.let_go()
        self._register.let_go()
        make_indexes(self.connection, self._indexes)
        self._indexes = []
        misled = self.standards.misled()
        item_ids = [item_id for item_id, _ in misled]
        self.watcher.changing(item_ids)
        self.standards.follow(misled)
        self.watcher.written(item_ids)

    def _place(self, draft: Draft, existing: dict[Key, Registered], sheet: _Sheet) -> Outcome:
        self.present_somewhere |= draft.present
        key = draft.key
        before = existing.get(key)
        if before and before.hash == draft.hash:
            self._say(before.id)
            return Outcome("unchanged", before.id)
        if before and self._has_said(before.id):
            return Outcome("refused", before.id, [_twice(draft)])
        item_id = before.id if before else self._allocate()
        number = before.number + 1 if before else 1
        existing[key] = Registered(item_id, number, draft.hash)
        if before:
            (sheet.returned if before.withdrawn else sheet.replaced).append(item_id)
            self._say(item_id)
        self._add(draft, item_id, number, before.hash if before else None, sheet)
        return Outcome("changed" if before and not before.withdrawn else "created", item_id)

    def _say(self, item_id: int) -> None:
        if item_id < self._register.first_item:
            self._said[item_id] = 1

    def _has_said(self, item_id: int) -> bool:
        """Tell whether this transaction has had the item: one key must not say two things."""
        return item_id >= self._register.first_item or bool(self._said[item_id])

    def _allocate(self) -> int:
        self._next_item += 1
        return self._next_item - 1

    def _add(
        self, draft: Draft, item_id: int, number: int, previous: bytes | None, sheet: _Sheet
    ) -> None:
        frames = draft.frames
        defects = self.judge_own(draft.kind, draft.own, frames)
        flawed = draft.flawed | (OWN_BIT if defects else 0)
        standard = self._standard(draft)
        head = Head(item_id, draft.kind, draft.identity, number, draft.hash, standard, frames)
        if draft.kind == BASE:
            self.standards.put(draft.identity.code, draft.identity.region_id or 0, item_id, number)
        sheet.items.append(item_row(head, draft.own, flawed, draft.present, draft.elements))
        sheet.revisions.append(self._revision(draft, item_id, number, previous))
        sheet.verdicts.extend((item_id, *defect) for defect in defects)

    def _standard(self, draft: Draft) -> Standard | None:
        identity = draft.identity
        if draft.kind == BASE:
            issuer = identity.region_id or 0
            return self.standards.above(identity.code, issuer, identity.upper_code)
        return self.standards.followed_by(identity.base_code, identity.region_id)

    def _revision(
        self, draft: Draft, item_id: int, number: int, previous: bytes | None
    ) -> tuple[Any, ...]:
        elements = orjson.dumps(draft.elements.ids)
        return (
            item_id,
            number,
            draft.hash,
            previous,
            self.batch_id,
            draft.sheet,
            draft.row,
            self._time,
            draft.own_json.decode(),
            draft.frame.id,
            draft.base_frame.id,
            elements.decode(),
        )

    def _flush(self, sheet: _Sheet) -> None:
        if not sheet.items:
            return
        replaced = [(item_id,) for item_id in sheet.replaced]
        if replaced:
            self.watcher.changing(sheet.replaced)
            bulk_execute(self.connection, "DELETE FROM verdict WHERE item_id = ?", replaced)
        if sheet.returned:
            returned = [(item_id,) for item_id in sheet.returned]
            bulk_execute(self.connection, "DELETE FROM withdrawn_item WHERE id = ?", returned)
        self.bodies.flush(self.connection)
        self._drafter.composer.frames.flush()
        if self._register.is_new and not self._indexes and self._next_item > FIRST_LOAD:
            self._indexes = set_indexes_aside(self.connection, "item")
        fresh = self._replaced(sheet) if replaced else sheet.items
        bulk_insert(self.connection, "item", ITEM_COLUMNS, fresh)
        bulk_insert(self.connection, "revision", _REVISION_COLUMNS, sheet.revisions)
        self.values.own_verdicts(sheet.verdicts)
        self.watcher.written([row[0] for row in sheet.items])
        self._touch_relined()

    def _replaced(self, sheet: _Sheet) -> list[tuple[Any, ...]]:
        """Write over the items that were there; return the rows of the others."""
        there = set(sheet.replaced)
        replace_items(self.connection, [row for row in sheet.items if row[0] in there])
        return [row for row in sheet.items if row[0] not in there]

    def _touch_relined(self) -> None:
        """A body that was renamed into another line changes what is found of all its items."""
        for agency in self.bodies.take_relined():
            items = list(self.connection.execute(_OF_AGENCY, {"agency": agency}).scalars())
            self.watcher.changing(items)
            self.watcher.written(items)

    def withdraw(self, gone: Sequence[Gone]) -> None:
        """Take items out of the catalogue; a revision says so, and their history stays."""
        if not gone:
            return
        item_ids = [item.id for item in gone]
        self.watcher.changing(item_ids)
        for item in gone:
            self._say(item.id)
            if item.kind == BASE:
                self.standards.drop(item.code, int(item.qualifier))
        self.watcher.removed(item_ids)
        removed = [(item_id,) for item_id in item_ids]
        bulk_execute(self.connection, "DELETE FROM item WHERE id = ?", removed)
        bulk_execute(self.connection, "DELETE FROM verdict WHERE item_id = ?", removed)
        bulk_insert(
            self.connection,
            "withdrawn_item",
            ("id", "kind", "code", "qualifier", "number", "hash"),
            [(*item[:4], item.number + 1, NOTHING_HASH) for item in gone],
        )
        bulk_insert(
            self.connection,
            "revision",
            _REVISION_COLUMNS,
            [(*_after(item), self.batch_id, None, None, self._time, *_NO_CONTENT) for item in gone],
        )
        self._register.expect_withdrawn()


def _twice(draft: Draft) -> Malformed:
    pointer = "/base_code" if draft.kind == BASE else "/code"
    return Malformed(pointer, "twice", draft.identity.code)


def _after(item: Gone) -> tuple[int, int, bytes, bytes]:
    return item.id, item.number + 1, NOTHING_HASH, item.hash


_REVISION_COLUMNS = (
    "item_id",
    "number",
    "hash",
    "previous",
    "batch_id",
    "sheet",
    "row",
    "recorded_at",
    "own",
    "frame_id",
    "base_frame_id",
    "elements",
)
_OF_AGENCY = text("SELECT id FROM item WHERE agency_id = :agency")
