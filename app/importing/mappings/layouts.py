"""映射的布局: what a mapping knows of the files it reads, for the readers to find their way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.elements.headers import IDENTITY
from app.elements.standard import fold_header
from app.importing.mappings.mapping import Mapping
from app.importing.readers.known import default_layout
from app.importing.readers.layout import Layout

_TIED = "tied:"
"""Kind of key of a sheet that a mapping ties to the items by columns it names."""


def layout_for(mappings: Iterable[Mapping]) -> Layout:
    """Return the usual words and those of some mappings: to find the header row of a file."""
    usual = default_layout()
    columns = frozenset(column for mapping in mappings for column in mapping.columns)
    if not columns:
        return usual
    return replace(usual, known=lambda h: usual.known(h) or fold_header(h) in columns)


def layout_of(mapping: Mapping) -> Layout:
    """Return how files of one mapping are laid out: its headers, its sheets, what ties them."""
    usual = layout_for([mapping])
    told = _Told(mapping, usual)
    return replace(
        usual,
        part_of=told.part_of,
        member_lists=told.member_lists,
        identifies=told.identifies,
        key_of=told.key_of,
        kinds=(*told.kinds, *usual.kinds),
    )


class _Told:
    """What one mapping adds to the usual layout."""

    def __init__(self, mapping: Mapping, usual: Layout) -> None:
        self._usual = usual
        self._lists = {fold_header(name): one["list"] for name, one in mapping.sheets.items()}
        self._to = {fold_header(one["to"]): one["to"] for one in mapping.sheets.values()}
        self._keys = {
            (one["list"], fold_header(one["key"])): one["to"] for one in mapping.sheets.values()
        }
        self._own = {
            fold_header(column)
            for spec in mapping.specs
            if spec.pointer in IDENTITY and spec.pointer != "/row_id"
            for column in spec.columns
        }
        self._stacked = {
            spec.pointer: {fold_header(c) for m in spec.members or () for c in m.columns}
            for spec in mapping.specs
            if spec.stacked
        }
        self.kinds = tuple(f"{_TIED}{to}" for to in dict.fromkeys(self._to.values()))

    def part_of(self, sheet: str) -> str | None:
        return self._lists.get(fold_header(sheet)) or self._usual.part_of(sheet)

    def member_lists(self, headers: Sequence[str]) -> frozenset[str]:
        there = {*map(fold_header, headers)}
        mine = {pointer for pointer, columns in self._stacked.items() if columns & there}
        return self._usual.member_lists(headers) | mine

    def identifies(self, header: str) -> bool:
        return fold_header(header) in self._own or self._usual.identifies(header)

    def key_of(self, header: str, part: str | None) -> str | None:
        folded = fold_header(header)
        to = self._keys.get((part, folded)) if part else self._to.get(folded)
        return f"{_TIED}{to}" if to else self._usual.key_of(header, part)
