"""What a reader must know to find its way in a workbook, given as data by whoever knows words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.importing.readers.headers import Known, nothing_known

KeyOf = Callable[[str, str | None], str | None]
MembersOf = Callable[[Sequence[str]], frozenset[str]]
PartOf = Callable[[str], str | None]


def _nothing(_: str) -> str | None:
    return None


def _no_members(_: Sequence[str]) -> frozenset[str]:
    return frozenset()


def _no_key(_: str, __: str | None) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Layout:
    """布局: known headers, the sheets that hold sub-records, the columns that tie them to items."""

    known: Known = nothing_known
    part_of: PartOf = _nothing
    """Sheet name → name of the sub-record list it holds (材料, 依据 …), or None."""
    extension_of: PartOf = _nothing
    """Sheet name → anything but None where the sheet adds columns to the items."""
    member_lists: MembersOf = _no_members
    """Headers → pointers of the lists whose members have columns among them."""
    identifies: Known = nothing_known
    """Whether a header holds what tells items apart: a code or the name."""
    key_of: KeyOf = _no_key
    """(header, part) → kind of key (row_id, handling_code, code …), or None. ``part`` is None on
    the items' own sheets and "" on sheets that add columns to them."""
    kinds: tuple[str, ...] = ("row_id", "handling_code", "code", "local_code", "base_code")
    """Kinds of key, most telling first."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Kind of key → how people call the column."""
