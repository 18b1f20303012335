"""来源中消失的事项: what a file that says it is complete for its scope has no more.

They are reported, never deleted: a source that forgets a line must not take an item away.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, text

from app.items.queries import CANCELLED, OPEN
from app.items.record import BASE
from app.kernel.bulk import bulk_insert

Complete = Literal["agency", "region"]
"""The file has every item of each body, or of each region, of which it has one."""
_CODES = ("handling_code", "code", "local_code", "base_code", "row_id")


@dataclass(slots=True)
class Said:
    """The items a file speaks of, and the codes on its refused rows."""

    items: array[int] = field(default_factory=lambda: array("q"))
    codes: set[str] = field(default_factory=set)

    def refused(self, document: dict[str, Any]) -> None:
        """Note a row that could not be taken: its item has not vanished."""
        self.codes.update(str(document[name]) for name in _CODES if document.get(name))


def note_vanished(
    connection: Connection, said: Said, complete: Complete, batch_id: int | None
) -> int:
    """Count, and for a batch keep, the items in the file's scope that the file lacks."""
    _prepare(connection, said)
    scope = (
        f"CASE WHEN i.kind = {BASE} THEN i.region_id ELSE i.agency_id END"
        if complete == "agency"
        else "i.region_id"
    )
    connection.execute(
        text(
            "CREATE TEMP TABLE scope_said AS"
            f" SELECT DISTINCT i.kind, {scope} AS place FROM said_item s"
            " JOIN item i ON i.id = s.item_id"
        )
    )
    found = _FOUND.format(scope=scope)
    count = int(connection.execute(text(f"SELECT count(*) {found}")).scalar_one())
    if count and batch_id is not None:
        keep = text(f"INSERT INTO import_vanished (batch_id, item_id) SELECT :batch, i.id {found}")
        connection.execute(keep, {"batch": batch_id})
    for table in ("said_item", "said_code", "scope_said"):
        connection.execute(text(f"DROP TABLE {table}"))
    return count


def _prepare(connection: Connection, said: Said) -> None:
    connection.execute(text("CREATE TEMP TABLE said_item (item_id INTEGER PRIMARY KEY)"))
    connection.execute(text("CREATE TEMP TABLE said_code (code TEXT PRIMARY KEY)"))
    bulk_insert(connection, "said_item", ("item_id",), [(one,) for one in sorted(set(said.items))])
    bulk_insert(connection, "said_code", ("code",), [(one,) for one in sorted(said.codes)])


_FOUND = (
    "FROM item i JOIN scope_said p ON p.kind = i.kind AND p.place = {scope}"
    f" WHERE coalesce(i.status, 1) <> {CANCELLED}"
    " AND NOT EXISTS (SELECT 1 FROM said_item s WHERE s.item_id = i.id)"
    " AND NOT EXISTS (SELECT 1 FROM said_code c WHERE c.code IN (i.code, i.qualifier))"
)


def vanished_of(
    connection: Connection, batch_id: int, after: int, limit: int
) -> list[dict[str, Any]]:
    """Return the items that a batch's file no longer has and that are still in the catalogue."""
    rows = connection.execute(_LISTED, {"batch": batch_id, "after": after, "most": limit})
    return [{**row._mapping, "name": orjson.loads(row.name) if row.name else None} for row in rows]


_LISTED = text(
    "SELECT v.item_id AS id, i.code, i.qualifier, n.content AS name FROM import_vanished v"
    " JOIN item i ON i.id = v.item_id LEFT JOIN element_value n ON n.id = i.name"
    f" WHERE v.batch_id = :batch AND v.item_id > :after AND {OPEN} ORDER BY v.item_id LIMIT :most"
)
