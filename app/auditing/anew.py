"""重新判定: judge every stored value and every own part again, because the rules have changed.

What is found to say what stood keeps its number; only what differs is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

import orjson
from sqlalchemy import Connection

from app.auditing.comparing import compare_again
from app.auditing.engine import Audit
from app.auditing.judging import Bench
from app.auditing.naming import take_back_changed
from app.auditing.plan import UNCLAIMED
from app.auditing.renewing import BEYOND, Renewal
from app.auditing.rereading import Reader
from app.elements.kinds import KINDS
from app.items.mentions import catch_up, forget
from app.items.presence import presence_of
from app.items.values import Defect, sense_of
from app.items.writing import OWN_BIT
from app.kernel.db import bulk_execute, driver
from app.kernel.progress import Step

CHUNK = 5000
FLAWS = len(KINDS) + 1
"""Bits of a mark that tell of flaws; those above them tell which fields are filled."""
_OF_FLAWS = (1 << FLAWS) - 1
Marks = list[int]
"""The mark of each value, by its id."""


def judge_anew(connection: Connection, audit: Audit, step: Step) -> None:
    """Renew all verdicts and comparisons, and the marks of the items that rest on them."""
    marks = _judge_values(connection, audit, step)
    _judge_items(connection, audit, marks, step)
    if not audit.numbering.is_on(UNCLAIMED):
        driver(connection).cursor().execute("DELETE FROM verdict WHERE region_id IS NOT NULL")
    forget(connection)
    catch_up(connection)
    take_back_changed(connection, audit.plan.troubled.numbers)
    compare_again(connection, {element.comparator for element in audit.profile.elements})


def _judge_values(connection: Connection, audit: Audit, step: Step) -> Marks:
    marks: Marks = [0]
    renewal = Renewal(connection, "value_id")
    for chunk in _chunks(connection, "SELECT id, kind, content, sense, hash FROM element_value"):
        verdicts: list[tuple[int, int, str, str]] = []
        senses: list[tuple[bytes, int]] = []
        marks += [0] * (chunk[-1][0] + 1 - len(marks))
        for identity, place, content, sense, content_hash in chunk:
            defects, today, marks[identity] = _judged(audit.bench, place, content, content_hash)
            verdicts += [(identity, *defect) for defect in defects]
            if today != sense:
                senses.append((today, identity))
        renewal.renew(chunk[-1][0], verdicts)
        bulk_execute(connection, "UPDATE element_value SET sense = ? WHERE id = ?", senses)
        step(len(chunk))
    renewal.renew(BEYOND, ())
    return marks


def _judged(
    bench: Bench, place: int, content: str, content_hash: bytes
) -> tuple[Sequence[Defect], bytes, int]:
    """Return what is wrong with a stored value, its sense, and its mark."""
    kind, value = KINDS[place], orjson.loads(content)
    filled = presence_of(kind.name, value) << FLAWS
    if bench.is_plain(kind, value):
        return (), content_hash, filled
    parsed = kind.parse(value)
    defects = bench.value(kind, parsed)
    return defects, sense_of(kind, parsed, content_hash), filled | (bool(defects) << place)


def _judge_items(connection: Connection, audit: Audit, marks: Marks, step: Step) -> None:
    reader, mark_of = Reader(audit.bench), marks.__getitem__
    renewal = Renewal(connection, "item_id")
    for chunk in _chunks(connection, _ITEMS):
        verdicts: list[tuple[int, int, str, str]] = []
        changed: list[tuple[int, int, int]] = []
        reader.meet(connection, {row[5] for row in chunk})
        for identity, kind, flawed_before, present_before, own, frame_id, *values in chunk:
            defects, present = reader.judge(kind, own, frame_id)
            mark = reduce(or_, map(mark_of, values))
            present |= mark >> FLAWS
            flawed = mark & _OF_FLAWS
            if defects:
                flawed |= OWN_BIT
                verdicts += [(identity, *defect) for defect in defects]
            if flawed != flawed_before or present != present_before:
                changed.append((flawed, present, identity))
        renewal.renew(chunk[-1][0], verdicts)
        bulk_execute(connection, "UPDATE item SET flawed = ?, present = ? WHERE id = ?", changed)
        step(len(chunk))
    renewal.renew(BEYOND, ())


def _chunks(connection: Connection, query: str) -> Iterator[Sequence[Any]]:
    """Read a query by pages of its first column, ``id``: rows may be changed between pages."""
    cursor = driver(connection).cursor()
    alias = "i.id" if "item i" in query else "id"
    last = 0
    while True:
        page = f"{query} WHERE {alias} > {last} ORDER BY {alias} LIMIT {CHUNK}"
        rows = cursor.execute(page).fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


_ITEMS = (
    "SELECT i.id, i.kind, i.flawed, i.present, r.own, r.frame_id,"
    f" {', '.join(f'coalesce(i.{kind.name}, 0)' for kind in KINDS)}"
    " FROM item i JOIN revision r ON r.item_id = i.id AND r.number = i.number"
)
