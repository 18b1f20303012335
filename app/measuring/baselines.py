"""基线的留存: freeze what items ask for today, and count the reductions since.

Frozen, not derived from the history: see decision 0014.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, text

from app.items.models import IMPLEMENTATION
from app.items.state import read_state
from app.kernel.clock import beijing_date, now
from app.kernel.db import next_id
from app.measuring.counting import Cell, Count, baseline_plan, cells_of, once
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

    def make(version: int) -> Count:
        plan, against = baseline_plan(), {"baseline": identity}
        cells = cells_of(connection.execute(text(plan.sql), against), plan)
        gone = Counter({Cell(*row[:4]): row[4] for row in connection.execute(_GONE, against)})
        return Count(version, plan, cells, gone)

    # ids of baselines are given away again; what was frozen follows from the version
    frozen = connection.execute(_named(name).with_only_columns(Baseline.version)).scalar_one()
    return once(connection, ("baseline", identity, frozen), make)


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
_GONE = text(
    "SELECT f.region_id, f.agency_id, f.type, f.level, count(*) FROM baseline_item f"
    " LEFT JOIN item i ON i.id = f.item_id"
    f" WHERE f.baseline_id = :baseline AND (i.id IS NULL OR {POPULATION} <> '')"
    " GROUP BY 1, 2, 3, 4"
)
