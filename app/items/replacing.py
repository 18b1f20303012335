"""改写: write what items are now over what they were, in place.

Most edits change no column that an index covers, and a dozen indexes with one entry for each item
are most of what writing a few items costs. So their columns are written apart, and only of items
in which one of them differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, String

from app.items.models import ITEM
from app.items.rows import ITEM_COLUMNS
from app.kernel.db import bulk_execute

_IDENTITY = ("id", "kind", "code", "qualifier")
"""An item keeps these for life."""
_COVERED = {column.name for index in ITEM.indexes for column in index.columns} | {"secret"}
INDEXED = tuple(name for name in ITEM_COLUMNS if name in _COVERED and name not in _IDENTITY)
PLAIN = tuple(name for name in ITEM_COLUMNS if name not in _COVERED and name not in _IDENTITY)
_ID = ITEM_COLUMNS.index("id")


def replace_items(connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows of ``ITEM_COLUMNS`` over the items with the same ids."""
    bulk_execute(connection, _UPDATE_PLAIN, [(*_PLAIN_OF(row), row[_ID]) for row in rows])
    covered = [(_INDEXED_OF(row), row[_ID]) for row in rows]
    bulk_execute(connection, _UPDATE_INDEXED, [(*new, item, *new) for new, item in covered])


def _update(names: Iterable[str], also: str = "") -> str:
    return f"UPDATE item SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?{also}"


def _differs(name: str) -> str:
    """Neither a space alone nor -1 is ever written, so they stand for nothing at all."""
    nothing = "' '" if isinstance(ITEM.c[name].type, String) else "-1"
    return f"coalesce({name}, {nothing}) <> coalesce(?, {nothing})"


_PLAIN_OF = itemgetter(*(ITEM_COLUMNS.index(name) for name in PLAIN))
_INDEXED_OF = itemgetter(*(ITEM_COLUMNS.index(name) for name in INDEXED))
_UPDATE_PLAIN = _update(PLAIN)
_UPDATE_INDEXED = _update(INDEXED, f" AND ({' OR '.join(map(_differs, INDEXED))})")
