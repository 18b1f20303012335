"""要素值重判: put every stored element value before the rules again."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from sqlalchemy import Connection

from app.auditing.flaws import mark_values
from app.auditing.judging import Bench
from app.auditing.renewing import BEYOND, Renewal
from app.elements.kinds import KINDS, Kind
from app.items.values import Defect
from app.kernel.progress import Step
from app.kernel.scanning import scan


def judge_values(connection: Connection, bench: Bench, step: Step) -> None:
    """Renew the verdicts on values, and the marks of the items that hold those in which it tells."""
    renewal = Renewal(connection, "value_id")
    for chunk in scan(connection, _VALUES):
        found = [
            (identity, *defect)
            for identity, place, content in chunk
            for defect in _judged(bench, KINDS[place], content)
        ]
        renewal.renew(chunk[-1][0], found)
        step(len(chunk))
    renewal.renew(BEYOND, ())
    mark_values(connection, renewal.turned)


def _judged(bench: Bench, kind: Kind, content: str) -> Sequence[Defect]:
    if bench.is_plain(kind, content):
        return ()
    return bench.value(kind, kind.parse(orjson.loads(content)), content)


_VALUES = "SELECT id, kind, content FROM element_value WHERE 1 = 1"
