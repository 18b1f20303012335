"""三方合并: an edited workbook against what the catalogue holds now, part by part.

Three versions meet: the revision the item was exported as (*base*), what stands now (*theirs*) and
what the workbook says (*mine*). A part that only one side changed is taken from that side; a part
that both changed, differently, is a conflict, which one of three ways settles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, bindparam, text

from app.elements.standard import load_standard
from app.importing.errors import RowError
from app.importing.intake import Facts, Taken
from app.importing.overlay import key_of, lay_over, standing
from app.importing.workbooks.told import RAW, digest
from app.items.documents import Document as Standing
from app.items.documents import read_revisions
from app.items.record import RECORDS

Document = dict[str, Any]
OnConflict = Literal["refuse", "theirs", "mine"]
ChangeKind = Literal["edited", "meanwhile", "conflict"]
_SHOWN = 120


class Change(NamedTuple):
    """变化: one part that the workbook or somebody else changed; None: it is not there."""

    part: str
    kind: ChangeKind
    base: Any
    theirs: Any
    mine: Any


class Merged(NamedTuple):
    """What a row comes to: the document to write, what changed, and the item it is."""

    document: Document
    changes: tuple[Change, ...]
    standing: Standing | None

    @property
    def conflicts(self) -> list[Change]:
        """The parts that both sides changed."""
        return [change for change in self.changes if change.kind == "conflict"]


def merged(
    connection: Connection, rows: Sequence[Taken], facts: Facts, on_conflict: OnConflict
) -> Iterator[Merged]:
    """Yield what each row of a workbook comes to."""
    known = standing(connection, rows, by_row_id=facts.by_row_id)
    bases = _bases(connection, rows, known, by_row_id=facts.by_row_id)
    for taken in rows:
        now = known.get(key_of(taken.kind, taken.document, by_row_id=facts.by_row_id))
        if now is None:
            yield Merged(taken.document, (), None)
            continue
        base = bases.get(now.version.item_id, now.content)
        mine = _mine(taken.document, base, facts)
        changes = tuple(compared(base, now.content, mine))
        yield Merged(settled(now.content, mine, changes, on_conflict), changes, now)


class AsExported(NamedTuple):
    """An item that stands as it was exported; ``present`` has a bit for each field it fills."""

    id: int
    present: int


def standing_as_exported(
    connection: Connection, rows: Sequence[Taken]
) -> dict[tuple[int, str | None], AsExported]:
    """Return {(kind, revision): item} of the unread rows whose item nobody changed since."""
    unread = [taken for taken in rows if taken.untouched]
    found: dict[tuple[int, str | None], AsExported] = {}
    for kind in {taken.kind for taken in unread}:
        codes = sorted({taken.document["code"] for taken in unread if taken.kind == kind})
        for row in connection.execute(_AS_THEY_ARE, {"kind": kind, "codes": codes or [""]}):
            found[kind, bytes(row.hash).hex()] = AsExported(row.id, row.present)
    return found


def compared(base: Document, theirs: Document, mine: Document) -> Iterator[Change]:
    """Yield every part that is not the same in all three, raw spellings aside."""
    for part in dict.fromkeys((*mine, *theirs, *base)):
        if part == RAW:
            continue
        sides = base.get(part), theirs.get(part), mine.get(part)
        before, now, wanted = map(digest, sides)
        if now == wanted:
            continue
        if wanted == before:
            yield Change(part, "meanwhile", *sides)
        else:
            yield Change(part, "edited" if now == before else "conflict", *sides)


def settled(
    theirs: Document, mine: Document, changes: Sequence[Change], on_conflict: OnConflict
) -> Document:
    """Return what stands now with the parts that the workbook changed."""
    won = {"edited", "conflict"} if on_conflict == "mine" else {"edited"}
    taken = {change.part for change in changes if change.kind in won}
    document = {part: value for part, value in theirs.items() if part not in taken}
    document |= {part: mine[part] for part in taken if part in mine}
    raw = {p: said for p, said in theirs.get(RAW, {}).items() if _part(p) not in taken}
    raw |= {p: said for p, said in mine.get(RAW, {}).items() if _part(p) in taken}
    document.pop(RAW, None)
    return document | ({RAW: raw} if raw or RAW in theirs else {})


def conflict_errors(taken: Taken, conflicts: Sequence[Change]) -> list[RowError]:
    """Return why a row is refused whose parts somebody else changed meanwhile."""
    return [_conflict_error(taken, change) for change in conflicts]


def _conflict_error(taken: Taken, change: Change) -> RowError:
    place = taken.place(f"/{change.part}")
    field = load_standard(RECORDS[taken.kind]).field(f"/{change.part}")
    facts = {
        "title": field.title,
        "title_en": field.title_en,
        "base": _told(change.base),
        "theirs": _told(change.theirs),
    }
    return RowError(
        "edited-meanwhile", facts, sheet=place.sheet, row=place.row, column=place.column,
        letter=place.letter, value=_told(change.mine), pointer=f"/{change.part}",
    )  # fmt: skip


def _told(value: Any) -> str:
    """A part in few words, as far as it helps to see what differs."""
    if value is None:
        return "–"
    if isinstance(value, list):
        return f"{len(value)}：{'、'.join(map(_told, value))}"[:_SHOWN]
    if isinstance(value, dict):
        return "、".join(_told(one) for one in value.values())[:_SHOWN]
    return str(value)[:_SHOWN]


def _mine(document: Document, base: Document, facts: Facts) -> Document:
    """What the workbook says, with what it has no column for as it was."""
    whole = set(facts.whole or ())
    laid = lay_over(base, document, facts.carried) if not whole >= {*base} - {RAW} else {}
    mine = {part: value for part, value in laid.items() if part not in whole}
    return mine | {part: document[part] for part in document if part in whole or part == RAW}


def _bases(
    connection: Connection, rows: Sequence[Taken], known: dict[Any, Standing], *, by_row_id: bool
) -> dict[int, Document]:
    """Item → the revision it was exported as, where that is not the one that stands."""
    wanted: dict[int, bytes] = {}
    for taken in rows:
        now = known.get(key_of(taken.kind, taken.document, by_row_id=by_row_id))
        told = _hash(taken.revision)
        if now and told and told != now.version.hash:
            wanted[now.version.item_id] = told
    if not wanted:
        return {}
    found = connection.execute(_NUMBERS, {"items": list(wanted), "hashes": list(wanted.values())})
    numbers = {row.item_id: row.number for row in found if bytes(row.hash) == wanted[row.item_id]}
    return {one.version.item_id: one.content for one in read_revisions(connection, numbers)}


def _hash(told: str | None) -> bytes | None:
    try:
        return bytes.fromhex(told or "") or None
    except ValueError:
        return None


def _part(pointer: str) -> str:
    return pointer.split("/")[1]


_AS_THEY_ARE = text(
    "SELECT id, hash, present FROM item WHERE kind = :kind AND code IN :codes"
).bindparams(bindparam("codes", expanding=True))
_NUMBERS = text(
    "SELECT item_id, number, hash FROM revision WHERE item_id IN :items AND hash IN :hashes"
).bindparams(bindparam("items", expanding=True), bindparam("hashes", expanding=True))
