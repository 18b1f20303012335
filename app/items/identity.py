"""事项标识: under which key an item is kept, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection

from app.codes import normalise, split_task_code
from app.items.record import BASE, MOST_KEY
from app.items.shapes import Malformed
from app.regions import region_id as region_number

KEYS = ("code", "handling_code", "local_code", "row_id", "base_code", "upper_code")


class Places(Protocol):
    """What this module needs of the regions."""

    def __contains__(self, region_id: int) -> bool: ...


class Bodies(Protocol):
    """What this module needs of the agencies."""

    def look_up(self, codes: Iterable[str]) -> None:
        """Read the agencies with these codes in one question: they are going to be asked for."""
        ...

    def intern(self, code: str | None, name: str | None, region_id: int | None) -> int:
        """Return the id of an agency, allocating one for a new agency."""
        ...

    def flush(self, connection: Connection) -> int:
        """Write the agencies that are new or changed."""
        ...

    def take_relined(self) -> list[int]:
        """Return the agencies that belong to another department line now."""
        ...


class Identity(NamedTuple):
    """The key of an item and the scalars that say whose it is."""

    code: str
    qualifier: str
    base_code: str | None
    upper_code: str | None
    region_id: int | None
    agency_id: int | None


def identify(
    kind: int, own: dict[str, Any], places: Places, bodies: Bodies, *, by_row_id: bool = True
) -> Identity | Malformed:
    """Return the identity of an item, or why it has none.

    A base item is kept under (基本编码, issuer); an implementation item under its 业务办理项编码,
    else its 实施编码, else its local code, with the source's own row id where it gives one
    (``by_row_id``): sources publish one code twice.
    """
    for name in KEYS:
        if len(own.get(name, "")) > MOST_KEY:
            return Malformed(f"/{name}", "too-long", own[name], {"most": MOST_KEY})
    if kind == BASE:
        return _base_identity(own, places)
    return _implementation_identity(own, places, bodies, by_row_id)


def _base_identity(own: dict[str, Any], places: Places) -> Identity | Malformed:
    code = own.get("base_code")
    if not code:
        return Malformed("/base_code", "no-code", "", {"columns": "base_code"})
    issuer = own.get("issuer") or code[:2] + "0" * 10
    region_id = region_number(issuer)
    if region_id is None or region_id not in places:
        return Malformed("/issuer", "unknown-region", str(issuer))
    return Identity(code, f"{region_id:012}", code, own.get("upper_code"), region_id, None)


def _implementation_identity(
    own: dict[str, Any], places: Places, bodies: Bodies, by_row_id: bool
) -> Identity | Malformed:
    code = own.get("handling_code") or own.get("code") or own.get("local_code")
    row_id = own.get("row_id") or ""
    if not code and not row_id:
        return Malformed("/code", "no-code", "", {"columns": "code"})
    parts = split_task_code(normalise(code)) if code else None
    agency = own.get("agency") or {}
    agency_code = agency.get("code") or (parts[0] if parts else None)
    region_id = region_of(own, agency_code, places)
    if isinstance(region_id, Malformed):
        return region_id
    agency_id = None
    if agency_code or agency.get("name"):
        agency_id = bodies.intern(agency_code, agency.get("name"), region_id)
    base_code = own.get("base_code") or (parts[2] if parts else None)
    qualifier = row_id if by_row_id else ""
    return Identity(code or row_id, qualifier, base_code, None, region_id, agency_id)


def region_of(
    own: Mapping[str, Any], agency_code: str | None, places: Places
) -> int | Malformed | None:
    """The stated region; else the one in the body's credit code; else unknown."""
    stated = own.get("region")
    if stated:
        region_id = region_number(stated)
        if region_id is None or region_id not in places:
            return Malformed("/region", "unknown-region", str(stated))
        return region_id
    if agency_code and len(agency_code) == 18:
        region_id = region_number(agency_code[2:8])
        if region_id is not None and region_id in places:
            return region_id
    return None
