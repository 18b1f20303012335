"""表的归属: which files of a bundle are exchange tables, and which of them hold one kind of item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

import orjson

from app.importing.errors import SourceError
from app.importing.readers.bundle import Member

MANIFEST = "manifest.json"
COMPANIONS = (MANIFEST, "receipt.csv", "dn_audit_abnormal.csv")
"""What lies beside the tables in an export and holds no items."""
TEXTS = (".csv", ".tsv", ".txt")
ITEMS = ("basic", "directory")
_TABLE = re.compile(
    r"(?P<family>(?:up|dn)_task(?:_\w+?)?)_"
    r"(?P<part>directory|basic|extend|material|fee_project|questions)",
    re.IGNORECASE,
)


def table_parts(table: str) -> tuple[str, str] | None:
    """Return (family, part) of an exchange table's name: up_task_general, material."""
    found = _TABLE.fullmatch(table)
    if not found:
        return None
    family, part = found["family"].lower(), found["part"].lower()
    return (f"{family}_directory" if part == "directory" else family), part


def table_of(member: Member) -> str:
    """Return the table that a text file is named after, "" of any other file."""
    path = PurePosixPath(member.label or member.name)
    return path.stem.lower() if path.suffix.lower() in TEXTS else ""


def families(members: Sequence[Member]) -> tuple[list[dict[str, Member]], list[Member]]:
    """Return the families of tables {part: file} that have items, and the files outside them.

    Raises:
        SourceError: the bundle says that it has only the rows that changed.
    """
    found: dict[str, dict[str, Member]] = {}
    for member in members:
        if member.label and (parts := table_parts(table_of(member))):
            found.setdefault(parts[0], {})[parts[1]] = member
    whole = [family for family in found.values() if not family.keys().isdisjoint(ITEMS)]
    if not whole:
        return [], list(members)
    taken = {member for family in whole for member in family.values()}
    rest = [member for member in members if member not in taken]
    for member in rest:
        if _file_name(member) == MANIFEST:
            _refuse_increment(member)
    return whole, [member for member in rest if _file_name(member) not in COMPANIONS]


def _file_name(member: Member) -> str:
    return PurePosixPath(member.label or member.name).name.lower()


def _refuse_increment(manifest: Member) -> None:
    """Only what changed is not the whole of any item: its missing rows would be taken out."""
    try:
        told = orjson.loads(manifest.path.read_bytes())
    except orjson.JSONDecodeError:
        return  # somebody else's
    if isinstance(told, dict) and told.get("incremental") is True:
        raise SourceError("exchange-increment", manifest.name)
