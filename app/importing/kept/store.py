"""映射的存取: the rows of ``import_mapping``; nothing is overwritten, the newest version counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Row, Select, func, insert, select

from app.importing.mappings.kept import KeptMapping
from app.importing.models import ImportMapping

DRAFT, CONFIRMED, REMOVED = "draft", "confirmed", "removed"


class Saved(NamedTuple):
    """一版映射: as it was saved."""

    name: str
    version: int
    state: str
    document: dict[str, Any]
    author: str | None
    saved_at: datetime


def names(connection: Connection) -> list[str]:
    """Return the names of the mappings that were not removed, in order."""
    return sorted(connection.scalars(_newest(ImportMapping.name)))


def newest(connection: Connection, named: Sequence[str] | None = None) -> Iterator[Saved]:
    """Yield the newest version of each mapping that was not removed, by name; or only of these."""
    chosen = _newest(ImportMapping.__table__).order_by(ImportMapping.name)
    if named is not None:
        chosen = chosen.where(ImportMapping.name.in_(named))
    return map(_saved, connection.execute(chosen))


def kept_mappings(connection: Connection) -> list[KeptMapping]:
    """Return what readers of files need: the newest of each, confirmed or not."""
    return [
        KeptMapping(one.name, one.version, one.state == CONFIRMED, one.document)
        for one in newest(connection)
    ]


def titles_of(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Return the newest titles of these mappings, as far as they were kept here."""
    chosen = select(ImportMapping.name, ImportMapping.title).where(ImportMapping.name.in_(names))
    rows = connection.execute(chosen.order_by(ImportMapping.version))
    return {row.name: row.title for row in rows}


def find(connection: Connection, name: str, version: int | None = None) -> Saved | None:
    """Return one version of a mapping, the newest unless another is asked for."""
    chosen = select(ImportMapping.__table__).where(ImportMapping.name == name)
    if version is not None:
        chosen = chosen.where(ImportMapping.version == version)
    row = connection.execute(chosen.order_by(ImportMapping.version.desc()).limit(1)).first()
    return _saved(row) if row else None


def history(connection: Connection, name: str) -> list[dict[str, Any]]:
    """Return who saved which version when, the newest first."""
    columns = ("version", "state", "author", "saved_at")
    chosen = select(*(getattr(ImportMapping, column) for column in columns))
    rows = connection.execute(
        chosen.where(ImportMapping.name == name).order_by(ImportMapping.version.desc())
    )
    return [{**row._mapping, "saved_at": row.saved_at.isoformat() + "Z"} for row in rows]


def add(connection: Connection, saved: Saved) -> None:
    """Write a version down."""
    connection.execute(
        insert(ImportMapping).values(
            name=saved.name,
            version=saved.version,
            state=saved.state,
            title=saved.document["title"],
            document=orjson.dumps(saved.document).decode(),
            author=saved.author,
            saved_at=saved.saved_at,
        )
    )


def _newest(columns: Any) -> Select[Any]:
    last = (
        select(ImportMapping.name, func.max(ImportMapping.version).label("version"))
        .group_by(ImportMapping.name)
        .subquery()
    )
    latest = (ImportMapping.name == last.c.name) & (ImportMapping.version == last.c.version)
    return select(columns).join(last, latest).where(ImportMapping.state != REMOVED)


def _saved(row: Row[Any]) -> Saved:
    document = orjson.loads(row.document)
    return Saved(row.name, row.version, row.state, document, row.author, row.saved_at)
