"""同一条线的主体: bodies of one department line side by side, so that like is held against like."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from app.auditing.summary import agencies
from app.auditing.tally import count
from app.regions import subtree_ids

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Department:
    """条线: all lines with how many bodies have items; of one line, its bodies with their counts."""

    lines: dict[str, int]
    line: str | None
    rows: list[dict[str, Any]]


def department(connection: Connection, line: str | None, region: int | None = None) -> Department:
    """Return the bodies of a line, those with most found per 100 items first.

    Without a line, that of most items is taken.
    """
    held = _items_of_bodies(connection, region)
    bodies = {row.id: row.line for row in connection.execute(_LINES) if row.id in held}
    sizes: Counter[str] = Counter()
    for body, its_line in bodies.items():
        sizes[its_line] += held[body]
    numbers = Counter(bodies.values())
    lines = {name: numbers[name] for name, _ in sizes.most_common()}
    chosen = line or next(iter(lines), None)
    among = {body for body, its_line in bodies.items() if its_line == chosen}
    rows = [{**row, "per_100": _per_100(row)} for row in agencies(connection, region, among=among)]
    return Department(lines, chosen, sorted(rows, key=_gravest))


def _items_of_bodies(connection: Connection, region: int | None) -> Counter[int]:
    """Return how many items each body has in a region."""
    places = set(subtree_ids(connection, region)) if region is not None else None
    held: Counter[int] = Counter()
    for (place, body), tally in count(connection).tallies.items():
        if body is not None and (places is None or place in places):
            held[body] += tally.items
    return held


def _per_100(row: dict[str, Any]) -> dict[str, float | None]:
    items = row["items"]
    return {
        name: round(100 * row["findings"][name] / items, 1) if items else None
        for name in SEVERITIES
    }


def _gravest(row: dict[str, Any]) -> tuple[float, ...]:
    return (*(-(row["per_100"][name] or 0) for name in SEVERITIES), -row["items"])


_LINES = text("SELECT id, line FROM agency WHERE line IS NOT NULL")
