"""自有部分重判: put the own part of every item before the rules again."""

from __future__ import annotations

from sqlalchemy import Connection

from app.auditing.flaws import mark_own_parts
from app.auditing.judging import Bench
from app.auditing.renewing import BEYOND, Renewal
from app.auditing.rereading import reread
from app.kernel.progress import Step


def judge_own_parts(connection: Connection, bench: Bench, step: Step) -> int:
    """Renew the verdicts on own parts, and the marks of the items in which that tells.

    Returns how many items are marked otherwise than before.
    """
    renewal = Renewal(connection, "item_id")
    for last, count, found in reread(connection, bench):
        renewal.renew(last, found)
        step(count)
    renewal.renew(BEYOND, ())
    return mark_own_parts(connection, renewal.turned)
