"""A code taken apart: its kind, its labelled parts, what is odd about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.codes.labels import Label
from app.codes.remarks import Remark


class CodeKind(StrEnum):
    """编码种类: what a code identifies."""

    BASE = "base"
    BASE_HANDLING = "base-handling"
    IMPLEMENTATION = "implementation"
    HANDLING = "handling"
    MATERIAL = "material"
    CASE = "case"
    SUPERVISION = "supervision"
    CREDIT = "credit"
    ORGANISATION = "organisation"
    LOCAL = "local"
    UNKNOWN = "unknown"


KIND_LABELS = {
    CodeKind.BASE: Label("基本编码", "base code"),
    CodeKind.BASE_HANDLING: Label("基层业务办理项编码", "base-level handling item code"),
    CodeKind.IMPLEMENTATION: Label("实施编码", "implementation code"),
    CodeKind.HANDLING: Label("业务办理项编码", "handling item code"),
    CodeKind.MATERIAL: Label("材料编码", "material code"),
    CodeKind.CASE: Label("办件编号", "case number"),
    CodeKind.SUPERVISION: Label("监管事项目录编码", "supervision catalogue code"),
    CodeKind.CREDIT: Label("统一社会信用代码", "unified social credit code"),
    CodeKind.ORGANISATION: Label("组织机构代码", "organisation code"),
    CodeKind.LOCAL: Label("地方编码", "code of a local scheme"),
    CodeKind.UNKNOWN: Label("未识别的编码", "unrecognised code"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """编码段: one segment. ``start`` counts from 1, as the standards do."""

    key: str
    label: Label
    value: str
    start: int
    meaning: Label | None = None
    parts: tuple[Part, ...] = ()

    @property
    def name(self) -> str:
        """Return the Chinese name of the segment."""
        return self.label.zh

    @property
    def length(self) -> int:
        return len(self.value)

    def walk(self) -> Iterator[Part]:
        """Yield this part and, after it, those it consists of."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Code:
    """编码: ``given`` is what was typed, ``text`` the code that was meant."""

    given: str
    text: str
    kind: CodeKind
    parts: tuple[Part, ...] = ()
    problems: tuple[Remark, ...] = ()
    scheme: Label | None = None
    """The local scheme it follows: place and name."""

    def part(self, key: str) -> Part | None:
        """Return the part with this key (``body``, ``level``, ``base``, ``type``, …)."""
        found = (part for top in self.parts for part in top.walk() if part.key == key)
        return next(found, None)

    def value(self, key: str) -> str | None:
        """Return the text of the part with this key."""
        part = self.part(key)
        return part.value if part else None

    @property
    def is_main_item(self) -> bool:
        """Tell whether this is a main item that has sub-items (主项, ``…00Y``)."""
        return self.value("sub") == "00Y"
