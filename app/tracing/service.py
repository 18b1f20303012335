"""法规更新: change the registry of laws, and with it what every item's findings say."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from app.auditing.engine import open_audit
from app.items.mentions import relink
from app.items.state import advance, read_state
from app.laws import LawsAdded, add_laws, load_laws
from app.laws.edition import LawRow
from app.laws.loading import BadLaw


def renew_laws(connection: Connection, rows: Iterable[LawRow | BadLaw], profile: str) -> LawsAdded:
    """Add or renew laws, and judge anew what cites them; unreadable rows are told and skipped."""
    done = add_laws(connection, rows)
    if done.added or done.renewed:
        follow(connection, profile)
    return done


def load_shipped(connection: Connection, profile: str) -> int:
    """Bring the shipped laws in; judge anew what cites them where there are items already."""
    added = load_laws(connection)
    if added:
        follow(connection, profile)
    return added


def follow(connection: Connection, profile: str) -> None:
    """Point citations at the laws they mean now, and bring the findings about them up to date."""
    if read_state(connection).version == 0:
        return
    relink(connection)
    audit = open_audit(connection, profile)
    if audit.is_stale:
        return  # the next write or run judges everything anew
    audit.judge_named()
    advance(connection, rule_set=audit.rule_set, profile=audit.profile.name)
