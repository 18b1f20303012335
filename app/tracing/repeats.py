"""自发自要与重复提交: papers that the asking body itself gives, or asks for again.

Both are questions about one body: which of its own results it asks for, and which paper the parts
of one of its main items ask for more than once.
"""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection, text

from app.items.mentions.models import EXEMPT, FORM, OPTIONAL
from app.items.queries import OPEN_BY_INDEX
from app.surveying.wording import read_name
from app.tracing.uses import LIVE, MATERIALS, RESULT, Use

SKIPPED = EXEMPT | OPTIONAL | FORM


def self_issued(connection: Connection, agency: int) -> list[Use]:
    """Return where a body asks for what is the result of another item of its own.

    An item whose own result the paper is (renewal, change) is not meant.
    """
    rows = connection.execute(_SELF_ISSUED, {"agency": agency})
    return [Use(row.item_id, row.source) for row in rows]


def repeated(connection: Connection, agency: int) -> list[dict[str, Any]]:
    """Return, for each main item of a body, the papers that several of its parts ask for.

    Parts are told by the last three signs of the base code. Ways of handling one matter (首次注册,
    变更注册) are alternatives, not repetitions, whether they are handling items or parts of their
    own: papers that only these ask for are left out.
    """
    found: dict[tuple[str, int], dict[str, Any]] = {}
    read: dict[tuple[str, int], set[tuple[str, str]]] = {}
    for row in connection.execute(_REPEATED, {"agency": agency}):
        key = (row.main, row.paper_id)
        entry = {"main": row.main, "paper": row.paper_id, "name": row.name, "parts": []}
        parts = found.setdefault(key, entry)["parts"]
        if row.base_code not in parts:
            parts.append(row.base_code)
        read.setdefault(key, set()).add(_read(row.item_name))
    return [
        entry
        for key, entry in found.items()
        if len(entry["parts"]) > 1 and not _are_ways(read[key])
    ]


def _read(name: str | None) -> tuple[str, str]:
    """Return the matter and the handling that the name of a part says."""
    wording = read_name(orjson.loads(name)) if name else None
    return (wording.core, wording.handling) if wording else ("", "")


def _are_ways(read: set[tuple[str, str]]) -> bool:
    """Tell whether parts are ways of handling one matter."""
    return len({matter for matter, _ in read}) == 1 and len(read) > 1


_SELF_ISSUED = text(f"""
WITH given AS (
    SELECT DISTINCT r.paper_id, j.id FROM item j JOIN mention r ON r.value_id = j.result
    WHERE j.agency_id = :agency AND r.kind = {RESULT.number} AND coalesce(j.status, 1) <> 3
)
SELECT i.id AS item_id, m.id AS source FROM item i JOIN mention m ON m.value_id = i.materials
WHERE i.agency_id = :agency AND m.kind = {MATERIALS.number} AND m.flags & {SKIPPED} = 0
  AND {LIVE} AND {OPEN_BY_INDEX}
  AND EXISTS (SELECT 1 FROM given g WHERE g.paper_id = m.paper_id AND g.id <> i.id)
  AND NOT EXISTS (SELECT 1 FROM mention x WHERE x.value_id = i.result
                  AND x.paper_id = m.paper_id AND x.kind = {RESULT.number})
ORDER BY 2, 1
""")
_REPEATED = text(f"""
SELECT DISTINCT substr(i.base_code, 1, 9) AS main, substr(i.base_code, 1, 12) AS base_code,
       m.paper_id, p.name, n.content AS item_name
FROM item i JOIN mention m ON m.value_id = i.materials JOIN paper p ON p.id = m.paper_id
LEFT JOIN element_value n ON n.id = i.name
WHERE i.agency_id = :agency AND m.kind = {MATERIALS.number} AND m.flags & {SKIPPED} = 0
  AND length(i.base_code) >= 12 AND {LIVE} AND {OPEN_BY_INDEX}
ORDER BY 1, 3, 2
""")
