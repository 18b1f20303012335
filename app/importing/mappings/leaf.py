"""One field of a document, compiled: which columns it may be read from, and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.importing.errors import RowError
from app.importing.mappings.outcomes import ABSENT, Convert, Failed, Kept, Memo, Spread
from app.importing.readers.cells import Typed
from app.importing.readers.rows import BadCell, Row

_STRANGE = (Kept, Failed, Spread)


class Reading:
    """One row being read: what goes into the document beside its fields."""

    __slots__ = ("errors", "raw")

    def __init__(self) -> None:
        self.raw: dict[str, str] = {}
        self.errors: list[RowError] = []

    def fail(self, failed: Failed, pointer: str, column: str, cell: Any, row: Row) -> None:
        """Note a cell that cannot be read, at its place."""
        place = row.place(column)
        self.errors.append(
            RowError(
                failed.code, failed.facts, sheet=place.sheet, row=place.row,
                column=column, letter=place.letter, value=_shown(cell), pointer=pointer,
            )
        )  # fmt: skip


class Leaf:
    """One field and the columns it may be read from."""

    __slots__ = ("_convert", "_memo", "columns", "constant", "default", "key", "needs", "pointer")

    def __init__(
        self, pointer: str, columns: tuple[str, ...], convert: Convert, *, remember: bool
    ) -> None:
        self.pointer = pointer
        self.key = pointer.rpartition("/")[2]
        self.columns = columns
        self._convert = convert
        self._memo = Memo(convert) if remember else None
        self.constant: Any = None
        self.default: Any = None
        self.needs: str | None = None

    def read(self, cell: Any) -> Any:
        """A cell's outcome: a value, ABSENT, Kept, Failed or Spread."""
        if cell is None or cell == "":
            return ABSENT
        if cell.__class__ is str:
            return self._convert(cell) if self._memo is None else self._memo[cell]
        if cell.__class__ is list:
            return self._several(cell)
        return self._fault(cell) or self._convert(scalar_text(cell))

    def _fault(self, cell: Any) -> Failed | None:
        """What is wrong with a cell before its text is even looked at."""
        if cell.__class__ is BadCell:
            return Failed(cell.code, {})
        if cell.__class__ is dict:
            title = self.key
            return Failed("unreadable-value", {"title": title, "title_en": title, "example": ""})
        if cell.__class__ is Typed and self.pointer == "/base_code" and 8 <= len(cell) < 12:
            return Failed("leading-zeros-lost", {"length": len(cell)})
        return None

    def _several(self, cells: list[Any]) -> Any:
        """A JSON list: texts read as one cell that holds them all, records each by itself."""
        outcomes = [self.read(cell) for cell in cells]
        outcomes = [outcome for outcome in outcomes if outcome is not ABSENT]
        if len(outcomes) <= 1:
            return outcomes[0] if outcomes else ABSENT
        if all(_of_records(outcome) for outcome in outcomes):
            return [record for outcome in outcomes for record in outcome]
        return self.read("；".join(map(scalar_text, cells)))

    def reads(self, there: Callable[[str], bool]) -> bool:
        """Whether the field can come from the columns that are there, or needs none."""
        stated = self.constant is not None or self.default is not None
        return stated or any(map(there, self.columns))

    def pick(self, cells: dict[str, Any]) -> tuple[str, Any] | None:
        """The first column that says anything, and what it says."""
        for column in self.columns:
            outcome = self.read(cells.get(column))
            if outcome is not ABSENT:
                return column, outcome
        return None

    def fill(
        self, into: dict[str, Any], cells: dict[str, Any], at: str, reading: Reading, row: Row
    ) -> None:
        """Put the field into its object; ``at`` is the object's own pointer."""
        if self.constant is not None:
            into[self.key] = self.constant
            return
        for column in self.columns:
            cell = cells.get(column)
            if cell is None or cell == "":
                continue
            value = (
                self._memo[cell]
                if cell.__class__ is str and self._memo is not None
                else self.read(cell)
            )
            if value is ABSENT:
                continue
            if value.__class__ in _STRANGE:
                value = self._strange(value, into, (column, cell), at, reading, row)
            if value is not ABSENT:
                into[self.key] = value
            return
        if self.default is not None:
            into.setdefault(self.key, self.default)

    def _strange(
        self, outcome: Any, into: dict[str, Any], source: tuple[str, Any], at: str,
        reading: Reading, row: Row,
    ) -> Any:  # fmt: skip
        pointer = f"{at}/{self.key}"
        if outcome.__class__ is Kept:
            reading.raw[pointer] = outcome.raw
            return outcome.value
        if outcome.__class__ is Spread:
            for key, value in outcome.fields.items():
                into.setdefault(key, value)
        else:
            reading.fail(outcome, pointer, *source, row)
        return ABSENT


def _shown(cell: Any) -> str:
    """What the cell shows, as far as it helps to find it."""
    return (cell.text if cell.__class__ is BadCell else str(cell))[:200]


def scalar_text(cell: Any) -> str:
    """A JSON scalar as the text people would have typed."""
    if cell.__class__ is bool:
        return "是" if cell else "否"
    if cell.__class__ is float and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _of_records(outcome: Any) -> bool:
    return outcome.__class__ is list and all(isinstance(member, dict) for member in outcome)
