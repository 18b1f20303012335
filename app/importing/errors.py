"""What an import cannot take, as data: a code and facts; words are rendered on demand.

``RowError`` is about one cell or one row and never stops a file; ``SourceError`` is about the
whole file and does. Both say what happened and what the reader of the message can do about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from app.importing.words import words

Language = Literal["zh", "en"]
Facts = Mapping[str, Any]

WITHHELD = "…"
"""Stands for what a file holds, for readers who may not see it."""
_OURS = frozenset(
    {
        "title", "title_en", "example", "expected", "expected_en", "scheme", "scheme_en", "columns",
        "sheet", "most", "limit", "length", "count", "row", "offset", "encoding", "kind",
        "line", "tried", "size", "known", "driver",
    }
)  # fmt: skip
"""Facts that are ours, or say where; any other may quote the file."""
_SHOWN = 60


def cut(text: str) -> str:
    """Cut a long text: a message that quotes a page of it is not read."""
    return f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text


def _shown(facts: Facts) -> dict[str, Any]:
    return {name: cut(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}


def _withheld(facts: Facts) -> dict[str, Any]:
    return {name: fact if name in _OURS else WITHHELD for name, fact in facts.items()}


@dataclass(frozen=True, slots=True)
class RowError:
    """行错误: why one cell, or one row, could not be taken, and where it stands in the file."""

    code: str
    facts: Facts = field(default_factory=dict)
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    """1-based physical row or line."""
    column: str | None = None
    """The header as the file writes it."""
    letter: str | None = None
    """The column letter of a spreadsheet, for marking the cell."""
    value: str | None = None
    pointer: str | None = None
    """JSON pointer of the field in our document."""

    def reason(self, language: Language = "zh") -> str:
        return words(self.code, "reason", language).format_map(_shown(self._told()))

    def remedy(self, language: Language = "zh") -> str:
        return words(self.code, "remedy", language).format_map(_shown(self._told()))

    def as_dict(self, language: Language = "zh") -> dict[str, Any]:
        """The error as JSON-able data, with words in one language."""
        return {
            "code": self.code, "file": self.file, "sheet": self.sheet, "row": self.row,
            "column": self.column, "letter": self.letter, "value": self.value,
            "pointer": self.pointer, "facts": dict(self.facts),
            "reason": self.reason(language), "remedy": self.remedy(language),
        }  # fmt: skip

    def withheld(self) -> RowError:
        """The error without what stands in the file: where, why and what to do, but not what."""
        value = WITHHELD if self.value else self.value
        return replace(self, facts=_withheld(self.facts), value=value)

    def _told(self) -> dict[str, Any]:
        return {"column": self.column, "value": self.value, "row": self.row, **self.facts}


class SourceError(Exception):
    """文件错误: the file as a whole cannot be read; nothing of it was taken."""

    def __init__(self, code: str, file: str, **facts: Any) -> None:
        self.code = code
        self.file = file
        self.facts: Facts = facts
        super().__init__(f"{file}: {self.reason('en')} {self.remedy('en')}")

    def reason(self, language: Language = "zh") -> str:
        return words(self.code, "reason", language).format_map({"file": self.file, **self.facts})

    def remedy(self, language: Language = "zh") -> str:
        return words(self.code, "remedy", language).format_map({"file": self.file, **self.facts})

    def as_dict(self, language: Language = "zh") -> dict[str, Any]:
        return {
            "code": self.code, "file": self.file, "facts": dict(self.facts),
            "reason": self.reason(language), "remedy": self.remedy(language),
        }  # fmt: skip

    def withheld(self) -> SourceError:
        """The error without what stands in the file: what seemed a header may be a row of data."""
        return SourceError(self.code, self.file, **_withheld(self.facts))
