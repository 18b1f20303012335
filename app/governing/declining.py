"""不认领与撤回: a region says why it does not claim a base item, or takes that back.

Findings stay current: what is declined is no longer found unclaimed when the transaction commits,
and is found again when the decline is withdrawn. Nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, text

from app.auditing.asking import agency_of, region_of
from app.auditing.engine import Audit, open_audit
from app.auditing.runs import settle
from app.auditing.unclaimed import CANCELLED, TAKES_PART
from app.claims.models import Decline
from app.claims.reasons import OTHER, ReasonCode
from app.governing.errors import AlreadyClaimed, DeclineNotFound, NotAsked, ReasonUnsaid
from app.governing.reading import one_decline
from app.items.errors import ItemNotFound
from app.items.record import BASE
from app.kernel.bulk import next_id
from app.kernel.clock import now

Verb = Literal["created", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Wish:
    """不认领: which base item, where, why, who says so; ``issuer`` is the nearest unless named."""

    code: str
    region: str
    reason: ReasonCode
    by: str
    issuer: str | None = None
    agency: str | None = None
    note: str | None = None


@dataclass(slots=True)
class Declining:
    """一次登记: writes declines in one transaction; ``settle`` brings the findings up to date."""

    connection: Connection
    profile: str
    _audit: Audit = field(init=False)

    def __post_init__(self) -> None:
        self._audit = open_audit(self.connection, self.profile)

    def decline(self, wish: Wish) -> tuple[int, Verb]:
        """Write one decline down; return its number, and whether anything changed.

        What the same region said of the same base item before is withdrawn.

        Raises:
            UnknownPlace: the catalogue does not know the region or the body.
            ItemNotFound: there is no base item with this code above the region.
            NotAsked, AlreadyClaimed: it need not be declined, or cannot be.
            ReasonUnsaid: the reason is ``other`` and the note empty.
        """
        if wish.reason == OTHER and not (wish.note or "").strip():
            raise ReasonUnsaid
        region = region_of(self.connection, wish.region)
        assert region is not None
        base = self._base(wish, region)
        content = {
            "agency_id": agency_of(self.connection, wish.agency),
            "reason": wish.reason,
            "note": wish.note or None,
        }
        held = self._held(base, region)
        if held is not None and all(held[name] == value for name, value in content.items()):
            return int(held["id"]), "unchanged"
        if held is not None:
            self._end(int(held["id"]), wish.by)
        return self._write(base, region, content, wish.by), "changed" if held else "created"

    def withdraw(self, number: int, by: str) -> None:
        """Take a decline back; it stays on record. Twice changes nothing.

        Raises:
            DeclineNotFound: there is none with this number.
        """
        row = self.connection.execute(_ONE, {"id": number}).mappings().one_or_none()
        if row is None:
            raise DeclineNotFound(id=number)
        if row["withdrawn_at"] is None:
            self._end(number, by)
            bases = self.connection.scalars(_BASES_OF, {"id": number}).all()
            self._audit.touched.declared(bases, row["region_id"])

    def settle(self) -> None:
        """Bring the findings up to date; once, at the end."""
        settle(self.connection, self._audit)

    def _base(self, wish: Wish, region: int) -> Row[Any]:
        found = self.connection.execute(
            _BASES, {"code": wish.code, "region": region, "issuer": wish.issuer}
        ).first()
        if found is None:
            raise ItemNotFound(code=wish.code)
        if not found.asked:
            raise NotAsked(code=wish.code, region=wish.region)
        if self.connection.execute(_CLAIMS, {"base": found.id, "region": region}).first():
            raise AlreadyClaimed(code=wish.code, region=wish.region)
        return found

    def _held(self, base: Row[Any], region: int) -> Any:
        pair = {"code": base.code, "issuer": base.qualifier, "region": region}
        return self.connection.execute(_HELD, pair).mappings().first()

    def _end(self, number: int, by: str) -> None:
        self.connection.execute(_WITHDRAW, {"id": number, "by": by, "now": now()})

    def _write(self, base: Row[Any], region: int, content: dict[str, Any], by: str) -> int:
        number = next_id(self.connection, "decline")
        row = {
            "id": number,
            "code": base.code,
            "issuer": base.qualifier,
            "region_id": region,
            **content,
            "declared_by": by,
            "declared_at": now(),
        }
        self.connection.execute(insert(Decline).values(**row))
        self._audit.touched.declared([base.id], region)
        return number


def decline(connection: Connection, wish: Wish, profile: str) -> tuple[dict[str, Any], Verb]:
    """Write one decline down; return it as an API shows it."""
    declining = Declining(connection, profile)
    number, verb = declining.decline(wish)
    declining.settle()
    return one_decline(connection, number), verb


def withdraw(connection: Connection, number: int, by: str, profile: str) -> dict[str, Any]:
    """Take one decline back; return it as an API shows it."""
    declining = Declining(connection, profile)
    declining.withdraw(number, by)
    declining.settle()
    return one_decline(connection, number)


def decline_all(
    connection: Connection, wishes: Iterable[Wish], profile: str
) -> list[tuple[int, Verb]]:
    """Write many declines down in one transaction, the findings settled once."""
    declining = Declining(connection, profile)
    done = [declining.decline(wish) for wish in wishes]
    declining.settle()
    return done


_BASES = text(f"""
    SELECT b.id, b.code, b.qualifier, r.level,
        coalesce(b.levels, 0) & (1 << r.level) <> 0 AS asked
    FROM item b JOIN region_within w ON w.ancestor_id = b.region_id AND w.region_id = :region
    JOIN region r ON r.id = :region JOIN region o ON o.id = b.region_id
    WHERE b.kind = {BASE} AND b.code = :code AND coalesce(b.status, 1) <> {CANCELLED}
      AND (CAST(:issuer AS VARCHAR) IS NULL OR b.qualifier = :issuer)
    ORDER BY o.level DESC LIMIT 1
""")
_CLAIMS = text(
    f"SELECT 1 FROM item i WHERE i.standard_id = :base AND i.region_id = :region AND {TAKES_PART}"
)
_HELD = text(
    "SELECT * FROM decline WHERE code = :code AND issuer = :issuer AND region_id = :region"
    " AND withdrawn_at IS NULL"
)
_ONE = text("SELECT * FROM decline WHERE id = :id")
_BASES_OF = text(
    "SELECT b.id FROM decline d JOIN item b ON b.code = d.code AND b.qualifier = d.issuer"
    f" WHERE d.id = :id AND b.kind = {BASE}"
)
_WITHDRAW = text("UPDATE decline SET withdrawn_at = :now, withdrawn_by = :by WHERE id = :id")
