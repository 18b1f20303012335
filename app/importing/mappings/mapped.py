"""What a mapping makes of one row: a document, where each field came from, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.importing.errors import RowError
from app.importing.readers.rows import Place, Row

Trace = Callable[["Mapped"], dict[str, Place]]


@dataclass(slots=True)
class Mapped:
    """映射结果: one row as a document.

    ``document`` shares values with other documents of the same mapping (conversions are
    remembered): treat it as read-only. Rows with ``errors`` are refused as a whole.
    """

    document: dict[str, Any]
    row: Row
    trace: Trace
    errors: list[RowError] = field(default_factory=list)

    @property
    def places(self) -> dict[str, Place]:
        """JSON pointer → cell it was read from. Worked out on demand: few rows are asked."""
        return self.trace(self)

    @property
    def origins(self) -> dict[str, str]:
        """JSON pointer → column it was read from."""
        return {p: place.column for p, place in self.places.items() if place.column}

    def place(self, pointer: str) -> Place:
        """The cell of a field: of the nearest pointer at or above it that was read from one."""
        places = self.places
        while pointer and pointer not in places:
            pointer = pointer.rpartition("/")[0]
        return places.get(pointer) or self.row.place()
