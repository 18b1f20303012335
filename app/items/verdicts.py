"""判定的编号: numbers of verdicts, of which none is given twice while a kept run knows it.

A finding names its verdict by number. As long as the numbers of a kept run stay what they were,
findings with the same numbers are the same findings, and need not be looked into to tell.
"""

from __future__ import annotations

from sqlalchemy import Connection

from app.kernel.bulk import driver


def last_verdict(connection: Connection) -> int:
    """Return the highest number that a verdict has or, as a kept run knows it, had."""
    return int(driver(connection).cursor().execute(_LAST).fetchone()[0])


def next_verdict(connection: Connection) -> int:
    """Return the number of the next verdict; safe because the caller is the only writer."""
    return last_verdict(connection) + 1


_LAST = (
    "SELECT coalesce(max(id), 0) FROM (SELECT max(id) AS id FROM verdict"
    " UNION ALL SELECT max(last_verdict) FROM audit_run WHERE kept = 1) known"
)
