"""指标值: the figure of an indicator, of all, and broken down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from app.measuring.audited import audited_figure, audited_groups
from app.measuring.baselines import count_since, newest
from app.measuring.counting import Count, count
from app.measuring.definitions import Indicator, indicators
from app.measuring.errors import NoBaseline
from app.measuring.folding import Figure, Judged, Part, figure_of, gather
from app.measuring.plan import State
from app.measuring.selecting import By, Selection, cell_groups, groups, named
from app.measuring.telling import numbers


def figure(
    connection: Connection, one: Indicator, selection: Selection, baseline: str | None = None
) -> Figure:
    """Return the figure of one indicator in a part of the catalogue.

    Raises:
        NoBaseline, UnknownBaseline: it is measured against one.
        CannotBeDivided: the audit, which counts it, does not count by type or level.
    """
    if one.audited:
        return audited_figure(connection, one, selection)
    counted = counted_for(connection, one, baseline)
    parts, gone = _selected(connection, counted, selection)
    return _figure(counted, one, parts, gone)


def _selected(
    connection: Connection, counted: Count, selection: Selection
) -> tuple[list[Part], int]:
    """Return what was counted in a part, and how many items of the baseline are gone from it."""
    places = selection.places(connection, counted.sums.places)
    gone = selection.cells(connection, counted.gone())
    return counted.sums.of(places).parts(selection.type, selection.level), sum(gone.values())


def _figure(
    counted: Count,
    one: Indicator,
    parts: Iterable[Part],
    gone: int,
    known: dict[State, Judged] | None = None,
) -> Figure:
    made = figure_of(parts, counted.plan, counted.plan.readings[one.slug], known)
    made.gone = gone
    return made


def counted_for(connection: Connection, one: Indicator, baseline: str | None = None) -> Count:
    """Return the count that an indicator is read from.

    Raises:
        NoBaseline, UnknownBaseline: it is measured against one.
    """
    if not one.against_baseline:
        return count(connection)
    name = baseline or newest(connection)
    if name is None:
        raise NoBaseline(slug=one.slug)
    return count_since(connection, name)


def all_figures(
    connection: Connection, selection: Selection, baseline: str | None = None
) -> dict[str, Figure | None]:
    """Return every indicator's figure; None where it cannot be said of this part."""
    name = baseline or newest(connection)
    counts = {False: count(connection)}
    if name is not None:
        counts[True] = count_since(connection, name)
    selected = {key: _selected(connection, counted, selection) for key, counted in counts.items()}
    added = {key: (gather(parts),) for key, (parts, _) in selected.items()}
    found: dict[str, Figure | None] = {}
    for slug, one in indicators().items():
        if one.audited:
            finer = selection.finer is not None
            found[slug] = None if finer else audited_figure(connection, one, selection)
        elif one.against_baseline not in counts:
            found[slug] = None
        else:
            against = one.against_baseline
            found[slug] = _figure(counts[against], one, added[against], selected[against][1])
    return found


def breakdown(
    connection: Connection,
    one: Indicator,
    by: By,
    selection: Selection,
    baseline: str | None = None,
) -> list[dict[str, Any]]:
    """Return one row per child region, body, type or level, the ones farthest behind first.

    Raises:
        NoBaseline, UnknownBaseline, CannotBeDivided: as for the figure.
    """
    if one.audited:
        found = audited_groups(connection, one, by, selection)
    else:
        found = _divided(connection, one, by, selection, counted_for(connection, one, baseline))
    names = named(connection, by, found)
    rows = [
        (figure, {**name, **numbers(one, figure)})
        for name, figure in zip(names, found.values(), strict=True)
    ]
    return [row for _, row in sorted(rows, key=lambda pair: _behind(one, pair[0]))]


def _divided(
    connection: Connection, one: Indicator, by: By, selection: Selection, counted: Count
) -> dict[Any, Figure]:
    """Return the figures of the parts of a part; of what is only gone there is one too."""
    if by == "agency" and selection.finer is None:
        return _of_bodies(connection, one, selection, counted)
    if by in ("region", "agency"):
        places = groups(connection, by, selection, counted.sums.places)
        held = {key: counted.sums.of(some) for key, some in places.items()}
        parts = {key: one.parts(selection.type, selection.level) for key, one in held.items()}
    else:
        parts = _finer(connection, by, selection, counted)
    parts = {key: some for key, some in parts.items() if any(some)}
    gone = cell_groups(connection, by, selection, counted.gone())
    known: dict[State, Judged] = {}
    return {
        key: _figure(counted, one, parts.get(key, ()), gone[key], known)
        for key in {**parts, **dict.fromkeys(gone)}
    }


def _of_bodies(
    connection: Connection, one: Indicator, selection: Selection, counted: Count
) -> dict[Any, Figure]:
    """Return the figures of bodies: most are in one place, whose figure is kept."""
    kept = counted.figures(one.slug)
    gone = cell_groups(connection, "agency", selection, counted.gone())
    found = {}
    for body, places in groups(connection, "agency", selection, counted.sums.places).items():
        alone = len(places) == 1 and not gone[body]
        parts = () if alone else counted.sums.of(places).parts()
        found[body] = kept[places[0]] if alone else _figure(counted, one, parts, gone[body])
    return found | {
        body: _figure(counted, one, (), items) for body, items in gone.items() if body not in found
    }


def _finer(
    connection: Connection, by: By, selection: Selection, counted: Count
) -> dict[Any, list[Part]]:
    """Return what was counted in a part by type or level."""
    held = counted.sums.of(selection.places(connection, counted.sums.places))
    parts: dict[Any, list[Part]] = {}
    for (kind, level), part in held.cells.items():
        if selection.type in (None, kind) and selection.level in (None, level):
            parts.setdefault(kind if by == "type" else level, []).append(part)
    return parts


def _behind(one: Indicator, figure: Figure) -> tuple[bool, float, int]:
    value = figure.value
    sign = 1 if one.direction == "up" else -1
    return value is None, sign * (value or 0), -figure.denominator
