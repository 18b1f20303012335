"""基线的留存: freeze what items ask for today, and count the reductions since.

Frozen, not derived from the history: see decision 0014.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, text

from app.auditing.following import EVERYWHERE, Follower
from app.auditing.stored import Form, remove
from app.auditing.sums import Place, Sums
from app.auditing.touching import Places
from app.items.record import IMPLEMENTATION
from app.items.state import read_state
from app.kernel.bulk import next_id
from app.kernel.clock import beijing_date, now
from app.measuring.counting import Cell, Count, Held, baseline_plan, held_in
from app.measuring.errors import BaselineExists, UnknownBaseline
from app.measuring.models import Baseline, BaselineItem
from app.measuring.populations import POPULATIONS

POPULATION = POPULATIONS["applied-for"].exclusion
COLUMNS = (
    "region_id, agency_id, type, level, project_type, material_count, statutory,"
    " statutory_unit, promised, promised_unit, steps, visits, fee_count"
)


def take(connection: Connection, name: str, note: str = "") -> dict[str, Any]:
    """Freeze the items that are in the population now; return the baseline.

    Raises:
        BaselineExists: there is one of this name.
    """
    if connection.execute(_named(name)).first():
        raise BaselineExists(name=name)
    identity = next_id(connection, "baseline")
    frozen = connection.execute(_FREEZE, {"baseline": identity})
    row = {
        "id": identity,
        "name": name,
        "taken_at": now(),
        "version": read_state(connection).version,
        "items": frozen.rowcount,
        "note": note,
    }
    connection.execute(insert(Baseline).values(**row))
    return _told(row)


def drop(connection: Connection, name: str) -> None:
    """Forget a baseline.

    Raises:
        UnknownBaseline: there is none of this name.
    """
    identity = baseline_id(connection, name)
    connection.execute(delete(BaselineItem).where(BaselineItem.baseline_id == identity))
    connection.execute(delete(Baseline).where(Baseline.id == identity))
    remove(connection, _FORM, identity)


def read_baselines(connection: Connection) -> list[dict[str, Any]]:
    """Return all baselines, the newest first."""
    newest_first = select(Baseline.__table__).order_by(Baseline.id.desc())
    return [_told(dict(row)) for row in connection.execute(newest_first).mappings()]


def baseline_id(connection: Connection, name: str) -> int:
    """Return the id of a baseline.

    Raises:
        UnknownBaseline: there is none of this name.
    """
    found = connection.execute(_named(name)).scalar_one_or_none()
    if found is None:
        raise UnknownBaseline(name=name)
    return int(found)


def newest(connection: Connection) -> str | None:
    """Return the name of the newest baseline."""
    known = read_baselines(connection)
    return known[0]["name"] if known else None


def count_since(connection: Connection, name: str) -> Count:
    """Return the count of the indicators that compare with a baseline."""
    identity = baseline_id(connection, name)
    # ids of baselines are given away again; what was frozen follows from the version
    frozen = connection.execute(_named(name).with_only_columns(Baseline.version)).scalar_one()
    return _follower.get(connection, identity, frozen)


def count_since_again(connection: Connection, identity: int, _frozen: int = 0) -> Count:
    """Return the count that compares with a baseline, made from nothing and not kept."""
    against = {"baseline": identity}
    places = _held(connection, (EVERYWHERE,), against)
    version = read_state(connection).version
    return Count(version, baseline_plan(), Sums(places, Held), _frozen_in(connection, identity))


def _frozen_in(connection: Connection, identity: int) -> dict[Cell, int]:
    """Return how many items a baseline has, by where they were."""
    rows = connection.execute(_FROZEN, {"baseline": identity})
    return {Cell(*row[:4]): row[4] for row in rows}


def _followed(
    connection: Connection, before: Count, places: Places, identity: int, _frozen: int
) -> Count:
    again = _held(connection, places.conditions(), {"baseline": identity})
    return before.followed(read_state(connection).version, places, again)


def _terms(_: Connection) -> list[str]:
    """Return what says how it is counted."""
    return [baseline_plan().sql, _STILL]


def _read(
    connection: Connection,
    version: int,
    sums: Sums[Held],
    _rest: None,
    identity: int,
    _frozen: int,
) -> Count:
    return Count(version, baseline_plan(), sums, _frozen_in(connection, identity))


_FORM: Form[Count, Held] = Form(
    "since",
    terms=_terms,
    counted=Held,
    count=_read,
    keyed=True,
)
_follower: Follower[Count] = Follower(count_since_again, _followed, _FORM)


def _held(
    connection: Connection, again: Sequence[str], against: Mapping[str, int]
) -> dict[Place, Held]:
    """Count items as the plan says, and how many of those that were frozen are still counted."""
    places = held_in(connection, baseline_plan(), again, against)
    for where in again:
        for row in connection.execute(text(_STILL.format(where=where)), against):
            places.setdefault((row[0], row[1]), Held()).still[Cell(*row[2:6])] += row[6]
    return places


def _named(name: str) -> Select[int]:
    return select(Baseline.id).where(Baseline.name == name)


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": row["name"],
        "taken_on": beijing_date(row["taken_at"]).isoformat(),
        "version": row["version"],
        "items": row["items"],
        "note": row["note"],
    }


_FREEZE = text(
    f"INSERT INTO baseline_item (baseline_id, item_id, {COLUMNS})"
    f" SELECT :baseline, i.id, {', '.join(f'i.{name.strip()}' for name in COLUMNS.split(','))}"
    f" FROM item i WHERE +i.kind = {IMPLEMENTATION} AND {POPULATION} = ''"
)
_FROZEN = text(
    "SELECT region_id, agency_id, type, level, count(*) FROM baseline_item"
    " WHERE baseline_id = :baseline GROUP BY 1, 2, 3, 4"
)
_STILL = (
    "SELECT i.region_id, i.agency_id, f.region_id, f.agency_id, f.type, f.level, count(*)"
    " FROM item i JOIN baseline_item f ON f.baseline_id = :baseline AND f.item_id = i.id"
    f" WHERE {POPULATION} = '' AND {{where}} GROUP BY 1, 2, 3, 4, 5, 6"
)
