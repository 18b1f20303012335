"""重新判定: judge every stored value and every own part again, because the rules have changed.

What is found to say what stood keeps its number; only what differs is written.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from app.auditing.comparing import compare_again
from app.auditing.engine import Audit
from app.auditing.flaws import mark_all
from app.auditing.naming import take_back_changed
from app.auditing.own_verdicts import judge_own_parts
from app.auditing.plan import UNCLAIMED
from app.auditing.value_verdicts import Stretch, judged, renew_values
from app.items.derivation import derive_again
from app.kernel.bulk import driver
from app.kernel.progress import Step


def judge_anew(
    connection: Connection, audit: Audit, step: Step, found: Iterable[Stretch] | None = None
) -> bool:
    """Renew all verdicts and comparisons, and the marks of the items that rest on them.

    Where other code derived what is stored, every mark is made again, spoilt ones among them.

    ``found``: what the rules find in all values, where that is known already. Returns whether any
    item may be marked otherwise than before.
    """
    if audit.is_outdated:
        derive_again(connection)
    found = judged(connection, audit.bench, step) if found is None else found
    marked = renew_values(connection, found)
    marked += judge_own_parts(connection, audit.bench, step)
    if audit.is_outdated:
        mark_all(connection)
    if not audit.numbering.is_on(UNCLAIMED):
        driver(connection).cursor().execute("DELETE FROM verdict WHERE region_id IS NOT NULL")
    take_back_changed(connection, audit.plan.troubled.numbers)
    compare_again(connection, {element.comparator for element in audit.profile.elements})
    return audit.is_outdated or marked > 0
