"""Sub-records on sheets of their own (材料, 依据, 环节 …), tied to their items by code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.importing.errors import RowError
from app.importing.readers.layout import Layout
from app.importing.readers.rows import BadCell, Place, Row, Table

Key = tuple[str, str]
"""(kind of key, value)."""


class Joined:
    """Sub-record rows by key; what no item asked for is left over, and reported."""

    def __init__(self, layout: Layout, file: str) -> None:
        self._layout, self._file = layout, file
        self._rows: dict[Key, list[tuple[str, Row]]] = {}
        self._used: set[Key] = set()
        self._homeless: list[Row] = []
        self._columns: dict[Table, dict[str, str]] = {}

    def add(self, part: str, rows: Iterator[Row]) -> None:
        """Take the rows of one sheet; ``part`` is the list's name, "" for a sheet of columns."""
        for row in rows:
            keys = self._keys(row, part)
            if keys:
                self._rows.setdefault(keys[0], []).append((part, row))
            else:
                self._homeless.append(row)

    def _keys(self, row: Row, part: str | None = None) -> list[Key]:
        """The keys a row carries, most telling first; ``part`` is None for an item."""
        columns = self._columns.get(row.table)
        if columns is None:
            columns = self._columns[row.table] = self._key_columns(row.table.headers, part)
        found = []
        for kind, column in columns.items():
            value = row.cells.get(column)
            if value and not isinstance(value, BadCell):
                found.append((kind, str(value)))
        return found

    def _key_columns(self, headers: Sequence[str], part: str | None) -> dict[str, str]:
        by_kind: dict[str, str] = {}
        for header in headers:
            kind = self._layout.key_of(header, part)
            if kind and kind not in by_kind:
                by_kind[kind] = header
        return {kind: by_kind[kind] for kind in self._layout.kinds if kind in by_kind}

    def attach(self, row: Row) -> Row:
        """Give an item its sub-records and its further columns."""
        parts: dict[str, list[Row]] = {}
        elsewhere: dict[str, Place] = {}
        for key in self._keys(row):
            for part, member in self._rows.get(key, ()):
                self._used.add(key)
                if part:
                    parts.setdefault(part, []).append(member)
                    continue
                for column, value in member.cells.items():
                    if column not in row.cells:
                        row.cells[column] = value
                        elsewhere[column] = member.place(column)
        for part, members in parts.items():
            row.cells[part] = [member.cells for member in members]
        row.parts, row.elsewhere = parts, elsewhere
        return row

    def left_over(self) -> Iterator[Row]:
        """Rows of sub-records that belong to no item of the file, with their errors."""
        for key, members in self._rows.items():
            if key not in self._used:
                for _, row in members:
                    yield self._refused(row, "orphan-part", key)
        for row in self._homeless:
            yield self._refused(row, "part-without-key", ("", ""))

    def _refused(self, row: Row, code: str, key: Key) -> Row:
        shown = [one for one in self._keys(row) if one[0] != "tie"]
        kind, value = shown[0] if key[0] == "tie" and shown else key
        names = self._layout.names
        facts = {"sheet": row.sheet, "value": value, "columns": "、".join(names.values())}
        column = self._columns[row.table].get(kind)
        place = row.place(column)
        row.errors = (
            RowError(
                code, facts, file=self._file, sheet=row.sheet, row=row.number,
                column=column, letter=place.letter, value=value or None,
            ),
        )  # fmt: skip
        return row
