"""改写: write what items are now over what they were, in place.

Most edits change no column that an index covers, and a dozen indexes with one entry for each item
are most of what writing a few items costs. So their columns are written apart, and only of items
in which one of them differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from app.items.models import ITEM
from app.items.rows import ITEM_COLUMNS
from app.kernel.bulk import bulk_update

_IDENTITY = ("id", "kind", "code", "qualifier")
"""An item keeps these for life."""
_COVERED = {column.name for index in ITEM.indexes for column in index.columns} | {"secret"}
INDEXED = tuple(name for name in ITEM_COLUMNS if name in _COVERED and name not in _IDENTITY)
PLAIN = tuple(name for name in ITEM_COLUMNS if name not in _COVERED and name not in _IDENTITY)


def replace_items(connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows of ``ITEM_COLUMNS`` over the items with the same ids."""
    bulk_update(connection, "item", PLAIN, list(map(_PLAIN_OF, rows)))
    bulk_update(connection, "item", INDEXED, list(map(_INDEXED_OF, rows)), differing=True)


_PLAIN_OF, _INDEXED_OF = (
    itemgetter(*(ITEM_COLUMNS.index(name) for name in (*names, "id"))) for names in (PLAIN, INDEXED)
)
