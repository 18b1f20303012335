"""指标留存与走势: figures as they were on a day, of regions and bodies, so that trends can be drawn.

Kept are numerators and denominators under the formula's name and version: a formula that changes
starts a line of its own. Regions are kept down to counties, each with all that lies within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, Row, delete, insert, select, text

from app.auditing import sums, tally
from app.items.state import read_state
from app.kernel.bulk import bulk_insert, next_id
from app.kernel.clock import now, today
from app.kernel.db import Database
from app.measuring.audited import audited
from app.measuring.baselines import count_since, newest
from app.measuring.counting import Count, count
from app.measuring.definitions import Indicator, indicators
from app.measuring.folding import Figure, Part, figure_of, gather
from app.measuring.models import Snapshot, SnapshotFigures
from app.regions.models import NATION

NOBODY = 0
COUNTY = 4
Place = tuple[int, int]
"""Region id and 0, or 0 and agency id; (0, 0) is everything."""


def take_snapshot(database: Database, *, day: date | None = None) -> dict[str, Any]:
    """Keep today's figures in place of those kept earlier today; return what was kept.

    They are counted before the write begins, so that nobody waits for the counting.
    """
    day = day or today()
    with database.read() as connection:
        baseline, version = newest(connection), read_state(connection).version
        figures = _figures(connection, baseline)
    head = {"day": day, "taken_at": now(), "version": version, "baseline": baseline}
    with database.write() as connection:
        _keep_all(connection, head, figures)
    return {
        "day": day.isoformat(),
        "version": version,
        "baseline": baseline,
        "places": len(figures),
    }


def _keep_all(
    connection: Connection, head: dict[str, Any], figures: dict[Place, dict[str, list[int]]]
) -> None:
    _forget(connection, head["day"])
    identity = next_id(connection, "snapshot")
    connection.execute(insert(Snapshot).values(id=identity, **head))
    rows = [
        (region, agency, identity, orjson.dumps(made).decode())
        for (region, agency), made in figures.items()
    ]
    columns = ("region_id", "agency_id", "snapshot_id", "figures")
    bulk_insert(connection, "snapshot_figures", columns, rows)


def _forget(connection: Connection, day: date) -> None:
    for old in connection.scalars(select(Snapshot.id).where(Snapshot.day == day)).all():
        connection.execute(delete(SnapshotFigures).where(SnapshotFigures.snapshot_id == old))
        connection.execute(delete(Snapshot).where(Snapshot.id == old))


def _figures(connection: Connection, baseline: str | None) -> dict[Place, dict[str, list[int]]]:
    """Return {place: {"slug@version": [numerator, denominator, scale]}}."""
    above = _above(connection)
    kept: dict[Place, dict[str, list[int]]] = {}
    counts = [count(connection)]
    if baseline is not None:
        counts.append(count_since(connection, baseline))
    for counted in counts:
        for place, part in _parts(counted, above).items():
            for slug, reading in counted.plan.readings.items():
                _keep(kept, place, indicators()[slug], figure_of((part,), counted.plan, reading))
    for one in indicators().values():
        for place, parts in _places(tally.count(connection).tallies, above).items():
            if one.measure.audit:
                whole = place[1] == NOBODY
                made = audited(connection, one.measure.audit, parts, whole_regions=whole)
                _keep(kept, place, one, made)
    return kept


def _keep(
    kept: dict[Place, dict[str, list[int]]], place: Place, one: Indicator, figure: Figure
) -> None:
    if figure.denominator:
        numbers = [figure.numerator, figure.denominator, figure.scale]
        kept.setdefault(place, {})[key_of(one)] = numbers


def key_of(one: Indicator) -> str:
    """Return the name under which figures of this formula are kept."""
    return f"{one.slug}@{one.version}"


def _parts(counted: Count, above: dict[int, list[int]]) -> dict[Place, Part]:
    """Return the count of every place; each body is added to all places that it belongs to."""
    return {
        place: gather(counted.sums.of(parts).parts())
        for place, parts in _places(counted.sums.places, above).items()
    }


def _places(
    counted: Iterable[sums.Place], above: dict[int, list[int]]
) -> dict[Place, list[sums.Place]]:
    found: dict[Place, list[sums.Place]] = {}
    for one in counted:
        for place in _of(one, above):
            found.setdefault(place, []).append(one)
    return found


def _of(counted: sums.Place, above: dict[int, list[int]]) -> Iterator[Place]:
    region, agency = counted
    yield (NATION, NOBODY)
    for place in above.get(region, ()) if region else ():
        yield (place, NOBODY)
    if agency is not None:
        yield (NATION, agency)


def _above(connection: Connection) -> dict[int, list[int]]:
    """Return {region: what it lies within, down to counties, the nation not among them}."""
    found: dict[int, list[int]] = {}
    for row in connection.execute(_ABOVE, {"nation": NATION, "county": COUNTY}):
        found.setdefault(row.region_id, []).append(row.ancestor_id)
    return found


def read_snapshots(
    connection: Connection, region: int | None, agency: int | None, until: date | None = None
) -> list[Row[Any]]:
    """Return (day, version, baseline, figures) of a place, the oldest first."""
    place = (NATION, agency) if agency is not None else (region or NATION, NOBODY)
    wanted = (
        select(Snapshot.day, Snapshot.version, Snapshot.baseline, SnapshotFigures.figures)
        .join(SnapshotFigures, SnapshotFigures.snapshot_id == Snapshot.id)
        .where(SnapshotFigures.region_id == place[0], SnapshotFigures.agency_id == place[1])
        .order_by(Snapshot.day)
    )
    if until is not None:
        wanted = wanted.where(Snapshot.day <= until)
    return list(connection.execute(wanted))


def trend(
    connection: Connection, one: Indicator, region: int | None, agency: int | None
) -> list[dict[str, Any]]:
    """Return the figure of each day on which it was kept, by this version of the formula."""
    return [
        {"day": row.day.isoformat(), "version": row.version, "baseline": row.baseline, **made}
        for row in read_snapshots(connection, region, agency)
        if (made := _made(one, row.figures)) is not None
    ]


def figures_on(
    connection: Connection, day: date, region: int | None, agency: int | None
) -> tuple[date, dict[str, dict[str, Any]]] | None:
    """Return the day of the last snapshot until ``day``, and its figures by slug."""
    rows = read_snapshots(connection, region, agency, day)
    if not rows:
        return None
    last = rows[-1]
    made = {one.slug: _made(one, last.figures) for one in indicators().values()}
    return last.day, {slug: figure for slug, figure in made.items() if figure is not None}


def _made(one: Indicator, figures: str) -> dict[str, Any] | None:
    numbers = orjson.loads(figures).get(key_of(one))
    if numbers is None:
        return None
    above, below, scale = numbers
    value = round(above / below, 6)
    plain = [number if scale == 1 else round(number / scale, 3) for number in (above, below)]
    return {"value": value, "numerator": plain[0], "denominator": plain[1]}


_ABOVE = text(
    "SELECT w.region_id, w.ancestor_id FROM region_within w JOIN region r ON r.id = w.ancestor_id"
    " WHERE w.ancestor_id <> :nation AND r.level <= :county"
)
