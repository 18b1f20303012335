"""计数: what the audit counted, per region and body, worked out once per catalogue version.

Every figure of a summary is a roll-up of these rows, so a page over a million items costs what a
page over a thousand bodies costs, once the first reader has paid for the count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, text

from app.auditing.findings import Known, known_rules
from app.auditing.following import EVERYWHERE, Follower
from app.auditing.plan import UNCLAIMED
from app.auditing.stored import Form
from app.auditing.sums import Place, Sums
from app.auditing.tallies import Tally, tallies_in, terms_of
from app.auditing.touching import Places, listed
from app.auditing.unclaimed import CANCELLED, DECLINED
from app.elements.profiles import Profile, load_profile
from app.items.queries import OPEN
from app.items.record import IMPLEMENTATION
from app.items.state import read_state


@dataclass(frozen=True)
class Count:
    """All tallies of one catalogue version, with the rules they name."""

    version: int
    profile: Profile
    known: Known
    sums: Sums[Tally]
    claimed: dict[int, int]
    """Base items claimed, per region."""
    unclaimed: dict[int, int]
    """Base items left unclaimed, per region."""
    declined: dict[int, int]
    """Base items declined with a reason, per region; they are not asked for."""

    @cached_property
    def regions(self) -> frozenset[int]:
        """The regions that have items."""
        return frozenset(region for region, _ in self.sums.places if region is not None)

    @property
    def tallies(self) -> Mapping[Place, Tally]:
        """What was counted in each place."""
        return self.sums.places


def count(connection: Connection) -> Count:
    """Return the count of the catalogue as this transaction sees it."""
    return _follower.get(connection)


def count_again(connection: Connection) -> Count:
    """Return the count without keeping it: for what may yet be rolled back."""
    profile, known = _terms(connection)
    tallies = tallies_in(connection, profile, known, (EVERYWHERE,))
    claimed = _pairs(connection, _CLAIMED.format(EVERYWHERE), {})
    return _count(connection, profile, known, Sums(tallies, Tally), claimed)


def _followed(connection: Connection, before: Count, places: Places) -> Count:
    """Return the count of today, made of an earlier one."""
    profile, known = _terms(connection)
    again = tallies_in(connection, profile, known, places.conditions())
    claimed = {r: n for r, n in before.claimed.items() if r not in places.regions}
    regions = f"i.region_id IN ({listed(places.regions)})"
    claimed |= _pairs(connection, _CLAIMED.format(regions), {})
    return _count(connection, profile, known, before.sums.followed(places, again), claimed)


def _read(connection: Connection, version: int, sums: Sums[Tally], claimed: list[Any]) -> Count:
    """Return a count that was stored; what is asked for anew holds of its version only if that is
    the catalogue's, and is asked for again where it is followed.
    """
    profile, known = _terms(connection)
    count = _count(connection, profile, known, sums, dict(claimed))
    return replace(count, version=version)


_FORM: Form[Count, Tally] = Form(
    "audit",
    terms=lambda connection: terms_of(*_terms(connection)),
    counted=Tally,
    count=_read,
    rest=lambda count: list(count.claimed.items()),
)
_follower: Follower[Count] = Follower(count_again, _followed, _FORM)


def _terms(connection: Connection) -> tuple[Profile, Known]:
    """Return what is counted by."""
    profile = load_profile(read_state(connection).profile or "policy-2020")
    return profile, known_rules(connection)


def _count(
    connection: Connection,
    profile: Profile,
    known: Known,
    sums: Sums[Tally],
    claimed: dict[int, int],
) -> Count:
    rule = known.by_code[UNCLAIMED][0] if UNCLAIMED in known.by_code else -1
    unclaimed = _pairs(connection, _UNCLAIMED, {"rule": rule})
    declined = _pairs(connection, _DECLINED, {})
    version = read_state(connection).version
    return Count(version, profile, known, sums, claimed, unclaimed, declined)


def _pairs(connection: Connection, sql: str, parameters: dict[str, Any]) -> dict[int, int]:
    rows: Sequence[Any] = connection.execute(text(sql), parameters).all()
    return {region: number for region, number in rows if region is not None}


# ``coalesce`` keeps the planner from taking the index of kinds: nearly all items are of this kind.
_CLAIMED = (
    "SELECT i.region_id, count(DISTINCT i.standard_id) FROM item i"
    f" WHERE coalesce(i.kind, 0) = {IMPLEMENTATION} AND {OPEN} AND {{}}"
    f" AND coalesce(i.status, 1) <> {CANCELLED} GROUP BY i.region_id"
    " HAVING count(i.standard_id) > 0"
)
_UNCLAIMED = (
    "SELECT v.region_id, count(*) FROM finding f JOIN verdict v ON v.id = f.ref"
    " WHERE f.rule_id = :rule GROUP BY v.region_id"
)
_DECLINED = (
    f"SELECT h.region_id, count(*) FROM ({DECLINED}) h WHERE coalesce(h.secret, 0) = 0"
    " GROUP BY h.region_id"
)
