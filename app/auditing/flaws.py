"""瑕疵的标记: which elements of an item have findings of their own, one bit each (``item.flawed``).

A full pass looks only where a mark tells it to. Marks follow the verdicts: whoever makes or takes
back the first or last verdict of a value, or of an own part, has its items marked again.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from app.elements.kinds import KINDS
from app.items.writing import OWN_BIT
from app.kernel.bulk import driver, execute, insert_ids


def mark_values(connection: Connection, value_ids: Iterable[int]) -> int:
    """Mark the items that hold these values by the verdicts that stand of them now.

    Returns how many are marked otherwise than before.
    """
    _note(connection, value_ids)
    cursor = driver(connection).cursor()
    marked = 0
    for place, is_flawed in cursor.execute(_TURNED).fetchall():
        column, flaws = KINDS[place].name, _EXIST if is_flawed else f"NOT {_EXIST}"
        held = f"{column} IN ({_VALUES.format(place=place, flaws=flaws)})"
        marked += cursor.execute(_marking(1 << place, held, is_flawed=is_flawed)).rowcount
    return marked


def mark_own_parts(connection: Connection, item_ids: Iterable[int]) -> int:
    """Mark these items by the verdicts that stand of their own parts now; return how many changed."""
    _note(connection, item_ids)
    marked = 0
    for is_flawed, flaws in ((True, "IN"), (False, "NOT IN")):
        said = f"id IN (SELECT id FROM turned) AND id {flaws} ({_OWN})"
        marking = _marking(OWN_BIT, said, is_flawed=is_flawed)
        marked += driver(connection).cursor().execute(marking).rowcount
    return marked


def mark_all(connection: Connection) -> None:
    """Mark every item by the verdicts that stand, whatever its mark says.

    This reads all items and looks up all their values: marks that follow differences need it only
    where they may have been spoilt.
    """
    marks = " + ".join(
        (*(_bit(kind.name, _OF_VALUES, 1 << kind.number) for kind in KINDS),
         _bit("id", _OF_OWN_PARTS, OWN_BIT))
    )  # fmt: skip
    execute(connection, f"UPDATE item SET flawed = {marks} WHERE flawed <> {marks}")


def _bit(column: str, flawed: str, bit: int) -> str:
    return f"CASE WHEN {column} IN ({flawed}) THEN {bit} ELSE 0 END"


def _note(connection: Connection, ids: Iterable[int]) -> None:
    driver(connection).cursor().execute("DELETE FROM turned")
    insert_ids(connection, "turned", ids)


def _marking(bit: int, where: str, *, is_flawed: bool) -> str:
    """Write only items that are not marked so already."""
    if is_flawed:
        return f"UPDATE item SET flawed = flawed | {bit} WHERE flawed & {bit} = 0 AND {where}"
    return f"UPDATE item SET flawed = flawed & ~{bit} WHERE flawed & {bit} <> 0 AND {where}"


_OF_VALUES = "SELECT value_id FROM verdict WHERE value_id IS NOT NULL"
_OF_OWN_PARTS = "SELECT item_id FROM verdict WHERE item_id IS NOT NULL AND region_id IS NULL"
_EXIST = "EXISTS (SELECT 1 FROM verdict d WHERE d.value_id = v.id)"
_TURNED = f"SELECT DISTINCT v.kind, {_EXIST} FROM turned t JOIN element_value v ON v.id = t.id"
_VALUES = (
    "SELECT v.id FROM turned t JOIN element_value v ON v.id = t.id"
    " WHERE v.kind = {place} AND {flaws}"
)
_OWN = "SELECT d.item_id FROM turned t JOIN verdict d ON d.item_id = t.id WHERE d.region_id IS NULL"
