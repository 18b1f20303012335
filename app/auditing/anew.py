"""重新判定: judge every stored value and every own part again, because the rules have changed.

What is found to say what stood keeps its number; only what differs is written.
"""

from __future__ import annotations

from sqlalchemy import Connection

from app.auditing.comparing import compare_again
from app.auditing.engine import Audit
from app.auditing.naming import take_back_changed
from app.auditing.own_verdicts import judge_own_parts
from app.auditing.plan import UNCLAIMED
from app.auditing.value_verdicts import judge_values
from app.items.derivation import derivation, derive_again
from app.kernel.db import driver
from app.kernel.progress import Step


def judge_anew(connection: Connection, audit: Audit, step: Step) -> None:
    """Renew all verdicts and comparisons, and the marks of the items that rest on them."""
    if audit.state.derivation != derivation():
        derive_again(connection)
    judge_values(connection, audit.bench, step)
    judge_own_parts(connection, audit.bench, step)
    if not audit.numbering.is_on(UNCLAIMED):
        driver(connection).cursor().execute("DELETE FROM verdict WHERE region_id IS NOT NULL")
    take_back_changed(connection, audit.plan.troubled.numbers)
    compare_again(connection, {element.comparator for element in audit.profile.elements})
