"""事项文档: read a whole document back, as it is now or as a revision had it.

The own part stands in the revision and its frames, the elements stand by id in ``element_value``; put together
they are the document that was written, tidied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, func, select, text

from app.elements.kinds import KINDS
from app.elements.schemas import acceptance_schema
from app.items.composing import whole_own
from app.items.models import Item, OwnFrame, Revision, WithdrawnItem
from app.items.record import RECORDS
from app.items.writing import NO_ELEMENTS

CHUNK = 500
_R, _I, _W = Revision.__table__, Item.__table__, WithdrawnItem.__table__
_F, _B = OwnFrame.__table__, OwnFrame.__table__.alias()
_FRAMED = _R.outerjoin(_F, _F.c.id == _R.c.frame_id).outerjoin(_B, _B.c.id == _R.c.base_frame_id)
_FRAMES = _F.c.content.label("frame"), _B.c.content.label("base_frame")
_REVISIONS = select(_R, *_FRAMES, _I.c.kind).select_from(_FRAMED.join(_I, _I.c.id == _R.c.item_id))
_VALUES = text("SELECT id, content FROM element_value WHERE id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)


@dataclass(frozen=True, slots=True)
class Version:
    """版本: one revision of an item, without its content. Times are UTC."""

    item_id: int
    number: int
    hash: bytes
    previous: bytes | None
    batch_id: int | None
    recorded_at: datetime
    withdrawn: bool = False
    """Whether it says that the item was withdrawn: it has no content then."""

    def document(self) -> dict[str, Any]:
        """Return what an API tells of the revision itself."""
        return {
            "number": self.number,
            "hash": self.hash.hex(),
            "previous": self.previous.hex() if self.previous else None,
            "batch": self.batch_id,
            "recorded_at": self.recorded_at.replace(tzinfo=UTC).isoformat(),
            "withdrawn": self.withdrawn,
        }


@dataclass(frozen=True, slots=True)
class Document:
    """文档: one revision of an item with its content, fields in the order of the standard."""

    kind: int
    version: Version
    content: dict[str, Any]


def read_document(
    connection: Connection, item_id: int, number: int | None = None
) -> Document | None:
    """Return an item's document: the current one, or that of revision ``number``."""
    wanted = _R.c.number == (_I.c.number if number is None else number)
    rows = connection.execute(_REVISIONS.where(_R.c.item_id == item_id, wanted)).all()
    return next(iter(_documents(connection, rows)), None)


def read_documents(connection: Connection, item_ids: Sequence[int]) -> list[Document]:
    """Return the current documents of many items, in the order of their ids."""
    found: list[Document] = []
    for start in range(0, len(item_ids), CHUNK):
        ids = item_ids[start : start + CHUNK]
        statement = _REVISIONS.where(_R.c.item_id.in_(ids), _R.c.number == _I.c.number)
        rows = connection.execute(statement.order_by(_R.c.item_id)).all()
        found.extend(_documents(connection, rows))
    return found


def read_revisions(connection: Connection, numbers: Mapping[int, int]) -> list[Document]:
    """Return of many items, withdrawn ones among them, the revision with the number given."""
    kind = func.coalesce(_I.c.kind, _W.c.kind).label("kind")
    statement = select(_R, *_FRAMES, kind).select_from(
        _FRAMED.outerjoin(_I, _I.c.id == _R.c.item_id).outerjoin(_W, _W.c.id == _R.c.item_id)
    )
    rows = connection.execute(statement.where(_R.c.item_id.in_(numbers)).order_by(_R.c.item_id))
    wanted = [row for row in rows if numbers[row.item_id] == row.number]
    return list(_documents(connection, wanted))


def versions(connection: Connection, item_id: int) -> list[Version]:
    """Return the revisions of an item, newest first."""
    statement = select(_R).where(_R.c.item_id == item_id).order_by(_R.c.number.desc())
    return [_version(row) for row in connection.execute(statement)]


def _version(row: Row[Any]) -> Version:
    previous = bytes(row.previous) if row.previous else None
    withdrawn: bool = row.elements == NO_ELEMENTS
    return Version(
        row.item_id, row.number, bytes(row.hash), previous, row.batch_id, row.recorded_at, withdrawn
    )


def _documents(connection: Connection, rows: Sequence[Row[Any]]) -> Iterable[Document]:
    elements = [orjson.loads(row.elements) for row in rows]
    contents = _contents(connection, {i for ids in elements for i in ids if i is not None})
    for row, ids in zip(rows, elements, strict=True):
        parts = {
            kind.name: orjson.loads(contents[value_id])
            for kind, value_id in zip(KINDS, ids, strict=False)
            if value_id is not None
        }
        content = {**whole_own(row.own, row.frame, row.base_frame), **parts}
        order = field_order(row.kind)
        ordered = {name: content[name] for name in order if name in content}
        yield Document(row.kind, _version(row), ordered)


def _contents(connection: Connection, ids: set[int]) -> dict[int, str]:
    wanted = sorted(ids)
    found: dict[int, str] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = connection.execute(_VALUES, {"ids": wanted[start : start + CHUNK]})
        found.update((row.id, row.content) for row in rows)
    return found


@lru_cache(maxsize=2)
def field_order(kind: int) -> tuple[str, ...]:
    """Return the fields of a record in the order of the standard."""
    return tuple(acceptance_schema(RECORDS[kind])["properties"])
