"""The declarations of a mapping as records: one ``Spec`` per field of our document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Words = Mapping[str, str | list[str] | None]


@dataclass(frozen=True, slots=True)
class Spec:
    """字段映射: where one field comes from and how its cell is read.

    ``pointer`` is the field in our document, with ``*`` inside lists. Of several ``columns`` the
    first that says anything counts.
    """

    pointer: str
    columns: tuple[str, ...] = ()
    reader: str | None = None
    table: Words = field(default_factory=dict)
    """Their word → our value; null where we have no place for it (the raw text is kept); several
    where people must say which."""
    empty: tuple[str, ...] = ()
    """Words that mean no value in this column."""
    prefix: str = ""
    """A label the source writes in front of the value."""
    constant: Any = None
    default: Any = None
    keep_raw: bool | None = None
    unknown: Literal["keep", "drop", "only", "refuse"] = "keep"
    """Of several coded words: what becomes of those the enumeration lacks; ``refuse`` refuses a
    row whose word the table lacks."""
    scheme: str | None = None
    """The local scheme that the codes of this column follow."""
    needs: str | None = None
    """A sibling without which this field means nothing (a unit needs its number)."""
    spread: bool = False
    """The reader returns several fields at once."""
    members: tuple[Spec, ...] | None = None
    order: tuple[str, ...] = ()
    """Columns of the members of which one gives their order."""
    empty_list: Literal["unknown", "none"] = "unknown"
    """Whether an empty list of members states that there are none."""
    stacked: bool = False
    """Whether the members stand in the item's own table, one per row."""

    @property
    def key(self) -> str:
        return self.pointer.rpartition("/")[2]


def read_spec(
    pointer: str, data: Mapping[str, Any], tables: Mapping[str, Words], empty: tuple[str, ...]
) -> Spec:
    """Make a record of one field's declaration."""
    table = data.get("table", {})
    members = data.get("members")
    return Spec(
        pointer=pointer,
        columns=_texts(data.get("from", ())),
        reader=data.get("reader"),
        table=tables[table] if isinstance(table, str) else table,
        empty=(*empty, *data.get("empty", ())),
        prefix=data.get("prefix", ""),
        constant=data.get("constant"),
        default=data.get("default"),
        keep_raw=data.get("keep_raw"),
        unknown=data.get("unknown", "keep"),
        scheme=data.get("scheme"),
        needs=data.get("needs"),
        spread=data.get("spread", False),
        members=None
        if members is None
        else tuple(
            read_spec(f"{pointer}/*/{name}", member, tables, empty)
            for name, member in members.items()
        ),
        order=_texts(data.get("order", ())),
        empty_list=data.get("empty_list", "unknown"),
        stacked=data.get("stacked", False),
    )


def _texts(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
