"""自有部分重判: put the own part of every item before the rules again."""

from __future__ import annotations

from sqlalchemy import Connection

from app.auditing.flaws import mark_own_parts
from app.auditing.judging import Bench
from app.auditing.renewing import BEYOND, Renewal
from app.auditing.rereading import Reader
from app.kernel.progress import Step
from app.kernel.scanning import scan


def judge_own_parts(connection: Connection, bench: Bench, step: Step) -> None:
    """Renew the verdicts on own parts, and the marks of the items in which that tells."""
    reader, renewal = Reader(bench), Renewal(connection, "item_id")
    for chunk in scan(connection, _OWN_PARTS, "i.id"):
        reader.meet(connection, {number for row in chunk for number in row[3:5]})
        found = [
            (identity, *defect) for identity, *stored in chunk for defect in reader.judge(*stored)
        ]
        renewal.renew(chunk[-1][0], found)
        step(len(chunk))
    renewal.renew(BEYOND, ())
    mark_own_parts(connection, renewal.turned)


_OWN_PARTS = (
    "SELECT i.id, i.kind, r.own, r.frame_id, r.base_frame_id,"
    " i.plain_frame_id, i.plain_base_frame_id FROM item i"
    " JOIN revision r ON r.item_id = i.id AND r.number = i.number WHERE 1 = 1"
)
