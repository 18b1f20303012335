"""读回工作簿: a workbook of ours as a source; its hidden sheet tells revisions and exact parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from python_calamine import CalamineWorkbook

from app.elements.schemas import RECORDS, Record
from app.importing.errors import SourceError
from app.importing.readers.archive import Archive
from app.importing.readers.cells import cell_text
from app.importing.readers.form import HIDDEN, KEYS, MARK, TIE, form
from app.importing.readers.form_sheet import FormSheet, Raw, print_of
from app.importing.readers.guard import Guard
from app.importing.readers.joining import Joined
from app.importing.readers.layout import Layout
from app.importing.readers.rows import Row, Table
from app.importing.readers.sheets import Sheet
from app.importing.readers.workbook import WorkbookSource, open_book

Untold = dict[str, list[Any]]
"""Name of a part → its exact content (null: there is none), and the digest of its cells."""

PAIR, PRINT = 2, 2
Told = Iterator[list[Any]]
"""The rows of the hidden sheet."""
Group = list[tuple[int, Raw]]
"""The rows of an item: (number of the sheet, row)."""


class Hidden(NamedTuple):
    """What the hidden sheet tells of one item; ``print`` is that of its rows."""

    revision: str
    print: str
    untold: Untold


class FormSource(WorkbookSource):
    """目录工作簿: sheets by their names in the form; rows know what they were exported as."""

    _kind = FormSheet

    def __init__(
        self, archive: Archive, layout: Layout, guard: Guard, book: CalamineWorkbook, told: Told
    ) -> None:
        self.record, self.hidden = read_hidden(told)
        super().__init__(archive.path, archive.name, "xlsx", layout, guard, book)

    def rows(self) -> Iterator[Row]:
        """Yield the items that somebody touched, then those that nobody did, unread."""
        groups = self._untouched()
        try:
            yield from super().rows() if not groups or self._left else ()
        except SourceError as error:
            if error.code != "no-rows" or not groups:
                raise  # else rows are left, but none of an item
        first = self._items[0]
        for tie, rows in groups.items():
            number = rows[0][1][0]
            yield Untouched(number, {TIE: tie}, first.table, whole=partial(self._whole, rows))
        self.position = self.size

    def _untouched(self) -> dict[str, Group]:
        """Tie → the rows of an item that are as they were written; of those only, none is left."""
        sheets = {sheet.name: sheet for sheet in (*self._items, *(one for _, one in self._parts))}
        groups: dict[str, Group] = {}
        for number, name in enumerate(one.name for one in form(self.record)):
            if name not in sheets:
                continue
            rows = sheets[name].tied  # type: ignore[attr-defined]
            if rows is None or not _laid_out(sheets[name], number, self.record):
                return {}
            for tie, raw in rows:
                groups.setdefault(tie, []).append((number, raw))
        same = {tie for tie, rows in groups.items() if self._is_same(tie, rows)}
        codes = {
            code
            for tie, rows in groups.items()
            if tie not in same
            for row in rows
            for code in self._codes(*row)
        }
        same = {tie for tie in same if codes.isdisjoint(self._codes(*groups[tie][0]))}
        self._leave(sheets, groups, same)
        return {tie: groups[tie] for tie in groups if tie in same}

    def _is_same(self, tie: str, rows: Group) -> bool:
        hidden = self.hidden.get(tie)
        said = [values for _, (_, values) in rows]
        return bool(hidden and rows[0][0] == 0 and hidden.print == print_of(said) != "")

    def _codes(self, number: int, raw: Raw) -> list[str]:
        """The codes that a row shows: items with one of them are touched, whatever ties the row."""
        cells = (raw[1][place] for place in _key_places(self.record)[number])
        return [str(cell_text(cell)) for cell in cells if cell]

    def _leave(self, sheets: dict[str, Sheet], groups: dict[str, Group], same: set[str]) -> None:
        """Let the sheets have only what was touched."""
        left: dict[int, list[Raw]] = {}
        for tie, rows in groups.items():
            if tie not in same:
                for number, raw in rows:
                    left.setdefault(number, []).append(raw)
        for number, one in enumerate(form(self.record)):
            if one.name in sheets:
                kept = sorted(left.get(number, ()), key=itemgetter(0))
                sheets[one.name].keep(kept)  # type: ignore[attr-defined]
        self._left = bool(left)

    def _whole(self, rows: Group) -> Row:
        """Read an untouched item after all."""
        names = [one.name for one in form(self.record)]
        sheets = {sheet.name: (part, sheet) for part, sheet in self._parts}
        joined = Joined(self._layout, self.name)
        for number, raw in rows[1:]:
            part, sheet = sheets[names[number]]
            if row := sheet.read(raw):  # type: ignore[attr-defined]
                joined.add(part, iter((row,)))
        row = self._items[0].read(rows[0][1])  # type: ignore[attr-defined]
        return joined.attach(row)

    def _titles(self) -> list[str]:
        self._layout = replace(self._layout, kinds=("tie", *self._layout.kinds))
        names = {sheet.name for sheet in form(self.record)}
        return [title for title in super()._titles() if title in names]

    def _items_of(self, sheet: Sheet) -> Iterator[Row]:
        met: set[str] = set()
        for row in super()._items_of(sheet):
            tie = _untied(row, self._told(row, "", *KEYS[self.record]))
            if tie in met:  # a row copied within the sheet
                row.cells[TIE] = ""
            met.add(tie)
            yield row

    def _members(self, part: str, sheet: Sheet) -> Iterator[Row]:
        for row in super()._members(part, sheet):
            _untied(row, self._told(row, part, *KEYS[self.record]))
            yield row

    def _told(self, row: Row, part: str, *pointers: str) -> str:
        """The most telling code that a row shows."""
        columns = next(sheet for sheet in form(self.record) if sheet.pointer == part).all
        headers = [one.header for p in pointers for one in columns if one.field.pointer == p]
        return next((str(cell) for h in headers if (cell := row.cells.get(h))), "")


class Untouched(Row):
    """An item as it was exported, unread; ``whole`` reads it."""

    __slots__ = ("whole",)

    def __init__(
        self, number: int, cells: dict[str, Any], table: Table, whole: Callable[[], Row]
    ) -> None:
        super().__init__(number, cells, table)
        self.whole = whole


@lru_cache(maxsize=2)
def _key_places(record: Record) -> list[list[int]]:
    """Of each sheet, the columns that show the item's codes, most telling first."""
    return [
        [
            place
            for key in KEYS[record]
            for place, one in enumerate(sheet.all)
            if one.field.pointer == key
        ]
        for sheet in form(record)
    ]


def _laid_out(sheet: Sheet, number: int, record: Record) -> bool:
    """Whether a sheet has the columns it was written with, in their order."""
    return sheet.columns == (*(one.header for one in form(record)[number].all), TIE)


def _untied(row: Row, code: str) -> str:
    """Free a row from its item where it shows another code: it was copied, or moved."""
    tie = str(row.cells.get(TIE) or "")
    if tie and tie.rpartition("|")[0] != code:
        row.cells[TIE] = tie = ""
    return tie


def hidden_rows(book: CalamineWorkbook, guard: Guard) -> Told | None:
    """Return the rows of our hidden sheet, None where a workbook has none, or not with our mark."""
    if HIDDEN not in book.sheet_names:
        return None
    guard.bad_cells(HIDDEN)
    rows: Told = iter(book.get_sheet_by_name(HIDDEN).iter_rows())
    first = next(rows, [])
    ours = len(first) > 1 and first[0] == MARK and first[1] in RECORDS
    return chain((first,), rows) if ours else None


def read_hidden(rows: Told) -> tuple[Record, dict[str, Hidden]]:
    """Return the record of a form, and tie → what is hidden of the item; broken rows count as none."""
    record = next(rows)[1]
    found = {str(cells[0]): _hidden(cells) for cells in rows if len(cells) > 1 and cells[0]}
    return record, found


def _hidden(cells: list[Any]) -> Hidden:
    try:
        untold = orjson.loads("".join(map(str, cells[3:])) or "{}")
    except orjson.JSONDecodeError:
        untold = {}
    said = str(cells[2]) if len(cells) > PRINT else ""
    return Hidden(str(cells[1]), said, untold if _is_untold(untold) else {})


def _is_untold(told: Any) -> bool:
    """Whether a cell holds what was written there: it lies in a file that anybody can change."""
    raw = told.get("raw", [{}, ""]) if _of_pairs(told) else []
    return bool(raw) and _of_pairs(raw[0])


def _of_pairs(told: Any) -> bool:
    return isinstance(told, dict) and all(
        isinstance(pair, list) and len(pair) == PAIR for pair in told.values()
    )


def open_xlsx(archive: Archive, layout: Layout) -> WorkbookSource:
    """Open a workbook of 2007 and later, looked through first; ours is known by its mark."""
    guard = Guard(archive)
    book = open_book(archive.path, archive.name)
    if told := hidden_rows(book, guard):
        return FormSource(archive, layout, guard, book, told)
    return WorkbookSource(archive.path, archive.name, "xlsx", layout, guard, book)
