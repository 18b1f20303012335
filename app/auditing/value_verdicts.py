"""要素值重判: put every stored element value before the rules again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import orjson
from sqlalchemy import Connection

from app.auditing.beside import MOST
from app.auditing.flaws import mark_values
from app.auditing.judging import Bench
from app.auditing.renewing import BEYOND, Renewal, Said
from app.elements.kinds import KINDS, Kind
from app.items.values import Defect
from app.kernel.progress import Step
from app.kernel.scanning import scan

Stretch = tuple[int, list[Said]]
"""The last of some values, and what is found in them."""


def renew_values(connection: Connection, found: Iterable[Stretch]) -> int:
    """Make ``found`` the verdicts on all values, and mark the items in which that tells.

    Returns how many items are marked otherwise than before.
    """
    renewal = Renewal(connection, "value_id")
    for last, said in found:
        renewal.renew(last, said)
    renewal.renew(BEYOND, ())
    return mark_values(connection, renewal.turned)


def judged(connection: Connection, bench: Bench, step: Step) -> Iterator[Stretch]:
    """Yield what is found in all values, stretch by stretch; nothing is written."""
    for chunk in scan(connection, _VALUES):
        found = [
            (identity, *defect)
            for identity, place, content in chunk
            for defect in _defects(bench, KINDS[place], content)
        ]
        yield chunk[-1][0], found
        step(len(chunk))


def judged_in_memory(bench: Bench, step: Step, connection: Connection) -> list[Stretch] | None:
    """Return what is found in all values; None where that is too much to be kept."""
    kept, number = [], 0
    for stretch in judged(connection, bench, step):
        number += len(stretch[1])
        if number > MOST:
            return None
        kept.append(stretch)
    return kept


def _defects(bench: Bench, kind: Kind, content: str) -> Sequence[Defect]:
    if bench.is_plain(kind, content):
        return ()
    return bench.value(kind, kind.parse(orjson.loads(content)), content)


_VALUES = "SELECT id, kind, content FROM element_value WHERE 1 = 1"
