"""交换库来源: the tables of one family as rows of items, each with its extension and its lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from app.importing.errors import RowError, SourceError
from app.importing.readers.bundle import Member
from app.importing.readers.delimited import DelimitedSource
from app.importing.readers.exchange.families import ITEMS, table_of
from app.importing.readers.exchange.store import Kept, Store
from app.importing.readers.known import default_layout
from app.importing.readers.rows import Place, Row, Source, Table
from app.importing.readers.sniffing import sniff

EXTENSION = "extend"


class ExchangeSource(Source):
    """One family of tables ({part: file}); ``scratch`` takes its temporary database."""

    def __init__(self, family: Mapping[str, Member], name: str, scratch: Path) -> None:
        self._part = next(part for part in ITEMS if part in family)
        super().__init__(family[self._part].path, name, "csv", "utf-8")
        self.size = sum(member.path.stat().st_size for member in family.values())
        self._layout = replace(default_layout(), member_lists=_no_lists)
        self._files = {part: self._open(member) for part, member in family.items()}
        self._titles = {part: table_of(member) for part, member in family.items()}
        self._lists = {
            part: pointer
            for part in family
            if (pointer := self._layout.part_of(self._titles[part])) is not None
        }
        self._store = Store(scratch / f"{self._titles[self._part]}.db")
        self._faults: list[Row]
        self._tables = {
            part: replace(file.tables[0], sheet=self._titles[part])
            for part, file in self._files.items()
        }
        self.tables = (self._items_table(),)
        self.parts = {pointer: self._tables[part].headers for part, pointer in self._lists.items()}

    def _open(self, member: Member) -> DelimitedSource:
        kind, encoding = sniff(member.path, member.name)
        if kind != "text" or encoding is None:
            raise SourceError("exchange-not-csv", member.name)
        return DelimitedSource(member.path, member.name, encoding, self._layout)

    def _items_table(self) -> Table:
        table = self._tables[self._part]
        if EXTENSION not in self._tables:
            return table
        more = self._tables[EXTENSION].headers
        return replace(table, headers=tuple(dict.fromkeys((*table.headers, *more))))

    @property
    def empty(self) -> bool:
        """Whether no table has a row: of the families of an export, most are."""
        return all(next(self._read(part), None) is None for part in self._files)

    def rows(self) -> Iterator[Row]:
        """Yield the items, then rows that belong to none and rows that cannot be read."""
        self.position, self._faults = 0, []
        for part in self._files:
            self._store.put(part, self._loaded(part))
        for item in self._store.all(self._part):
            yield self._item(item)
        yield from self._faults
        for part in self._files:
            if part != self._part:
                yield from map(self._orphan(part), self._store.strangers(part, self._part))
        self.position = self.size

    def _loaded(self, part: str) -> Iterator[Kept]:
        file, done = self._files[part], self.position
        for row in self._read(part):
            self.position = done + file.position
            if row.errors:
                row.table = self._tables[part]
                row.errors = tuple(replace(one, sheet=self._titles[part]) for one in row.errors)
                self._faults.append(row)
            else:
                yield self._kept(part, row)

    def _read(self, part: str) -> Iterator[Row]:
        try:
            yield from self._files[part].rows()
        except SourceError as error:
            if error.code != "no-rows":  # a table of an export may be empty
                raise

    def _kept(self, part: str, row: Row) -> Kept:
        def cell(name: str) -> str:
            return str(row.cells.get(name) or "").strip()

        guid = cell("row_guid")
        task = guid if part == self._part else cell("task_guid")
        return Kept(
            row.number, guid, task, cell("cd_operation").upper(), cell("cd_batch"), row.cells
        )

    def _item(self, item: Kept) -> Row:
        row = Row(item.line, item.cells, self.tables[0])
        if not item.guid:
            return row
        elsewhere: dict[str, Place] = {}
        parts: dict[str, list[Row]] = {}
        for part in self._files:
            for member in self._standing(part, item):
                told = Row(member.line, member.cells, self._tables[part])
                if part == EXTENSION:
                    _extend(row, told, elsewhere)
                elif part in self._lists:
                    parts.setdefault(self._lists[part], []).append(told)
        for pointer, members in parts.items():
            row.cells[pointer] = [member.cells for member in members]
        row.parts, row.elsewhere = parts, elsewhere
        return row

    def _standing(self, part: str, item: Kept) -> Iterator[Kept]:
        """The rows of an item that were not deleted; of a deleted item those that went with it."""
        if part == self._part:
            return
        for member in self._store.of_item(part, item.guid):
            if not member.deleted or (item.deleted and member.batch == item.batch):
                yield member

    def _orphan(self, part: str) -> Callable[[Kept], Row]:
        table = self._tables[part]

        def refused(member: Kept) -> Row:
            code = "orphan-part" if member.task else "part-without-key"
            facts = {"sheet": table.sheet, "value": member.task, "columns": "task_guid"}
            error = RowError(
                code, facts, file=self.name, sheet=table.sheet, row=member.line,
                column="task_guid", value=member.task or None,
            )  # fmt: skip
            return Row(member.line, {}, table, errors=(error,))

        return refused

    def close(self) -> None:
        self._store.close()


def _extend(row: Row, told: Row, elsewhere: dict[str, Place]) -> None:
    """Give an item the columns that its extension adds; those of its own row go before."""
    for column, value in told.cells.items():
        if column not in row.cells:
            row.cells[column] = value
            elsewhere[column] = told.place(column)


def _no_lists(_headers: object) -> frozenset[str]:
    return frozenset()
