"""要素值重判: put the stored element values before the rules again.

Of plain contacts (see ``items.plain_contact``) one with each of their hours is judged; where nothing
is found in it there is nothing in the others, and they are not even read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import orjson
from sqlalchemy import Connection

from app.auditing.beside import MOST
from app.auditing.flaws import mark_values
from app.auditing.judging import Bench
from app.auditing.renewing import BEYOND, Renewal, Said
from app.elements.kinds import KIND_BY_NAME, KINDS
from app.items.values import CONTACT, Defect
from app.kernel.bulk import driver
from app.kernel.progress import Step
from app.kernel.scanning import scan

MOST_CLOUDED = 1000
"""Hours in which something is found; of more, all contacts are read."""
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
    for chunk in scan(connection, _to_be_read(connection, bench)):
        found = [
            (identity, *defect)
            for identity, place, content in chunk
            for defect in _defects(bench, place, content)
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


def _to_be_read(connection: Connection, bench: Bench) -> str:
    """Return a query for the values in which something may be found."""
    kinds = ", ".join(str(KIND_BY_NAME[name].number) for name in bench.by_kind) or "-1"
    query = f"SELECT id, kind, content FROM element_value WHERE kind IN ({kinds})"
    clouded = [
        str(hours)
        for hours, content in driver(connection).cursor().execute(_SPECIMENS)
        if _defects(bench, CONTACT, content)
    ]
    if len(clouded) > MOST_CLOUDED:
        return query
    return f"{query} AND (plain_hours IS NULL OR plain_hours IN ({', '.join(clouded) or 'NULL'}))"


def _defects(bench: Bench, place: int, content: str) -> Sequence[Defect]:
    return bench.value(KINDS[place], KINDS[place].parse(orjson.loads(content)))


_SPECIMENS = (
    "SELECT v.plain_hours, v.content FROM element_value v WHERE v.id IN (SELECT min(id)"
    " FROM element_value WHERE plain_hours IS NOT NULL GROUP BY plain_hours)"
)
