"""重新判定: judge every stored value and every own part again, because the rules have changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection

from app.auditing.engine import Audit
from app.auditing.rereading import Reader
from app.elements.kinds import KINDS
from app.items.mentions import forget
from app.items.presence import presence_of
from app.items.values import sense_of
from app.items.verdicts import next_verdict
from app.items.writing import OWN_BIT
from app.kernel.db import bulk_execute, bulk_insert, driver
from app.kernel.progress import Step

CHUNK = 5000
Marks = dict[int, tuple[int, int]]  # value id → (bit of its kind if flawed, fields it fills)


def judge_anew(connection: Connection, audit: Audit, step: Step) -> None:
    """Replace all verdicts and comparisons, and the marks of the items that rest on them."""
    cursor = driver(connection).cursor()
    cursor.execute("DELETE FROM verdict")
    cursor.execute("DELETE FROM named_verdict")
    cursor.execute("DELETE FROM element_comparison")
    forget(connection)  # read again by the pass that follows
    marks = _judge_values(connection, audit, step)
    _judge_items(connection, audit, marks, step)


def _judge_values(connection: Connection, audit: Audit, step: Step) -> Marks:
    marks: Marks = {}
    number = next_verdict(connection)
    for chunk in _chunks(connection, "SELECT id, kind, content, sense, hash FROM element_value"):
        verdicts: list[tuple[Any, ...]] = []
        senses: list[tuple[bytes, int]] = []
        for identity, place, content, sense, content_hash in chunk:
            kind, value = KINDS[place], orjson.loads(content)
            parsed = kind.parse(value)
            defects = audit.bench.value(kind, parsed)
            verdicts += [(number + n, identity, *defect) for n, defect in enumerate(defects)]
            number += len(defects)
            marks[identity] = (1 << place if defects else 0, presence_of(kind.name, value))
            today = sense_of(kind, parsed, bytes(content_hash))
            if today != bytes(sense):
                senses.append((today, identity))
        bulk_insert(connection, "verdict", _OF_VALUE, verdicts)
        bulk_execute(connection, "UPDATE element_value SET sense = ? WHERE id = ?", senses)
        step(len(chunk))
    return marks


def _judge_items(connection: Connection, audit: Audit, marks: Marks, step: Step) -> None:
    columns = ", ".join(f"i.{kind.name}" for kind in KINDS)
    query = (
        f"SELECT i.id, i.kind, i.flawed, i.present, r.own, r.frame_id, f.content, {columns}"
        " FROM item i"
        " JOIN revision r ON r.item_id = i.id AND r.number = i.number"
        " LEFT JOIN own_frame f ON f.id = r.frame_id"
    )
    number, reader = next_verdict(connection), Reader(audit.bench)
    for chunk in _chunks(connection, query):
        verdicts: list[tuple[Any, ...]] = []
        changed: list[tuple[int, int, int]] = []
        for identity, kind, flawed_before, present_before, *stored in chunk:
            defects, present = reader.judge(kind, *stored[:3])
            verdicts += [(number + n, identity, *defect) for n, defect in enumerate(defects)]
            number += len(defects)
            flawed = OWN_BIT if defects else 0
            for value in stored[3:]:
                if value is not None:
                    mark = marks[value]
                    flawed |= mark[0]
                    present |= mark[1]
            if flawed != flawed_before or present != present_before:
                changed.append((flawed, present, identity))
        bulk_insert(connection, "verdict", _OF_ITEM, verdicts)
        bulk_execute(connection, "UPDATE item SET flawed = ?, present = ? WHERE id = ?", changed)
        step(len(chunk))


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


_OF_VALUE = ("id", "value_id", "rule_id", "pointer", "facts")
_OF_ITEM = ("id", "item_id", "rule_id", "pointer", "facts")
