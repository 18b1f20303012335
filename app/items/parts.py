"""要素的写法: an element as the bytes it came in, met once and known from then on.

Implementations repeat their standards, so most elements of a file are, byte for byte, elements
that stood further up in it. A ``Part`` is such a spelling: it is read, validated, looked up and
judged when it is first met, and every later document that has it only points at it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import orjson

from app.elements.kinds import KINDS
from app.items.columns import COLUMNS_OF, Columns
from app.items.shapes import Malformed
from app.kernel.hashing import copied

MEMO_BYTES = 12 << 20
"""How much JSON the memo of one kind holds before it starts anew; local values hardly come back."""


FLAWS = (1 << len(KINDS)) - 1


class ValueRef(NamedTuple):
    """What an item row needs to know of the value of one element."""

    id: int | None
    marks: int
    """Bit k: the value of element k is flawed (``FLAWS``); above them which fields are filled."""
    columns: Columns
    hash: bytes


def marks_of(*, flaw: int, present: int) -> int:
    """Put the bit of a flaw, or 0, and the bits of the fields that are filled into one number."""
    return present << len(KINDS) | flaw


class Part:
    """One spelling of an element (or of a setting, see ``composer``).

    ``known`` is what it is stored as; ``errors`` say why it cannot be.
    """

    __slots__ = ("_value", "errors", "known", "number", "written")

    def __init__(self, number: int, written: bytes, value: Any = None, known: Any = None) -> None:
        self.number = number
        self.written = written
        self.known = known
        self.errors: list[Malformed] = []
        self._value = value

    @property
    def value(self) -> Any:
        """The parsed JSON."""
        return orjson.loads(self.written) if self._value is None else self._value

    def let_go(self) -> None:
        """Drop the parsed JSON, which takes more memory than the bytes."""
        self._value = None


NOTHING = tuple(
    ValueRef(None, 0, (None,) * len(COLUMNS_OF.get(kind.name, ())), b"\x00" * 16) for kind in KINDS
)
"""What stands for an element that says nothing."""
NO_PARTS = tuple(Part(kind.number, b"null", None, NOTHING[kind.number]) for kind in KINDS)
PLACED = len(KINDS)


class Memo:
    """备忘: the parts of one number by their bytes, in bounded memory."""

    __slots__ = ("_held", "_number", "_parts", "find")

    def __init__(self, number: int) -> None:
        self._number = number
        self._parts: dict[bytes, Part] = {}
        self._held = 0
        self.find = self._parts.get
        """Bytes → their part, None where they have not been met."""
        self._know_nothing()

    def add(self, written: bytes, value: Any = None) -> Part:
        """Remember a spelling that has not been met before."""
        if self._held > MEMO_BYTES:
            self.let_go()
        self._held += len(written)
        written = copied(written)
        part = self._parts[written] = Part(self._number, written, value)
        return part

    def read(self, written: bytes) -> Part:
        """Remember a spelling by what it says. Raises ``orjson.JSONDecodeError``."""
        return self.add(written, orjson.loads(written))

    def let_go(self) -> None:
        """Start anew; parts live on in the documents that have them."""
        self._parts.clear()
        self._held = 0
        self._know_nothing()

    def _know_nothing(self) -> None:
        if self._number < PLACED:
            self._parts.update(dict.fromkeys((b"", b"null"), NO_PARTS[self._number]))
